/// The unit of a pcapng interface's timestamps.
struct TimeUnit: Hashable {
  private enum Step: Hashable {
    case multiply(UInt64)
    case divide(UInt64)
    /// Nanoseconds are the ticks times 10⁹, shifted right by this many bits.
    case shift(UInt64)
  }

  private var step: Step
  /// The offset to add to every time, in nanoseconds.
  private var offset: Int128 = 0

  /// The default unit.
  static let microseconds = TimeUnit(step: .multiply(1_000))

  private init(step: Step) {
    self.step = step
  }

  /// Creates the unit that `if_tsresol` specifies (draft-ietf-opsawg-pcapng, section 4.2); `nil` if it is implausibly
  /// fine.
  init?(resolution: UInt8) {
    let exponent = UInt64(resolution & 0x7f)
    if resolution & 0x80 != 0 {
      guard exponent <= 63 else { return nil }
      self.init(step: .shift(exponent))
      return
    }
    switch exponent {
    case 0...9: self.init(step: .multiply(Self.power(9 - exponent)))
    case 10...19: self.init(step: .divide(Self.power(exponent - 9)))
    default: return nil
    }
  }

  private static func power(_ exponent: UInt64) -> UInt64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  /// Sets the seconds to add to every time (`if_tsoffset`).
  mutating func setOffset(seconds: Int64) {
    offset = Int128(seconds) * 1_000_000_000
  }

  /// Converts a timestamp to nanoseconds since the Unix epoch, clamped to 64 bits.
  @inline(__always)
  func nanoseconds(_ ticks: UInt64) -> Int64 {
    if offset != 0 { return Int64(clamping: exact(ticks) + offset) }
    switch step {
    case .multiply(let factor):
      let product = ticks.multipliedReportingOverflow(by: factor)
      return product.overflow ? .max : Int64(clamping: product.partialValue)
    case .divide(let divisor): return Int64(clamping: ticks / divisor)
    case .shift(let bits): return Self.shifted(ticks, bits)
    }
  }

  /// Returns the exact time before the offset is added, which may bring it back into the range of 64 bits.
  private func exact(_ ticks: UInt64) -> Int128 {
    switch step {
    case .multiply(let factor): Int128(ticks) * Int128(factor)
    case .divide(let divisor): Int128(ticks / divisor)
    case .shift(let bits): (Int128(ticks) * 1_000_000_000) >> Int128(bits)
    }
  }

  private static func shifted(_ ticks: UInt64, _ bits: UInt64) -> Int64 {
    let product = ticks.multipliedFullWidth(by: 1_000_000_000)
    if product.high >> bits != 0 { return .max }
    return Int64(clamping: product.low >> bits | (bits == 0 ? 0 : product.high << (64 - bits)))
  }
}
