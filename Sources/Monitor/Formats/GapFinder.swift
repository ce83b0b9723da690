import DisplayFilter
import Formats
import UDPCore

/// The rows before which datagrams of their peer are missing, by the numbers in their format. Found from front to back,
/// while something asks for them.
struct GapFinder {
  /// The rows read in one action.
  private static let atOnce = 4_096
  /// The most rows that are kept.
  private static let limit = 1 << 20

  private var observer: FormatObserver?
  /// The number of the next row to read.
  private var next: UInt64 = 1
  /// The numbers of the rows.
  private(set) var rows: Set<UInt64> = []

  /// Whether rows of the log wait to be read.
  func isBehind(_ log: LogSnapshot) -> Bool { observer != nil && next < log.endNumber }

  /// Forgets everything: nothing asks for gaps, or the formats are others.
  mutating func reset() { self = GapFinder() }

  /// Reads the next rows of the log.
  /// - Returns: the rows before which datagrams are missing, as far as they were not known.
  mutating func advance(_ log: LogSnapshot, _ book: FormatBook, in context: FilterContext) -> [UInt64] {
    var own = observer ?? FormatObserver(book)
    var found: [UInt64] = []
    next = max(next, log.firstNumber)
    let end = min(log.endNumber, next + UInt64(Self.atOnce))
    while next < end {
      if let datagram = log[next], case .gap? = own.observe(datagram, in: context)?.event {
        if rows.count < Self.limit { rows.insert(next) }
        found.append(next)
      }
      next += 1
    }
    observer = own
    return found
  }
}
