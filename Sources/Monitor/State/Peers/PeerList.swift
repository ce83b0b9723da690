import PayloadText
import UDPCore

/// The peers in the order in which the pane shows them, sorted anew at most once a second.
struct PeerList: Sendable {
  /// Nanoseconds between two sortings.
  static let interval: UInt64 = 1_000_000_000

  private(set) var column = PeerColumn.received
  private(set) var isInverted = false
  /// Places in the ledger, in the order shown.
  private(set) var order: [Int32] = []
  /// When it was sorted, in nanoseconds of the monotonic clock.
  private var sortedAt: UInt64 = 0
  /// The selected peer; `nil` is the first one.
  var selected: Endpoint?
  /// Entries that are scrolled out above.
  private(set) var offset = 0
  /// The peers that are marked.
  var marked: Set<Endpoint> = []

  /// Whether the smallest comes first.
  var isAscending: Bool { column.isAscending != isInverted }

  mutating func sort(by column: PeerColumn) {
    self.column = column
    isInverted = false
  }

  mutating func invert() { isInverted.toggle() }

  /// Whether a second has passed since it was sorted.
  func isDue(_ monotonic: UInt64) -> Bool {
    monotonic.subtractingReportingOverflow(sortedAt).partialValue >= Self.interval
  }

  /// Sorts all peers; those with the same key by address.
  mutating func sort(_ ledger: PeerLedger, monotonic: UInt64, now: Int64, _ texts: PeerTexts) {
    sortedAt = monotonic
    let column = column
    let isAscending = isAscending
    let entries = ledger.entries
    let keyed = entries.indices.map { (key: column.key(entries[$0], now: now, texts), place: Int32($0)) }
    order = keyed.sorted { first, second in
      if first.key != second.key { return isAscending ? first.key < second.key : first.key > second.key }
      let (left, right) = (entries[Int(first.place)].peer, entries[Int(second.place)].peer)
      return column == .address && !isAscending ? right.isBefore(left) : left.isBefore(right)
    }.map(\.place)
  }

  /// Where the selected peer stands; the first place when it is not there.
  func index(in ledger: PeerLedger) -> Int {
    guard let selected else { return 0 }
    return order.firstIndex { ledger.entries[Int($0)].peer == selected } ?? 0
  }

  /// The selected peer's entry; `nil` when there is none.
  func entry(in ledger: PeerLedger) -> PeerEntry? {
    if let entry = selected.flatMap(ledger.entry(of:)) { return entry }
    return order.first.map { ledger.entries[Int($0)] }
  }

  mutating func select(_ index: Int, in ledger: PeerLedger) {
    guard order.indices.contains(index) else { return }
    selected = ledger.entries[Int(order[index])].peer
  }

  /// Keeps the selected peer in sight.
  mutating func scroll(rows: Int, _ ledger: PeerLedger) {
    let index = index(in: ledger)
    offset = min(max(offset, index - max(1, rows) + 1), index, max(0, order.count - rows))
    offset = max(0, offset)
  }
}

extension Endpoint {
  /// The order of addresses, then of ports.
  fileprivate func isBefore(_ other: Endpoint) -> Bool {
    (address.high, address.low, port, scope) < (other.address.high, other.address.low, other.port, other.scope)
  }
}
