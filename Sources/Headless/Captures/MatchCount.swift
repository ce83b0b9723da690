import CaptureFile
package import CommandCore
package import DisplayFilter
import UDPCore

/// The number of a capture's datagrams that a filter shows: `filter --check`.
package struct MatchCount {
  /// `312 of 98305 datagrams`.
  package let text: String
  private let readers: [CaptureReader]

  /// Reads a file to its end, or until a signal asks for the end.
  /// - Throws: why it is no capture.
  package init(of filter: DisplayFilter, in file: String, _ setup: Setup) throws {
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    var run = CaptureRun(try Capture.readers([file]), signals: signals)
    var walk = CaptureWalk(filter: filter, encodings: setup.encodings, readsTexts: false, signals: signals)
    var matches = 0
    run.run { step in
      walk.read(step) { row, _ in if row.datagram.kind != .failure { matches += 1 } }
    }
    run.sayWarnings()
    if run.wasInterrupted { StandardError.say("stopped before the end: what was read so far counts") }
    walk.failureSentences("they count as matches").forEach(StandardError.say)
    readers = run.loader.readers
    try readers.checkCaptures()
    let counters = run.loader.log.counters
    text = "\(matches) of \(counters.received + counters.sent) datagrams"
  }

  /// - Throws: when part of the file could not be read.
  package func checkWhole() throws(Failure) { try readers.checkWhole() }
}
