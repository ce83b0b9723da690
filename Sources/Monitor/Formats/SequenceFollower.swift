import DisplayFilter
import Formats
import UDPCore

/// The numbers that formats find in the datagrams of the log, followed from front to back while something asks for them:
/// the rows before which datagrams of their peer are missing, and the losses of each peer.
struct SequenceFollower {
  /// The cost in nanoseconds, roughly, of a row whose format counts, and of any other.
  private static let (costOfNumbered, costOfOther) = (2_000, 200)
  /// The most rows behind a gap that are kept.
  private static let limit = 1 << 20

  private var observer: FormatObserver?
  /// The number of the next row to read.
  private var next: UInt64 = 1
  private var isWanted = false
  /// The numbers of the rows before which datagrams are missing.
  private(set) var gaps: Set<UInt64> = []

  /// The counts of each peer's numbers; `nil` while nothing was read.
  var tracker: SequenceTracker? { observer?.tracker }

  /// Whether rows of the log wait to be read.
  func isBehind(_ log: LogSnapshot) -> Bool { isWanted && next < log.endNumber }

  /// Reads no further rows until something asks for them again.
  mutating func rest() { isWanted = false }

  /// Reads the next rows of the log.
  /// - Parameter cost: nanoseconds, roughly, that it may take.
  /// - Returns: the rows before which datagrams are missing, as far as they were not known.
  mutating func advance(_ log: LogSnapshot, _ book: FormatBook, cost: Int, in context: FilterContext) -> [UInt64] {
    isWanted = book.hasSequences
    guard isBehind(log) else { return [] }
    var own = observer ?? FormatObserver(book)
    // Held by two, its tables would be copied.
    observer = nil
    var found: [UInt64] = []
    var left = cost
    for segment in log.segments where segment.numbers.upperBound > next && left > 0 {
      // Rows before it are gone: the oldest, or those behind rows that a view holds.
      if next < segment.numbers.lowerBound {
        next = segment.numbers.lowerBound
        own.skip()
      }
      while next < segment.numbers.upperBound, left > 0 {
        let event = own.follow(segment[next], in: context)
        left -= event == nil ? Self.costOfOther : Self.costOfNumbered
        if case .gap? = event {
          if gaps.count < Self.limit { gaps.insert(next) }
          found.append(next)
        }
        next += 1
      }
    }
    if left > 0, next < log.endNumber {
      next = log.endNumber
      own.skip()
    }
    observer = own
    return found
  }
}
