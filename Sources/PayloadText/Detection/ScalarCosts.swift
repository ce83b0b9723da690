/// The costs of the characters of the Basic Multilingual Plane where any script may occur: for UTF-8 and UTF-16.
struct ScalarCosts: Sendable {
  /// The ranges of scripts, with the cost of a character within its range, in nats; the last range that contains a
  /// character applies. A character in no range costs `rare`.
  private static let ranges: [(ClosedRange<UInt32>, Double)] = [
    (0xa0...0xbf, 5), (0xc0...0xff, 4), (0x100...0x17f, 5), (0x180...0x24f, 8), (0x370...0x3ff, 3.7),
    (0x400...0x45f, 3.5), (0x460...0x52f, 7), (0x530...0x58f, 4), (0x5d0...0x5ea, 3.3), (0x591...0x5cf, 6),
    (0x600...0x6ff, 4), (0x900...0xdff, 4.5), (0xe00...0xe5b, 4), (0xe80...0xfff, 5.5), (0x1000...0x109f, 4.5),
    (0x10a0...0x10ff, 4), (0x1200...0x13ff, 7.5), (0x1780...0x17ff, 4.5), (0x1e00...0x1eff, 5), (0x1f00...0x1fff, 7),
    (0x2010...0x2044, 3), (0x20a0...0x20bf, 4), (0x2100...0x2bff, 7), (0x3000...0x303f, 4), (0x3040...0x309f, 4.5),
    (0x30a0...0x30ff, 4.5), (0x3100...0x312f, 7), (0x3200...0x33ff, 8), (0x3400...0x4dbf, 15), (0x4e00...0x9fff, 13.5),
    (0xac00...0xd7a3, 12.5), (0xfe0f...0xfe0f, 4), (0xfeff...0xfeff, 2), (0xff01...0xff5e, 5), (0xff61...0xff9f, 6),
    (0xffe0...0xffe6, 7),
  ]
  private static let rare = 16.0

  /// One cost for each scalar up to U+FFFF.
  private let costs: [UInt8]

  /// Combines the ranges with the frequent East Asian characters.
  init() {
    var costs = [UInt8](repeating: UInt8(clamping: Cost.nats(Self.rare)), count: 0x10000)
    for (range, nats) in Self.ranges {
      for value in range { costs[Int(value)] = UInt8(clamping: Cost.nats(nats)) }
    }
    for list in [CharacterFrequencies.simplifiedChinese, .traditionalChinese, .japanese, .korean] {
      for (scalar, cost) in list.characters where scalar.value >= 0x3000 && scalar.value < 0x10000 {
        let mixed = UInt8(clamping: Cost.nats(Double(cost) / 2 + 1.2))
        costs[Int(scalar.value)] = min(costs[Int(scalar.value)], mixed)
      }
    }
    self.costs = costs
  }

  /// The cost of a scalar outside ASCII after another one: staying in the same script is usual.
  @inline(__always)
  func cost(_ value: UInt32, after last: UInt32) -> Cost {
    guard value < 0x10000 else { return .nats(value >= 0x1f000 && value < 0x1fb00 ? 9 : 15) }
    let own = Cost(costs[Int(value)])
    let (block, lastBlock) = (Self.block(value), Self.block(last))
    return own &+ (block == lastBlock ? 1 : lastBlock == 0 || block == 0xff ? 8 : 18)
  }

  /// Letters, digits and punctuation as wide as the East Asian characters they stand among.
  private static let fullwidthForms: ClosedRange<UInt32> = 0xff01...0xff5e
  /// Katakana of half width, which hardly ever stand beside characters of other scripts.
  private static let halfwidthKatakana: ClosedRange<UInt32> = 0xff61...0xff9f

  /// The script of a scalar: 0 for ASCII, 0xff for punctuation of any script.
  @inline(__always)
  private static func block(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return 0 }
    if value < 0x250 { return value < 0xc0 ? 0xff : 1 }
    if value >= 0x2e80 && value < 0xd800 || fullwidthForms.contains(value) { return 2 }
    if value >= 0x2000 && value < 0x2c00 || value >= 0xfe00 && !halfwidthKatakana.contains(value) { return 0xff }
    return 3 &+ (value >> 8)
  }
}
