/// What a pcapng interface counts its timestamps in.
struct TimeUnit: Hashable {
  private enum Step: Hashable {
    case multiply(UInt64)
    case divide(UInt64)
    /// Nanoseconds are 10⁹ times the ticks, shifted down by so many bits.
    case shift(UInt64)
  }

  private var step: Step
  /// What is added to every time, in nanoseconds.
  private var offset: Int64 = 0

  /// What holds where nothing is said.
  static let microseconds = TimeUnit(step: .multiply(1_000))

  private init(step: Step) {
    self.step = step
  }

  /// The unit that `if_tsresol` says (draft-ietf-opsawg-pcapng, section 4.2); `nil` where it is too fine to be meant.
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

  /// Adds seconds to every time (`if_tsoffset`).
  mutating func setOffset(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    offset = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// A timestamp in nanoseconds since the Unix epoch; the nearest that 64 bits hold.
  @inline(__always)
  func nanoseconds(_ ticks: UInt64) -> Int64 {
    let time: Int64
    switch step {
    case .multiply(let factor):
      let product = ticks.multipliedReportingOverflow(by: factor)
      time = product.overflow ? .max : Int64(clamping: product.partialValue)
    case .divide(let divisor): time = Int64(clamping: ticks / divisor)
    case .shift(let bits): time = Self.shifted(ticks, bits)
    }
    if offset == 0 { return time }
    let (sum, overflow) = time.addingReportingOverflow(offset)
    return overflow ? (offset < 0 ? .min : .max) : sum
  }

  private static func shifted(_ ticks: UInt64, _ bits: UInt64) -> Int64 {
    let product = ticks.multipliedFullWidth(by: 1_000_000_000)
    if product.high >> bits != 0 { return .max }
    return Int64(clamping: product.low >> bits | (bits == 0 ? 0 : product.high << (64 - bits)))
  }
}
