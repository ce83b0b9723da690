import UDPCore

/// A cache of small numbers by peer, which spares most rows a lookup in a table of all peers. Direct-mapped: one peer
/// may evict another.
struct PeerMemo {
  private struct Entry {
    var peer: Endpoint
    /// The number; -1 if the entry is empty.
    var number: Int
  }

  private static let bits: UInt64 = 12
  private static let empty = Entry(peer: Endpoint(.anyIPv6, port: 0), number: -1)
  /// The entries, allocated on first use.
  private var entries: [Entry] = []
  private var asked = 0
  private var missed = 0

  /// Whether the miss rate is low enough for the cache to pay off.
  @inline(__always)
  private var isWorthwhile: Bool { missed &* 4 <= asked &* 3 &+ 4_096 }

  /// Creates an empty memo.
  init() {}

  private static func slot(_ peer: Endpoint) -> Int {
    let tail = UInt64(peer.port) << 32 ^ UInt64(peer.scope)
    let mixed = ((peer.address.high ^ tail) &* 0x9e37_79b9_7f4a_7c15 ^ peer.address.low) &* 0xff51_afd7_ed55_8ccd
    return Int(truncatingIfNeeded: mixed >> (64 - bits))
  }

  /// The number of a peer; `nil` if it is not cached.
  @inline(__always)
  mutating func number(of peer: Endpoint) -> Int? {
    guard !entries.isEmpty, isWorthwhile else { return nil }
    let entry = entries[Self.slot(peer)]
    asked &+= 1
    if entry.number >= 0 && entry.peer == peer { return entry.number }
    missed &+= 1
    return nil
  }

  /// Caches a number, 0 or more.
  mutating func remember(_ number: Int, of peer: Endpoint) {
    guard isWorthwhile else { return }
    if entries.isEmpty { entries = [Entry](repeating: Self.empty, count: 1 << Self.bits) }
    entries[Self.slot(peer)] = Entry(peer: peer, number: number)
  }
}
