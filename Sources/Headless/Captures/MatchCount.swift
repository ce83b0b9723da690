import Basics
import CaptureFile
package import CommandCore
import DisplayFilter
import UDPCore

/// The number of datagrams in a capture that a filter shows, for `filter --check`.
package struct MatchCount {
  /// The count as text: `312 of 98305 datagrams`.
  package let text: String
  private let readers: [CaptureReader]

  /// Reads a file to its end, or until a signal asks for the end.
  /// - Throws: the reason why the file is not a capture.
  package init(in file: String, _ setup: Setup) throws {
    try self.init(in: file, setup, Console())
  }

  /// Reads a file and prints its warnings to a console.
  init(in file: String, _ setup: Setup, _ console: Console) throws {
    try setup.checkFilter(knowing: .recorded)
    var run = CaptureRun(try Capture.readers([file], showsInner: setup.showsInner), console)
    var walk = CaptureWalk(
      filter: setup.filter, encodings: setup.encodings, readsTexts: false,
      formats: setup.observedFormats(handsOver: false), signals: console.signals)
    var matches = 0
    run.run { step in
      walk.read(step) { row, _ in if row.datagram.kind.isDatagram { matches += 1 } }
    }
    run.sayWarnings()
    if run.wasInterrupted { console.say("stopped before the end: the figures cover what was read so far") }
    walk.failureSentences("they count as matches").forEach(console.say)
    readers = run.loader.readers
    try readers.checkCaptures()
    let counters = run.loader.log.counters
    text = "\(matches) of \(counters.received + counters.sent) datagrams"
  }

  /// Reports a file that was not read completely.
  /// - Throws: an error if part of the file could not be read.
  package func checkWhole() throws(CommandFailure) { try readers.checkWhole() }
}
