/// Random numbers by position: number n of a stream does not depend on which others were asked for. SplitMix64 (Steele,
/// Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014), whose state is a multiple of a constant.
struct ImpairmentRandom: Hashable, Sendable {
  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15
  private let start: UInt64

  init(seed: UInt64, client: Int, direction: ImpairmentDirection) {
    let stream = UInt64(truncatingIfNeeded: client) &* 2 &+ (direction == .up ? 1 : 2)
    start = Self.mixed(Self.mixed(seed) ^ Self.mixed(stream &* Self.step))
  }

  /// The numbers for one datagram.
  struct Chances {
    fileprivate let start: UInt64

    subscript(use: Use) -> UInt64 { self[use.rawValue] }

    subscript(index: UInt64) -> UInt64 { ImpairmentRandom.mixed(start &+ index &* ImpairmentRandom.step) }
  }

  /// The decision that a number of a datagram makes.
  enum Use: UInt64 {
    case loss, change, duplicate, reorder
    case corrupt, bit
    /// The first of four.
    case delay
    case copyCorrupt = 10
    case copyBit
    /// The first of four.
    case copyDelay
  }

  /// The numbers per datagram.
  private static let count: UInt64 = 16

  /// The datagram that came, or its copy.
  enum Kind {
    case datagram, copy

    var corrupt: Use { self == .datagram ? .corrupt : .copyCorrupt }
    var bit: Use { self == .datagram ? .bit : .copyBit }
    var delay: Use { self == .datagram ? .delay : .copyDelay }
  }

  func chances(of ordinal: UInt64) -> Chances {
    Chances(start: start &+ ordinal &* Self.count &* Self.step)
  }

  private static func mixed(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension ImpairmentSettings.Delay {
  /// Returns a delay in nanoseconds.
  func sample(_ chances: ImpairmentRandom.Chances, _ kind: ImpairmentRandom.Kind) -> Int64 {
    guard jitter > 0 else { return mean }
    let first = kind.delay.rawValue
    let offset: Int64
    switch distribution {
    case .uniform:
      offset = Int64(chances[first].multipliedFullWidth(by: UInt64(jitter) * 2 + 1).high) - jitter
    case .normal:
      // Sixteen numbers of 16 bits: their sum has this mean and this deviation.
      let sum = (first..<first + 4).reduce(0) { sum, index in
        let chance = chances[index]
        return sum + Int(chance & 0xffff) + Int(chance >> 16 & 0xffff) + Int(chance >> 32 & 0xffff) + Int(chance >> 48)
      }
      offset = Int64((Double(sum - 524_280) / 75_674.5 * Double(jitter)).rounded())
    case .pareto:
      // The greatest of three uniform numbers is below 1/x with probability x^-3: its reciprocal has shape 3. Cut off
      // at 5, the mean is 1.48 and the deviation 0.64.
      let greatest = max(chances[first], chances[first + 1], chances[first + 2])
      let value = min(5, 1 / (Double(greatest >> 11 + 1) / 0x1p53))
      offset = Int64(((value - 1.48) / 0.64 * Double(jitter)).rounded())
    }
    return max(0, mean + offset)
  }
}
