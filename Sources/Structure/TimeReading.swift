/// The reading of a row of numbers as a time of day, checked against the times of arrival.
struct TimeReading {
  let clock: StructureField.Clock
  /// The nanoseconds by which the sender's clock is ahead, in the middle.
  let ahead: Int64
  /// The bits that the numbers take.
  let bits: Double

  /// The most nanoseconds by which a clock may be wrong: a day.
  private static let mostAhead: Int64 = 86_400_000_000_000
  /// The most nanoseconds by which it may run unevenly.
  private static let mostUneven: Int64 = 5_000_000_000
  /// The seconds from 1900 to 1970 (RFC 5905).
  private static let ntpOffset: UInt64 = 2_208_988_800

  /// Reads the numbers; `nil` if they are no time.
  init?(_ values: [UInt64], _ form: StructureField.Form, times: [Int64]) {
    guard form.width >= 4, let first = times.first, first > 0, let last = times.last else { return nil }
    for clock in Self.clocks(form.width) {
      guard let (low, high) = Self.range(values, clock, times) else { continue }
      // Bytes that never change are a time only where it hardly could have changed.
      if last - first > 3_000_000_000, values.allSatisfy({ $0 == values[0] }) { continue }
      self.clock = clock
      ahead = low + (high - low) / 2
      bits = 12 + Self.spread(high - low)
      return
    }
    return nil
  }

  private static func spread(_ nanoseconds: Int64) -> Double { nanoseconds > 2_000_000_000 ? 14 : 8 }

  private static func clocks(_ width: Int) -> [StructureField.Clock] {
    switch width {
    case 4: [.unix32, .ntp32]
    case 8: [.unixMilliseconds, .unixMicroseconds, .unixNanoseconds, .ntp64, .unixDouble]
    default: []
    }
  }

  /// The least and the most nanoseconds by which the clock is ahead; `nil` if it is no clock.
  private static func range(
    _ values: [UInt64], _ clock: StructureField.Clock, _ times: [Int64]
  ) -> (Int64, Int64)? {
    var (low, high) = (Int64.max, Int64.min)
    for (value, time) in zip(values, times) {
      guard let own = nanoseconds(value, clock) else { return nil }
      let (ahead, isOver) = own.subtractingReportingOverflow(time)
      guard !isOver, ahead <= mostAhead, ahead >= -mostAhead else { return nil }
      (low, high) = (min(low, ahead), max(high, ahead))
    }
    return high - low <= mostUneven ? (low, high) : nil
  }

  /// A time in nanoseconds since the Unix epoch; `nil` if it is too far away.
  private static func nanoseconds(_ value: UInt64, _ clock: StructureField.Clock) -> Int64? {
    func scaled(_ value: UInt64, _ factor: UInt64) -> Int64? {
      let (product, isOver) = value.multipliedReportingOverflow(by: factor)
      return isOver ? nil : Int64(exactly: product)
    }
    switch clock {
    case .unix32: return scaled(value, 1_000_000_000)
    case .unixMilliseconds: return scaled(value, 1_000_000)
    case .unixMicroseconds: return scaled(value, 1_000)
    case .unixNanoseconds: return Int64(exactly: value)
    case .unixDouble:
      let seconds = Double(bitPattern: value)
      guard seconds.isFinite, seconds > 0, seconds < 9e9 else { return nil }
      return Int64(seconds * 1e9)
    case .ntp32: return value >= ntpOffset ? scaled(value - ntpOffset, 1_000_000_000) : nil
    case .ntp64:
      let seconds = value >> 32
      guard seconds >= ntpOffset, let whole = scaled(seconds - ntpOffset, 1_000_000_000) else { return nil }
      return whole + Int64(((value & 0xffff_ffff) * 1_000_000_000) >> 32)
    }
  }
}
