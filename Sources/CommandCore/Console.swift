package import Basics
import Glibc
package import PayloadText
package import Plumbing
import UDPCore

/// The output streams of a command without a screen, in the locale's encoding, and the signals that end it.
package struct Console: Sendable {
  package let signals: SignalRelay
  package let locale: CharacterLocale
  /// The stream of records.
  package let output: StandardOutput
  /// The language of messages.
  package let wording: Wording
  /// The stream of messages.
  private let errors: ErrorStream

  /// Creates a console on the standard streams. Activates the locale, and takes over the signals of this thread and of
  /// all threads started later.
  /// - Parameters:
  ///   - forceUTF8: whether to write records in UTF-8 whatever the environment says.
  ///   - recording: the recording to finish if a signal ends the process at once.
  ///   - startsLater: whether signals wait until `signals.start` is called.
  package init(
    forceUTF8: Bool = false, recording: Recording? = nil, startsLater: Bool = false
  ) throws(SystemError) {
    let locale = CharacterLocale.activate(forceUTF8: forceUTF8)
    let signals = try SignalRelay(endsOnSecondInterrupt: true, recording: recording, startsLater: startsLater)
    self.init(
      signals, locale, .environment(in: locale), output: STDOUT_FILENO, errors: STDERR_FILENO)
  }

  /// Creates a console on other streams, with signals from `signals`.
  package init(
    _ signals: SignalRelay, _ locale: CharacterLocale, _ wording: Wording = .english, output: Int32, errors: Int32
  ) {
    self.wording = wording
    self.signals = signals
    self.locale = locale
    self.output = StandardOutput(signals: signals, descriptor: output)
    self.errors = ErrorStream(descriptor: errors, locale: locale)
  }

  /// Writes a sentence in the user's language, made safe, to the message stream; line feeds within it are kept.
  package func say(_ phrase: Phrase) { say(phrase, .information) }

  /// Writes a sentence, with its importance where the journal keeps that.
  package func say(_ phrase: Phrase, _ importance: Importance) { errors.say(wording.text(phrase), importance) }

  /// Writes a line for another program to the message stream.
  package func report(_ line: [UInt8]) { errors.write(line) }

  /// Rings the bell of the terminal that shows messages, if one does.
  package func ring() { errors.ring() }

  /// Whether progress is shown, which is only the case on a terminal.
  package var showsProgress: Bool { errors.isTerminal }

  /// Whether records may have colours: standard output is a terminal, and `NO_COLOR` is empty (no-color.org).
  package var usesColors: Bool { output.isTerminal && Environment.variable("NO_COLOR") == nil }

  /// Shows progress in a line that the next call overwrites.
  package func showProgress(_ phrase: Phrase) { errors.showProgress(wording.text(phrase)) }

  /// Clears the line of `showProgress`.
  package func clearProgress() { errors.clearProgress() }
}
