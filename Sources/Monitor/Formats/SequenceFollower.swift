import DisplayFilter
import Formats
import UDPCore

/// The numbers that formats find in the datagrams of the log, followed from front to back while something asks for them:
/// the rows before which datagrams of their peer are missing, and the losses of each peer.
struct SequenceFollower {
  /// The rows read in one action.
  private static let atOnce = 4_096
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
  /// - Returns: the rows before which datagrams are missing, as far as they were not known.
  mutating func advance(_ log: LogSnapshot, _ book: FormatBook, in context: FilterContext) -> [UInt64] {
    isWanted = book.hasSequences
    guard isBehind(log) else { return [] }
    var own = observer ?? FormatObserver(book)
    // Held by two, its tables would be copied.
    observer = nil
    if next < log.firstNumber {
      next = log.firstNumber
      own.skip()
    }
    var found: [UInt64] = []
    let end = min(log.endNumber, next + UInt64(Self.atOnce))
    for segment in log.segments where segment.numbers.overlaps(next..<end) {
      for number in segment.numbers.clamped(to: next..<end) {
        guard case .gap? = own.follow(segment[number], in: context) else { continue }
        if gaps.count < Self.limit { gaps.insert(number) }
        found.append(number)
      }
    }
    next = end
    observer = own
    return found
  }
}
