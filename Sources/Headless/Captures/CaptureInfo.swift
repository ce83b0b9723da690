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
  package func run() throws { try run(Console(forceUTF8: isJSON)) }

  /// Reads all and prints the summary to a console.
  func run(_ console: Console) throws {
    var run = CaptureRun(capture.readers, console)
    var summary = CaptureSummary(
      filter: capture.setup.filter, encodings: capture.setup.encodings, signals: console.signals)
    run.run { summary.read($0) }
    try capture.readers.checkCaptures()
    summary.failures.forEach(console.say)
    if run.wasInterrupted { console.say("stopped before the end: the figures cover what was read so far") }
    let lines = isJSON ? summary.object(of: capture.readers).line : summary.lines(of: capture.readers, console.locale)
    try console.output.print(lines)
    try capture.readers.checkWhole()
  }
}
