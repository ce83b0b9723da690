import Formats
import UDPCore

/// The conversation between a peer and one of our endpoints, while its pane is open: its rows, found as they arrive, and
/// the selected one.
struct Conversation: Sendable {
  /// The most rows that are kept; of more, the oldest are forgotten.
  static let limit = 1 << 18
  /// Rows that are looked at in one action.
  private static let atOnce: UInt64 = 131_072

  /// The side at the left.
  let peer: Endpoint
  /// The way to it.
  let local: LocalPath
  /// The side at the right.
  let own: Endpoint

  /// The numbers of its rows, the oldest first.
  private(set) var rows: [UInt64] = []
  /// Rows that were forgotten.
  private(set) var forgotten = 0
  /// The selected row; `nil` follows the newest.
  private(set) var selected: UInt64?
  /// The first row in sight while one is selected.
  var top: UInt64?

  private let pair: EndpointPair
  /// The number of the next row to look at.
  private var next: UInt64 = 1

  /// Creates the conversation that a row belongs to, without its rows.
  init(of datagram: Datagram) {
    (peer, local, own) = (datagram.peer, datagram.local, datagram.ownEnd)
    pair = EndpointPair(datagram)
  }

  /// Creates the conversation with a peer at the end of a way.
  /// - Parameter own: the endpoint of ours, or that of a relay's other end.
  init(with peer: Endpoint, by local: LocalPath, own: Endpoint) {
    (self.peer, self.local, self.own) = (peer, local, own)
    pair = EndpointPair(peer, own)
  }

  /// Whether a row came from the peer.
  func isTheirs(_ datagram: Datagram) -> Bool {
    datagram.kind == .incoming && datagram.peer == peer
  }

  /// Whether rows of the log wait to be looked at.
  func isBehind(_ log: LogSnapshot) -> Bool { next < log.endNumber }

  /// Looks at the next rows of the log, and forgets those that are gone.
  mutating func advance(_ log: LogSnapshot) {
    forget(before: log.firstNumber)
    next = max(next, log.firstNumber)
    let end = min(log.endNumber, next + Self.atOnce)
    guard next < end else { return }
    for segment in log.segments where segment.numbers.overlaps(next..<end) {
      find(in: segment, among: segment.numbers.clamped(to: next..<end))
    }
    next = end
    guard rows.count > Self.limit else { return }
    let excess = rows.count - Self.limit / 2
    rows.removeFirst(excess)
    forgotten += excess
  }

  /// Adds the conversation's rows. Rows of one route share the places of their endpoints, so each is compared once.
  private mutating func find(in segment: LogSegment, among numbers: Range<UInt64>) {
    let first = segment.numbers.lowerBound
    segment.withRecords { records, _ in
      var known = [Route](repeating: Route(), count: 256)
      for number in numbers {
        let record = records[Int(number - first)]
        // Neither side sent an alarm.
        if record.isAlarm { continue }
        let slot = record.routeSlot % known.count
        if known[slot].peer != record.peer || known[slot].local != record.local {
          known[slot] = Route(
            peer: record.peer, local: record.local, belongs: EndpointPair(segment[number]) == pair)
        }
        if known[slot].belongs { rows.append(number) }
      }
    }
  }

  private struct Route {
    var peer: UInt32 = .max
    var local: UInt32 = .max
    var belongs = false
  }

  private mutating func forget(before first: UInt64) {
    guard let oldest = rows.first, oldest < first else { return }
    rows.removeFirst(rows.partitioningIndex { $0 >= first })
    if let selected, selected < first { self.selected = rows.first }
    if let top, top < first { self.top = rows.first }
  }

  /// The place of a row, or of the next one of the conversation; the last place beyond the end.
  func place(of row: UInt64) -> Int {
    min(rows.partitioningIndex { $0 >= row }, max(0, rows.count - 1))
  }

  /// The place of the selected row: the newest while it follows.
  var index: Int { selected.map(place(of:)) ?? max(0, rows.count - 1) }

  /// The row that commands are about; `nil` where there is none.
  var current: UInt64? { rows.isEmpty ? nil : rows[index] }

  /// Selects the row at a place; at the end it follows.
  mutating func select(_ place: Int) {
    guard rows.indices.contains(place) else { return }
    selected = place == rows.count - 1 ? nil : rows[place]
    if selected == nil { top = nil }
  }
}
