import CLinux
import Glibc

/// A set of descriptors to wait for (poll(2)). Adding a descriptor returns a slot; pass it to the set after a wait to
/// get the descriptor's state.
package struct PollSet {
  /// The place of a descriptor in a set.
  package struct Slot: Sendable {
    fileprivate let index: Int
  }

  /// An event to wait for; a descriptor with an error or a hang-up is always ready.
  package enum Event: Sendable {
    case readable
    case writable
    /// Nothing but an error or a hang-up.
    case broken

    fileprivate var bits: Int16 {
      switch self {
      case .readable: Int16(POLLIN)
      case .writable: Int16(POLLOUT)
      case .broken: 0
      }
    }
  }

  private var entries: [pollfd] = []

  /// Creates an empty set.
  package init() {}

  /// Adds a descriptor; one that is `nil` or negative never becomes ready.
  @discardableResult
  package mutating func add(_ descriptor: Int32?, for event: Event = .readable) -> Slot {
    entries.append(pollfd(fd: descriptor ?? -1, events: event.bits, revents: 0))
    return Slot(index: entries.count - 1)
  }

  /// Adds a wake-up, which becomes ready when it is signalled; `nil` never does.
  @discardableResult
  package mutating func add(_ wake: WakeUp?) -> Slot { add(wake?.descriptor) }

  /// Waits until a descriptor is ready, a signal handler has run, or the deadline has passed.
  /// - Parameter deadline: a time of the monotonic clock in nanoseconds; `nil` waits without a limit.
  /// - Returns: whether a descriptor is ready.
  @discardableResult
  package mutating func wait(until deadline: Int64?) -> Bool {
    wait(for: deadline.map { max(0, $0.subtractingReportingOverflow(SystemClock.monotonic).partialValue) })
  }

  /// Waits until a descriptor is ready, a signal handler has run, or the time has passed.
  /// - Parameter nanoseconds: the longest wait; 0 only checks, `nil` waits without a limit.
  /// - Returns: whether a descriptor is ready.
  @discardableResult
  package mutating func wait(for nanoseconds: Int64?) -> Bool {
    let count = unsafe clinux_poll(&entries, UInt32(entries.count), nanoseconds ?? -1)
    // After a failure the kernel leaves the entries unchanged.
    if count <= 0 { for index in entries.indices { entries[index].revents = 0 } }
    return count > 0
  }

  /// Returns whether the descriptor was ready at the end of the last wait.
  package func isReady(_ slot: Slot) -> Bool { entries[slot.index].revents != 0 }

  /// Returns whether the descriptor had bytes to read at the end of the last wait, perhaps the last ones before a
  /// hang-up.
  package func hasInput(_ slot: Slot) -> Bool { Int32(entries[slot.index].revents) & POLLIN != 0 }

  /// Returns whether the descriptor had an error or a hang-up, or was closed, at the end of the last wait.
  package func isBroken(_ slot: Slot) -> Bool {
    Int32(entries[slot.index].revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
  }

  /// Returns whether the descriptor had an error (`POLLERR`) at the end of the last wait; for a pipe, that no reader is
  /// left.
  package func hasError(_ slot: Slot) -> Bool { Int32(entries[slot.index].revents) & POLLERR != 0 }

  /// Waits for one descriptor, at most `nanoseconds`; 0 only checks.
  /// - Returns: whether it is ready.
  package static func isReady(_ descriptor: Int32, for event: Event = .readable, within nanoseconds: Int64 = 0) -> Bool
  {
    var set = PollSet()
    set.add(descriptor, for: event)
    return set.wait(for: nanoseconds)
  }

  /// Returns whether one descriptor accepts output now; one that is stalled or closed does not.
  package static func isWritable(_ descriptor: Int32) -> Bool {
    var set = PollSet()
    let slot = set.add(descriptor, for: .writable)
    return set.wait(for: 0) && !set.isBroken(slot)
  }
}
