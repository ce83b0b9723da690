import Basics
import CaptureFile
package import CommandCore
import DisplayFilter
import PayloadText

/// Runs `info`.
package struct CaptureInfo {
  private let capture: Capture
  private let isJSON: Bool

  /// Prepares a summary of the files: lines for people, or one JSON object.
  package init(_ capture: Capture, isJSON: Bool) {
    self.capture = capture
    self.isJSON = isJSON
  }

  /// Reads all files and prints the summary.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws { try run(Console(forceUTF8: isJSON)) }

  /// Reads all files and prints the summary to a console.
  func run(_ console: Console) throws {
    try capture.setup.checkFilter(knowing: .recorded)
    var run = CaptureRun(capture.readers, console)
    var summary = CaptureSummary(capture.setup, signals: console.signals)
    run.run { summary.read($0) }
    try capture.readers.checkCaptures()
    summary.failures.forEach(console.say)
    if run.wasInterrupted { console.say("stopped before the end: the figures cover what was read so far") }
    let lines = isJSON ? summary.object(of: capture.readers).line : summary.lines(of: capture.readers, console)
    try console.output.print(lines)
    try capture.readers.checkWhole()
  }
}
