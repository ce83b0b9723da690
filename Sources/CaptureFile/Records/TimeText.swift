import CLinux
import Glibc

/// Wall-clock times in UTC, as RFC 3339 with nanoseconds.
package enum UTCTime {
  /// `2026-11-22T21:07:45.123456789Z` for nanoseconds since the Unix epoch.
  package static func text(_ time: Int64) -> String {
    let (seconds, fraction) = split(time)
    var clock = time_t(seconds)
    var parts = unsafe tm()
    unsafe gmtime_r(&clock, &parts)
    let date = unsafe [(parts.tm_year + 1900, 4), (parts.tm_mon + 1, 2), (parts.tm_mday, 2)]
      .map { padded(Int($0), $1) }.joined(separator: "-")
    return unsafe "\(date)T\(clockText(parts)).\(padded(Int(fraction), 9))Z"
  }

  /// Seconds, and the nanoseconds after them, before 1970 too.
  static func split(_ time: Int64) -> (seconds: Int64, nanoseconds: Int64) {
    let (seconds, fraction) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    return fraction < 0 ? (seconds - 1, fraction + 1_000_000_000) : (seconds, fraction)
  }

  static func clockText(_ parts: tm) -> String {
    unsafe "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
  }

  package static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Wall-clock times in the zone of `TZ`.
package struct LocalTime {
  /// A day of the calendar.
  struct Day: Hashable, Sendable {
    let year, month, day: Int

    /// `2026-11-22`.
    var text: String { "\(UTCTime.padded(year, 4))-\(UTCTime.padded(month, 2))-\(UTCTime.padded(day, 2))" }
  }

  /// The zone of `TZ`.
  package init() {}

  /// The day, and `21:07:45.123456`, for nanoseconds since the Unix epoch.
  func moment(_ time: Int64) -> (day: Day, clock: String) {
    let (whole, nanoseconds) = UTCTime.split(time)
    var seconds = time_t(whole)
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    let day = unsafe Day(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    return unsafe (day, "\(UTCTime.clockText(parts)).\(UTCTime.padded(Int(nanoseconds / 1000), 6))")
  }

  /// The seconds that local time is ahead of UTC at a second of the Unix time.
  package func offset(at second: Int64) -> Int {
    var seconds = time_t(second)
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    return unsafe parts.tm_gmtoff
  }
}
