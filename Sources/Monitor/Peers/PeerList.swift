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
  }

  /// Whether a second has passed since it was sorted.
  func isDue(_ monotonic: UInt64) -> Bool {
    monotonic.subtractingReportingOverflow(sortedAt).partialValue >= Self.interval
  }

  /// Sorts all peers; those with the same key by address.
  mutating func sort(
    _ ledger: PeerLedger, _ numbers: SequenceTracker?, _ identities: PeerIdentities = PeerIdentities(),
    monotonic: UInt64, now: Int64, _ texts: PeerTexts
  ) {
    sortedAt = monotonic
    let column = column
    let numbers = column.isOfNumbers ? numbers : nil
    let identities = column.isOfIdentity ? identities : nil
    let flip: UInt64 = isAscending ? 0 : .max
    let addressFlip = column == .address ? flip : 0
    // What is nearly in order, as a second ago, is sorted sooner.
    var places = order.filter { ledger.entries.indices.contains(Int($0)) }
    if places.count != ledger.entries.count { places = ledger.entries.indices.map { Int32($0) } }
    let entries = ledger.entries
    var items = places.map { place in
      let peer = entries[Int(place)].peer
      return Item(
        key: column.key(entries[Int(place)], numbers?.counts(of: peer), identities?[peer], now: now, texts).ordered
          ^ flip,
        high: peer.address.high ^ addressFlip,
        low: peer.address.low ^ addressFlip,
        rest: (UInt64(peer.port) << 32 | UInt64(peer.scope)) ^ addressFlip, place: place)
    }
    Item.sort(&items)
    order = items.map(\.place)
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

/// A peer that is sorted, with all that decides its place.
private struct Item: Comparable {
  var key: UInt64
  var high: UInt64
  var low: UInt64
  /// Port and scope.
  var rest: UInt64
  var place: Int32

  static func < (left: Item, right: Item) -> Bool {
    if left.key != right.key { return left.key < right.key }
    if left.high != right.high { return left.high < right.high }
    if left.low != right.low { return left.low < right.low }
    return left.rest < right.rest
  }

  /// Up to so many items are compared with each other.
  private static let few = 256
  /// What decides, from the last to the first.
  private static let words: [@Sendable (Item) -> UInt64] = [{ $0.rest }, { $0.low }, { $0.high }, { $0.key }]

  /// Sorts items: many of them by one byte after the other, of those in which they differ, because the keys that are
  /// pressed wait meanwhile. Of 65,536 peers of a flood that is a fifth of the time.
  static func sort(_ items: inout [Item]) {
    guard items.count > few, !areNearlyInOrder(items) else { return items.sort() }
    for word in words {
      let (all, any) = items.reduce(into: (UInt64.max, 0 as UInt64)) {
        $0.0 &= word($1)
        $0.1 |= word($1)
      }
      for shift in stride(from: 0 as UInt64, to: 64, by: 8) where (all ^ any) >> shift & 0xff != 0 {
        sort(&items) { Int(word($0) >> shift & 0xff) }
      }
    }
  }

  /// Whether few items stand behind a greater one, as a second after they were sorted.
  private static func areNearlyInOrder(_ items: [Item]) -> Bool {
    zip(items, items.dropFirst()).count { $1 < $0 } <= items.count / 64
  }

  /// Sorts items by one byte; those in which it is the same stay in their order.
  private static func sort(_ items: inout [Item], by byte: (Item) -> Int) {
    var places = [Int](repeating: 0, count: 257)
    for item in items { places[byte(item) + 1] += 1 }
    for index in 1..<256 { places[index] += places[index - 1] }
    var sorted = items
    for item in items {
      let byte = byte(item)
      sorted[places[byte]] = item
      places[byte] += 1
    }
    items = sorted
  }
}
