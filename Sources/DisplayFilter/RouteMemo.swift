import UDPCore

/// A cache of verdicts on the kind, peer and local path of one chunk's recent rows: traffic repeats its endpoints, and
/// a hit saves reading them. Direct-mapped, for one chunk only: offsets mean nothing in another.
struct RouteMemo {
  private static let slotBits: UInt64 = 13
  /// The route in the upper 63 bits, the verdict in the lowest.
  private var slots = [UInt64](repeating: .max, count: 1 << slotBits)

  private var asked = 0
  private var missed = 0

  /// Whether the miss rate is low enough for the cache to pay off.
  @inline(__always)
  var isWorthwhile: Bool { missed &* 4 <= asked &+ 1_024 }

  /// Returns the verdict of `judge`, which depends on nothing but the route, from the cache if possible.
  @inline(__always)
  mutating func verdict(on row: RecordRow, by judge: () -> Bool) -> Bool {
    let route = row.route
    let slot = Int(truncatingIfNeeded: (route &* 0x9e37_79b9_7f4a_7c15) >> (64 - Self.slotBits))
    let known = slots[slot]
    asked &+= 1
    if known >> 1 == route { return known & 1 != 0 }
    missed &+= 1
    let verdict = judge()
    slots[slot] = route << 1 | (verdict ? 1 : 0)
    return verdict
  }
}
