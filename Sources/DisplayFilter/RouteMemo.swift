import UDPCore

/// The verdicts on kind, peer and local path that one chunk's rows had lately: traffic repeats its endpoints, and a hit
/// spares reading them. Direct-mapped, for one chunk: offsets mean nothing in another.
struct RouteMemo {
  private static let slotBits: UInt64 = 13
  /// The route in the upper 63 bits, the verdict in the lowest.
  private var slots = [UInt64](repeating: .max, count: 1 << slotBits)

  /// What `program`, which looks at nothing but the route, says to a row.
  @inline(__always)
  mutating func verdict(on row: RecordRow, in block: RawSpan, by program: FilterProgram) -> Bool {
    let route = row.route
    let slot = Int(truncatingIfNeeded: (route &* 0x9e37_79b9_7f4a_7c15) >> (64 - Self.slotBits))
    let known = slots[slot]
    if known >> 1 == route { return known & 1 != 0 }
    let verdict = program.accepts(row, in: block)
    slots[slot] = route << 1 | (verdict ? 1 : 0)
    return verdict
  }
}
