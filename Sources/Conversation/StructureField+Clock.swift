import Structure

extension StructureField.Clock {
  /// The seconds from 1900 to 1970 (RFC 5905).
  private static let ntpOffset: Int64 = 2_208_988_800

  /// Returns the number that this clock shows when so much time has passed since it showed `value`.
  /// - Parameters:
  ///   - old: the time of the number, in nanoseconds since the Unix epoch.
  ///   - new: the time of the new number.
  func moved(_ value: UInt64, from old: Int64, to new: Int64) -> UInt64 {
    func ticks(_ unit: Int64) -> UInt64 { UInt64(bitPattern: new.floored(by: unit) &- old.floored(by: unit)) }
    switch self {
    case .unix32, .ntp32: return value &+ ticks(1_000_000_000)
    case .unixMilliseconds: return value &+ ticks(1_000_000)
    case .unixMicroseconds: return value &+ ticks(1_000)
    case .unixNanoseconds: return value &+ UInt64(bitPattern: new &- old)
    case .unixDouble: return (Double(bitPattern: value) + Double(new &- old) / 1e9).bitPattern
    case .ntp64:
      let elapsed = new &- old
      let seconds = elapsed.floored(by: 1_000_000_000)
      let rest = UInt64(elapsed &- seconds &* 1_000_000_000)
      return value &+ UInt64(bitPattern: seconds) << 32 &+ (rest << 32) / 1_000_000_000
    }
  }

  /// Returns the time that a number says, in nanoseconds since the Unix epoch; `nil` if that is too far away.
  func nanoseconds(_ value: UInt64) -> Int64? {
    func scaled(_ value: Int64?, _ unit: Int64) -> Int64? {
      guard let value else { return nil }
      let (product, isOver) = value.multipliedReportingOverflow(by: unit)
      return isOver ? nil : product
    }
    let number = Int64(exactly: value)
    switch self {
    case .unix32: return scaled(number, 1_000_000_000)
    case .unixMilliseconds: return scaled(number, 1_000_000)
    case .unixMicroseconds: return scaled(number, 1_000)
    case .unixNanoseconds: return number
    case .unixDouble:
      let seconds = Double(bitPattern: value)
      return seconds.magnitude < 9e9 ? Int64(seconds * 1e9) : nil
    case .ntp32: return scaled(number.map { $0 - Self.ntpOffset }, 1_000_000_000)
    case .ntp64:
      guard let seconds = scaled(Int64(value >> 32) - Self.ntpOffset, 1_000_000_000) else { return nil }
      return seconds + Int64(((value & 0xffff_ffff) * 1_000_000_000) >> 32)
    }
  }

  /// The clocks whose numbers have so many decimal digits in our time; empty for none.
  static func decimal(digits: Int) -> StructureField.Clock? {
    switch digits {
    case 10: .unix32
    case 13: .unixMilliseconds
    case 16: .unixMicroseconds
    case 19: .unixNanoseconds
    default: nil
    }
  }
}

extension Int64 {
  /// The quotient, rounded down.
  func floored(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
