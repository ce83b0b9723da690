import Basics
import UDPCore

/// Sorts peers, many of them in slices: of 65,536 peers of a flood it takes ten milliseconds or more, and keys that are
/// pressed meanwhile do not wait for all of that.
struct PeerSorting: Sendable {
  /// A peer, with all that decides its place.
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
  }

  /// A byte by which all items are sorted, one byte after the other (radix sort).
  private struct Pass {
    var word: @Sendable (Item) -> UInt64
    var shift: UInt64
  }

  /// Up to so many items are compared with each other.
  private static let few = 256
  /// The cost in nanoseconds, roughly, of an item, and of an item in a pass.
  private static let (costOfItem, costOfPass) = (80, 15)
  /// What decides, from the last to the first.
  private static let words: [@Sendable (Item) -> UInt64] = [{ $0.rest }, { $0.low }, { $0.high }, { $0.key }]

  /// The places of the peers in the ledger; in their order once it is done.
  private(set) var places: [Int32]
  private var items: [Item] = []
  /// How many places were looked at to make the items.
  private var looked = 0
  /// The passes that are left, in reverse; `nil` before there are all items.
  private var passes: [Pass]?

  init(_ places: [Int32]) { self.places = places }

  /// Goes on.
  /// - Parameters:
  ///   - cost: nanoseconds, roughly, that it may take.
  ///   - key: returns the peer at a place and what it is sorted by; `nil` where there is none any more.
  /// - Returns: whether it is done.
  mutating func advance(
    isAscending: Bool, isByAddress: Bool, cost: Int, _ key: (Int32) -> (peer: Endpoint, key: Double)?
  ) -> Bool {
    var left = cost
    if looked < places.count {
      let flip: UInt64 = isAscending ? 0 : .max
      let addressFlip = isByAddress ? flip : 0
      let more = places[looked...].prefix(max(Self.few, left / Self.costOfItem))
      looked += more.count
      left -= more.count * Self.costOfItem
      for place in more {
        guard let (peer, key) = key(place) else { continue }
        items.append(
          Item(
            key: key.ordered ^ flip, high: peer.address.high ^ addressFlip, low: peer.address.low ^ addressFlip,
            rest: (UInt64(peer.port) << 32 | UInt64(peer.scope)) ^ addressFlip, place: place))
      }
      guard looked == places.count, left > 0 else { return false }
    }
    if passes == nil {
      passes = plannedPasses()
      left -= items.count * Self.costOfPass
    }
    while let pass = passes?.popLast() {
      sort(by: pass)
      left -= items.count * Self.costOfPass
      if left <= 0, passes?.isEmpty == false { return false }
    }
    places = items.map(\.place)
    return true
  }

  /// Sorts few items at once; for many returns the bytes in which they differ.
  private mutating func plannedPasses() -> [Pass] {
    if items.count <= Self.few {
      items.sort()
      return []
    }
    if !zip(items, items.dropFirst()).contains(where: { $1 < $0 }) { return [] }
    let passes = Self.words.flatMap { word -> [Pass] in
      let (all, any) = items.reduce(into: (UInt64.max, 0 as UInt64)) {
        $0.0 &= word($1)
        $0.1 |= word($1)
      }
      return stride(from: 0 as UInt64, to: 64, by: 8).filter { (all ^ any) >> $0 & 0xff != 0 }
        .map { Pass(word: word, shift: $0) }
    }
    return passes.reversed()
  }

  /// Sorts all items by one byte; those in which it is the same stay in their order.
  private mutating func sort(by pass: Pass) {
    let (word, shift) = (pass.word, pass.shift)
    var starts = [Int](repeating: 0, count: 257)
    for item in items { starts[Int(word(item) >> shift & 0xff) + 1] += 1 }
    for index in 1..<256 { starts[index] += starts[index - 1] }
    var sorted = items
    for item in items {
      let byte = Int(word(item) >> shift & 0xff)
      sorted[starts[byte]] = item
      starts[byte] += 1
    }
    items = sorted
  }
}
