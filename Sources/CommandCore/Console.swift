package import Basics
import Glibc
package import PayloadText
package import Plumbing
import UDPCore

/// The streams that a command without a screen writes to, in the locale's characters, and the signals that end it.
package struct Console: Sendable {
  package let signals: SignalRelay
  package let locale: CharacterLocale
  /// Records.
  package let output: StandardOutput
  /// Sentences for people.
  private let errors: ErrorStream

  /// The standard streams of the process. Takes the locale, and the signals of all threads that are started from now on.
  /// - Parameters:
  ///   - forceUTF8: whether records are UTF-8 whatever the environment says.
  ///   - recording: finished where a signal ends the process at once.
  package init(forceUTF8: Bool = false, recording: Recording? = nil) throws(SystemError) {
    let locale = CharacterLocale.activate(forceUTF8: forceUTF8)
    let signals = try SignalRelay(endsOnSecondInterrupt: true, recording: recording)
    self.init(signals, locale, output: STDOUT_FILENO, errors: STDERR_FILENO)
  }

  /// Other streams, and signals that come from elsewhere.
  package init(_ signals: SignalRelay, _ locale: CharacterLocale, output: Int32, errors: Int32) {
    self.signals = signals
    self.locale = locale
    self.output = StandardOutput(signals: signals, descriptor: output)
    self.errors = ErrorStream(descriptor: errors, locale: locale)
  }

  /// Says a sentence in English, as scripts and logs expect it.
  package func say(_ phrase: Phrase) { errors.say(phrase.english) }

  /// Says `text`, made safe; the line feeds in it stay.
  package func say(_ text: String) { errors.say(text) }

  /// Whether progress is shown: on a terminal alone.
  package var showsProgress: Bool { errors.isTerminal }

  /// Shows how far something is, in the line that is written over by the next call.
  package func showProgress(_ text: String) { errors.showProgress(text) }

  /// Takes the line of `showProgress` away.
  package func clearProgress() { errors.clearProgress() }
}
