import UDPCore

/// The peers whose text may say what others on their host use, in the order in which that was learned. A flood adds one
/// for each datagram, so adding looks nothing up; asking does.
struct TellingPeers: Sendable {
  /// The most peers of one host that are asked about.
  private static let mostAsked = 16

  private let capacity: Int
  private var peers: [Endpoint] = []
  /// The place of the oldest one, once there is no more room.
  private var oldest = 0

  /// Creates a list of at most `capacity` peers, the last ones.
  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Adds a peer as the newest.
  mutating func add(_ peer: Endpoint) {
    if peers.count < capacity {
      if peers.last != peer { peers.append(peer) }
      return
    }
    peers[oldest] = peer
    oldest = oldest + 1 == capacity ? 0 : oldest + 1
  }

  /// Returns the newest other peer on the host of `peer` that has a property; `nil` if none of the last few has it.
  func newest(besides peer: Endpoint, where hasProperty: (Endpoint) -> Bool) -> Endpoint? {
    var asked = 0
    for index in (oldest..<oldest + peers.count).reversed() {
      let other = peers[index < peers.count ? index : index - peers.count]
      guard other.address == peer.address, other.scope == peer.scope, other.port != peer.port else { continue }
      if hasProperty(other) { return other }
      asked += 1
      if asked == Self.mostAsked { return nil }
    }
    return nil
  }
}
