import UDPCore

/// A set of peers that only counts them: eight bytes for a peer of IPv4, where a set of endpoints takes three times as
/// much.
struct DistinctPeers {
  /// The peers of IPv4, each as its address and port plus one, at the place that its hash names or after it; 0 where
  /// none is. At least half of the places are free.
  private var places = [UInt64](repeating: 0, count: 1_024)
  private var placed = 0
  private var others: Set<Endpoint> = []
  /// A number that whoever wrote a capture cannot know, so that it cannot choose peers of equal hashes.
  private let seed = UInt64.random(in: 0...UInt64.max)

  /// The number of peers.
  var count: Int { placed + others.count }

  /// Adds a peer unless the set contains it.
  mutating func insert(_ peer: Endpoint) {
    guard let bits = peer.address.ipv4Bits, peer.scope == 0 else {
      others.insert(peer)
      return
    }
    let key = (UInt64(bits) << 16 | UInt64(peer.port)) &+ 1
    let place = place(of: key)
    guard places[place] == 0 else { return }
    places[place] = key
    placed += 1
    if placed * 2 > places.count { grow() }
  }

  /// Returns the place of a key, or the free place to put it in.
  private func place(of key: UInt64) -> Int {
    // The finalizer of MurmurHash3, https://github.com/aappleby/smhasher
    var hash = key ^ seed
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    var place = Int(truncatingIfNeeded: hash) & (places.count &- 1)
    while places[place] != 0, places[place] != key { place = (place &+ 1) & (places.count &- 1) }
    return place
  }

  private mutating func grow() {
    let old = places
    places = [UInt64](repeating: 0, count: old.count * 2)
    for key in old where key != 0 { places[place(of: key)] = key }
  }
}
