import DisplayFilter
import PayloadText
import TestSupport
import UDPCore

/// Reproducible random numbers (SplitMix64), and random expressions made from them.
struct TestRandom: RandomNumberGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

  mutating func expression(depth: Int) -> FilterExpression {
    switch depth == 0 ? 0 : below(6) {
    case 1, 2: joined(depth: depth, byOr: false)
    case 3, 4: joined(depth: depth, byOr: true)
    case 5: .not(expression(depth: depth - 1))
    default: leaf()
    }
  }

  private mutating func joined(depth: Int, byOr: Bool) -> FilterExpression {
    .joined((0..<2 + below(2)).map { _ in expression(depth: depth - 1) }, byOr: byOr)
  }

  private mutating func address() -> IPAddress {
    switch below(4) {
    case 0: IPAddress(ipv4: UInt32(truncatingIfNeeded: next()))
    case 1: pick([.anyIPv4, .anyIPv6, IPAddress(high: 0, low: 1), IPAddress(high: 0, low: 0x0102_0304)])
    default: IPAddress(high: next() & next() & 0xffff_ffff_ffff_0000, low: next() & next())
    }
  }

  private mutating func scope(_ address: IPAddress) -> UInt32? {
    address.isIPv4 || below(2) == 0 ? nil : UInt32(1 + below(4))
  }

  private mutating func text() -> FilterText {
    let scalars: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "\"", "'", "\\", "\n", "\u{9b}", "你", "é", "e", "\u{301}", "\0", ")",
      "\u{200b}", "\u{202e}", "\u{fe0f}", "\u{f8ff}", "/", "%",
    ]
    let string = String(String.UnicodeScalarView((0..<below(6)).map { _ in pick(scalars) }))
    return FilterText(string, ignoresCase: below(2) == 0)
  }

  private mutating func leaf() -> FilterExpression {
    let side = pick(FilterSide.allCases)
    let address = address()
    switch below(11) {
    case 0: return .host(side, address, scope: scope(address))
    case 1:
      guard let network = IPNetwork(address, length: below(address.isIPv4 ? 33 : 129)) else { return .flag(.udp) }
      return .net(side, network, scope: scope(network.base))
    case 2: return .endpoint(side, address, scope: scope(address), port: UInt16(below(65_536)))
    case 3:
      let lowest = UInt16(below(65_536))
      return .ports(side, lowest...(below(2) == 0 ? lowest : UInt16.random(in: lowest...(.max), using: &self)))
    case 4: return .flag(pick(FilterFlag.allCases))
    case 5:
      let quantities: [FilterQuantity] = [
        .size, .number, .data(offset: below(100), width: pick([1, 2, 4]), mask: below(2) == 0 ? nil : next()),
      ]
      return .compare(pick(quantities), pick(FilterRelation.allCases), next() >> UInt64(below(64)))
    case 6: return .text(pick(FilterTextRelation.allCases), text())
    case 7: return .encoding(pick(TextEncoding.allCases))
    case 8:
      let relation = pick([.less, .atMost, .greater, .atLeast] as [FilterRelation])
      return .compare(.age, relation, pick([next(), next() % 1_000 * 1_000_000_000, 0]))
    case 9:
      let patterns = [
        "a", "/", "\\/", "\"'", "a b|c", "\\\\", "[/]", "你+", "(?i)x", "\n", "\u{1}", "\u{200b}", "\\\u{feff}",
      ]
      let pattern = (0...below(3)).map { _ in pick(patterns) }.joined()
      guard let regex = try? FilterRegex(pattern, ignoresCase: below(2) == 0) else { return .flag(.marked) }
      return .regex(regex)
    default: return .hex((0...below(4)).map { _ in below(4) == 0 ? nil : UInt8(below(256)) })
    }
  }
}
