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
  /// Keys that were not looked up yet: looked up together, the processor waits for many places of memory at a time.
  private var waiting: [UInt64] = []
  /// The most peers that are told apart.
  private let limit: Int
  private static let batch = 1_024

  /// Creates a set that counts up to `limit` peers.
  init(limit: Int) { self.limit = limit }

  /// The number of peers, at most the limit; those added since the last `settle` do not count yet.
  var count: Int { placed + others.count }

  /// Adds a peer unless the set contains it.
  mutating func insert(_ peer: Endpoint) {
    guard let bits = peer.address.ipv4Bits, peer.scope == 0 else {
      if count < limit { others.insert(peer) }
      return
    }
    waiting.append((UInt64(bits) << 16 | UInt64(peer.port)) &+ 1)
    if waiting.count == Self.batch { settle() }
  }

  /// Counts the peers that were added.
  mutating func settle() {
    // These reads do not wait for each other, and bring the places near for the search.
    let known = waiting.count { places[first(of: $0)] == $0 }
    if known < waiting.count {
      for key in waiting where count < limit { add(key) }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ key: UInt64) {
    let place = place(of: key)
    guard places[place] == 0 else { return }
    places[place] = key
    placed += 1
    if placed * 2 > places.count { grow() }
  }

  /// Returns the place at which the search for a key begins.
  private func first(of key: UInt64) -> Int {
    // The finalizer of MurmurHash3, https://github.com/aappleby/smhasher
    var hash = key ^ seed
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    return Int(truncatingIfNeeded: hash) & (places.count &- 1)
  }

  /// Returns the place of a key, or the free place to put it in.
  private func place(of key: UInt64) -> Int {
    var place = first(of: key)
    while places[place] != 0, places[place] != key { place = (place &+ 1) & (places.count &- 1) }
    return place
  }

  private mutating func grow() {
    let old = places
    places = [UInt64](repeating: 0, count: old.count * 2)
    for key in old where key != 0 { places[place(of: key)] = key }
  }
}
