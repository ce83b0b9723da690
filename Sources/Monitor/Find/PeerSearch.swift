/// The search for a peer by its address or its name. It goes on in slices, like the one among rows, past the first peer
/// that it finds: all are counted.
struct PeerSearch: Sendable {
  /// Peers looked at in one action.
  static let slice = 2_048

  /// Places in the ledger, as the list stood when the search began.
  let order: [Int32]
  /// The place in `order` from which it began.
  let start: Int
  let direction: Finding.Direction
  /// Whether the peer from which it began would do.
  let includesStart: Bool
  /// Peers looked at so far.
  private(set) var looked = 0
  /// The place in `order` of the peer that it went to.
  private(set) var found: Int?
  /// The places in `order` of all peers that have it.
  private(set) var places: [Int] = []

  init(order: [Int32], start: Int, direction: Finding.Direction, includesStart: Bool) {
    (self.order, self.start, self.direction, self.includesStart) = (order, start, direction, includesStart)
  }

  /// Whether peers are still to be looked at.
  var isRunning: Bool { looked < order.count }

  /// Whether it went on from the other end.
  var hasWrapped: Bool { found.map { direction == .newer ? $0 < start : $0 > start } ?? false }

  /// The place of the next peer to look at.
  mutating func next() -> Int {
    looked += 1
    let distance = includesStart ? looked - 1 : looked
    let step = direction == .newer ? distance : -distance
    return ((start + step) % order.count + order.count) % order.count
  }

  /// Keeps a peer that has it.
  /// - Returns: whether it is the one to go to.
  mutating func record(_ place: Int) -> Bool {
    places.append(place)
    guard found == nil, includesStart || place != start else { return false }
    found = place
    return true
  }
}
