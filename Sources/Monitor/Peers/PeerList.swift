import Basics
import Formats
import PayloadText
import PeerText
import UDPCore

/// The peers in the order in which the pane shows them, sorted anew at most once a second.
struct PeerList: Sendable {
  /// Nanoseconds between two sortings.
  static let interval: UInt64 = 1_000_000_000

  private(set) var column = PeerColumn.received
  private(set) var isInverted = false
  /// Places in the ledger, in the order shown.
  private(set) var order: [Int32] = []
  /// The time of the last sorting, in nanoseconds of the monotonic clock.
  private var sortedAt: UInt64 = 0
  /// The sorting that goes on.
  private var sorting: PeerSorting?
  /// The selected peer; `nil` is the first one.
  var selected: Endpoint?
  /// Entries that are scrolled out above.
  private(set) var offset = 0
  /// The peers that are marked.
  var marked: Set<Endpoint> = []

  /// Whether the smallest comes first.
  var isAscending: Bool { column.isAscending != isInverted }

  mutating func sort(by column: PeerColumn, isInverted: Bool = false) {
    self.column = column
    self.isInverted = isInverted
    sorting = nil
  }

  /// Whether a sorting goes on.
  var isSorting: Bool { sorting != nil }

  /// Whether a second has passed since it was sorted.
  func isDue(_ monotonic: UInt64) -> Bool {
    monotonic.subtractingReportingOverflow(sortedAt).partialValue >= Self.interval
  }

  /// Sorts all peers; those with the same key by address.
  mutating func sort(
    _ ledger: PeerLedger, _ numbers: SequenceTracker?, _ identities: PeerIdentities = PeerIdentities(),
    monotonic: UInt64, now: Int64, _ texts: PeerTexts
  ) {
    beginSorting(ledger, monotonic: monotonic)
    continueSorting(ledger, numbers, identities, now: now, texts, cost: .max)
  }

  /// Begins to sort all peers; until that is done they stand in the order that they have.
  mutating func beginSorting(_ ledger: PeerLedger, monotonic: UInt64) {
    sortedAt = monotonic
    // Where all peers stand as a second ago, one look at that is enough.
    var places = order.filter { ledger.entries.indices.contains(Int($0)) }
    if places.count != ledger.entries.count { places = ledger.entries.indices.map { Int32($0) } }
    sorting = PeerSorting(places)
  }

  /// Goes on sorting.
  /// - Parameter cost: nanoseconds, roughly, that it may take.
  mutating func continueSorting(
    _ ledger: PeerLedger, _ numbers: SequenceTracker?, _ identities: PeerIdentities, now: Int64, _ texts: PeerTexts,
    cost: Int
  ) {
    let column = column
    let numbers = column.isOfNumbers ? numbers : nil
    let identities = column.isOfIdentity ? identities : nil
    let entries = ledger.entries
    let isAscending = isAscending
    let isDone = sorting?.advance(isAscending: isAscending, isByAddress: column == .address, cost: cost) { place in
      // The log was cleared meanwhile.
      guard entries.indices.contains(Int(place)) else { return nil }
      let entry = entries[Int(place)]
      return (entry.peer, column.key(entry, numbers?.counts(of: entry.peer), identities?[entry.peer], now: now, texts))
    }
    guard isDone == true, let done = sorting else { return }
    sorting = nil
    order = done.places.filter { entries.indices.contains(Int($0)) }
  }

  /// Returns the place of the selected peer; the first place when it is missing.
  func index(in ledger: PeerLedger) -> Int {
    selected.flatMap(ledger.place(of:)).flatMap { order.firstIndex(of: $0) } ?? 0
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
