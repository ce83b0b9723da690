import CLinux
import Glibc

/// A timer whose descriptor becomes readable at a time of the monotonic clock (timerfd_create(2)). Unlike the time-out of
/// `epoll_wait`, it is precise to microseconds.
package final class DeadlineTimer: Sendable {
  /// The descriptor, readable from the deadline on.
  package let descriptor: Int32

  /// Creates a timer that is not set.
  /// - Throws: an error if the process has too many open files.
  package init() throws(SystemError) {
    descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("a timer") }
  }

  deinit {
    close(descriptor)
  }

  /// Sets the timer to a time of the monotonic clock in nanoseconds, which may have passed; `nil` stops it.
  package func set(_ deadline: Int64?) {
    var time = itimerspec()
    // A time of zero would stop the timer.
    if let deadline {
      let nanoseconds = max(1, deadline)
      time.it_value = timespec(
        tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
    unsafe timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &time, nil)
  }

  /// Makes the descriptor unreadable until the next deadline.
  package func clear() {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
