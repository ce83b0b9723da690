import Basics
import CaptureFile
package import CommandCore
import Configuration
import DisplayFilter
import Monitor
import PeerText
import Rules
import UDPCore

/// The screen of a live reception, as `watch` shows it.
package struct LiveScreen {
  private let reception: Reception
  private let flags: ScreenFlags

  /// Prepares a screen for the reception.
  package init(_ reception: Reception, _ flags: ScreenFlags) {
    self.reception = reception
    self.flags = flags
  }

  /// Binds the sockets and runs the screen to its end.
  /// - Throws: an error if sockets, recording or screen cannot start, or if the recording failed.
  package func run() throws {
    let setup = reception.setup
    let (terminal, localeNotice) = flags.prepare(setup.configuration.settings)
    let recording = Recording()
    let signals = try SignalRelay(endsOnSecondInterrupt: false, recording: recording, startsLater: true)
    let started = try reception.start(signals)
    let (receiver, notices) = (started.receiver, started.notices)
    let screenRecording = ScreenRecording(
      recording: recording, receiver: receiver, setup: setup, request: reception.recording)
    do throws(RecordingError) { try screenRecording.startIfAsked() } catch { throw CommandFailure(error.phrase) }
    let troubles = receiver.boundAddresses.compactMap { $0.trouble?.sentence }
    let others = [
      recording.status?.remark, started.metrics?.beginning, Converters.warning(needed: setup.encodings.encodingForAll),
      localeNotice,
    ]
    defer {
      receiver.withheldSentences.forEach(StandardError.say)
      receiver.relay?.report.sentences.forEach(StandardError.say)
      reception.relay?.ending().forEach(StandardError.say)
    }
    try ScreenRun(
      setup: setup, theme: flags.theme, source: .sockets(receiver), signals: signals, recording: screenRecording,
      rules: started.rules, metrics: started.metrics, terminal: terminal,
      notices: setup.configuration.problemAnnouncements
        + (notices + troubles + others.compactMap { $0 }).map { Announcement($0) }
    ).run()
  }
}
