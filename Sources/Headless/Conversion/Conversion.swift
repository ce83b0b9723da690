import Basics
package import CaptureFile
package import CommandCore
import DisplayFilter
import PayloadText
import UDPCore

/// Runs `convert`.
package struct Conversion {
  /// Bytes gathered before they are written.
  private static let batch = 256 << 10

  private let capture: Capture
  private let target: ConversionTarget
  private let console: Console
  private let sink: any ConversionSink
  private let format: CaptureFormat
  private var written = 0

  /// Opens the output.
  /// - Parameters:
  ///   - output: the path of a file or stream; `-` is standard output.
  ///   - selection: the fields of each datagram in CSV and JSON Lines; `nil` for all of them.
  ///   - replaces: whether the finished file may replace an existing one.
  /// - Throws: the reason why the output cannot be written.
  package init(
    _ capture: Capture, to format: CaptureFormat, _ style: CSVStyle = CSVStyle(),
    _ selection: RecordSelection? = nil, output: String, replaces: Bool = false, _ console: Console
  ) throws(CommandFailure) {
    try capture.setup.checkFilter(knowing: .recorded)
    self.capture = capture
    self.console = console
    target = try ConversionTarget(output, replaces: replaces, console)
    self.format = format
    sink = format.sink(of: capture, style, selection)
  }

  /// Converts all files.
  /// - Throws: the exit status, unless it is 0.
  package consuming func run() throws {
    let needsTexts = sink.needsTexts
    var walk = CaptureWalk(
      filter: capture.setup.filter, encodings: capture.setup.encodings, readsTexts: needsTexts,
      notes: AwaitedNotes(readingAhead: capture, console),
      formats: capture.setup.observedFormats(handsOver: needsTexts),
      signals: console.signals)
    var run = CaptureRun(capture.readers, console)
    let (sink, target) = (sink, target)
    func write() throws(StandardOutput.Problem) {
      try sink.drain { bytes throws(StandardOutput.Problem) in try target.write(bytes) }
    }
    do throws(StandardOutput.Problem) {
      sink.begin()
      try run.run { step throws(StandardOutput.Problem) in
        sink.name(capture.setup.interfaces.adding(step.interfaces), step.encapsulations)
        try walk.read(step) { row, texts throws(StandardOutput.Problem) in
          if sink.add(row, texts) { written += 1 }
          if sink.count >= Self.batch { try write() }
        }
        if step.isCaughtUp, sink.count > 0 { try write() }
      }
      sink.end(drops: capture.readers.kernelDrops, comments: walk.comments)
      try write()
    } catch {
      let left = target.discard(written)
      switch error {
      case .closed: return
      case .interrupted: throw CommandFailure("the reader accepted nothing for 10 s: the last records were not written")
      case .failed(let code): throw CommandFailure("\(target.reason(code)), \(left)")
      }
    }
    walk.failureSentences("they are written").forEach(console.say)
    run.sayWarnings()
    if run.wasInterrupted { throw CommandFailure("stopped before the end, \(target.discard(written))") }
    try capture.readers.checkCaptures()
    try target.finish()
    sink.remarks.forEach(console.say)
    if format == .csv || format == .jsonLines, let remark = walk.remark { console.say(remark) }
    try capture.readers.checkWhole()
  }
}
