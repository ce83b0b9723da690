import CLinux
import Glibc

/// The wall clock and the monotonic clock, in nanoseconds.
package enum SystemClock {
  /// Nanoseconds since the Unix epoch; may jump.
  package static var wall: Int64 { read(CLOCK_REALTIME) }
  /// Nanoseconds of a clock that never goes backwards, for rates and ages.
  package static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
