import Basics
import UDPCore

/// Something that judges received datagrams on a thread of its own, for the rows that `listen` prints.
protocol RowVerdicts: Sendable {
  /// The sentences to print at the start.
  var beginning: [Phrase] { get }
  /// Waits until the rows before a number are judged, the end is requested, or that takes long.
  func wait(through number: UInt64, isEndRequested: () -> Bool)
  /// Returns what is wrong with a row that was just judged; `nil` for nothing.
  func trouble(of row: UInt64) -> Phrase?
  /// The sentences to print at the end.
  func summary(_ withheld: [(reason: ReplyWithheld, count: Int)]) -> [Phrase]
}
