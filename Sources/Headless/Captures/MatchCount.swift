import CaptureFile
package import CommandCore
import DisplayFilter
import UDPCore

/// The number of a capture's datagrams that a filter shows: `filter --check`.
package struct MatchCount {
  /// `312 of 98305 datagrams`.
  package let text: String
  private let readers: [CaptureReader]

  /// Reads a file to its end, or until a signal asks for the end.
  /// - Throws: why it is no capture.
  package init(in file: String, _ setup: Setup) throws {
    try self.init(in: file, setup, Console())
  }

  /// Reads a file and says on a console what there is to say.
  init(in file: String, _ setup: Setup, _ console: Console) throws {
    var run = CaptureRun(try Capture.readers([file]), console)
    var walk = CaptureWalk(
      filter: setup.filter, encodings: setup.encodings, readsTexts: false, signals: console.signals)
    var matches = 0
    run.run { step in
      walk.read(step) { row, _ in if row.datagram.kind != .failure { matches += 1 } }
    }
    run.sayWarnings()
    if run.wasInterrupted { console.say("stopped before the end: the figures cover what was read so far") }
    walk.failureSentences("they count as matches").forEach(console.say)
    readers = run.loader.readers
    try readers.checkCaptures()
    let counters = run.loader.log.counters
    text = "\(matches) of \(counters.received + counters.sent) datagrams"
  }

  /// - Throws: when part of the file could not be read.
  package func checkWhole() throws(Failure) { try readers.checkWhole() }
}
