import CaptureFile
package import CommandCore
import DisplayFilter
import PayloadText

/// The run of `info`.
package struct CaptureInfo {
  private let capture: Capture
  private let isJSON: Bool

  /// Will tell what the files hold: in lines for people, or as one JSON object.
  package init(_ capture: Capture, isJSON: Bool) {
    self.capture = capture
    self.isJSON = isJSON
  }

  /// Reads all and prints the summary.
  /// - Throws: the ending, when it is not 0.
  package func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: isJSON)
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    var run = CaptureRun(capture.readers, signals: signals)
    var summary = CaptureSummary(
      filter: capture.setup.filter, encodings: capture.setup.encodings, signals: signals)
    run.run { summary.read($0) }
    try capture.readers.checkCaptures()
    summary.failures.forEach(StandardError.say)
    if run.wasInterrupted { StandardError.say("stopped before the end: what was read so far counts") }
    let output = StandardOutput(signals: signals)
    try output.print(isJSON ? summary.object(of: capture.readers).line : summary.lines(of: capture.readers, locale))
    try capture.readers.checkWhole()
  }
}
