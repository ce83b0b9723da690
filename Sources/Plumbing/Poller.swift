import CLinux
import Glibc

/// An `epoll` instance (epoll(7)). Any thread may add descriptors while another waits.
package final class Poller: Sendable {
  /// A ready descriptor: the tag it was added with, and its flags (`EPOLLIN`, …).
  package struct Event {
    package let tag: UInt64
    package let flags: UInt32

    /// Whether the socket has an error, possibly in its error queue.
    package var isError: Bool { flags & EPOLLERR.rawValue != 0 }
  }

  private let descriptor: Int32

  package init() throws(SystemError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("the poller") }
  }

  deinit {
    close(descriptor)
  }

  /// Starts to report `watched` as ready when it is readable.
  /// - Returns: `false` if the kernel refused.
  @discardableResult
  package func add(_ watched: Int32, tag: UInt64) -> Bool {
    var event = unsafe epoll_event()
    unsafe event.events = EPOLLIN.rawValue
    unsafe event.data.u64 = tag
    return unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event) == 0
  }

  /// Waits without a time-out, then calls `body` for each ready descriptor; a signal ends the wait without a call.
  package func wait(_ body: (Event) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
      guard let start = events.baseAddress else { return }
      let count = unsafe epoll_wait(descriptor, start, Int32(events.count), -1)
      for position in 0..<max(0, Int(count)) {
        body(unsafe Event(tag: events[position].data.u64, flags: events[position].events))
      }
    }
  }
}
