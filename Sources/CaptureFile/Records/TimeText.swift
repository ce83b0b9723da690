package import Basics
import CLinux
import Glibc

/// Wall-clock times in UTC, as RFC 3339 with nanoseconds.
package enum UTCTime {
  /// Returns a time in nanoseconds since the Unix epoch as `2026-11-22T21:07:45.123456789Z`.
  package static func text(_ time: Int64) -> String {
    let moment = CalendarTime(time, offset: 0)
    return "\(moment.date)T\(moment.timeOfDay).\(moment.nanosecond.digits(9))Z"
  }
}

/// Wall-clock times in the zone of `TZ`.
package struct LocalTime {
  /// Creates a converter to the zone of `TZ`.
  package init() {}

  /// Returns the date and time of day at `time`, in nanoseconds since the Unix epoch.
  package func moment(_ time: Int64) -> CalendarTime {
    let (second, fraction) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    return CalendarTime(time, offset: offset(at: fraction < 0 ? second - 1 : second))
  }

  /// Returns the seconds by which local time is ahead of UTC at a second since the Unix epoch.
  package func offset(at second: Int64) -> Int {
    var seconds = time_t(second)
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    return unsafe parts.tm_gmtoff
  }
}
