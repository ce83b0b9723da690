import CLinux
import Glibc
import Synchronization

/// An `eventfd` (eventfd(2)) whose signaller makes a system call only if the other side is waiting.
package final class WakeUp: Sendable {
  /// The descriptor, readable in `poll` after a signal.
  package let descriptor: Int32
  /// The maximum number of write(2) attempts per signal: a lost wake-up would leave the other side asleep.
  private static let attempts = 3
  private let isArmed = Atomic(false)

  /// Creates an `eventfd`.
  /// - Throws: an error if the process has too many open files.
  package init() throws(SystemError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("a wake-up") }
  }

  deinit {
    close(descriptor)
  }

  /// Requests a signal. Called by the waiting side before it checks a last time and then waits.
  package func arm() {
    isArmed.store(true, ordering: .sequentiallyConsistent)
  }

  /// Resets the signal. Called by the waiting side after it wakes up.
  package func clear() {
    isArmed.store(false, ordering: .sequentiallyConsistent)
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
  }

  /// Wakes the other side if it is armed.
  package func signal() {
    guard isArmed.load(ordering: .sequentiallyConsistent), isArmed.exchange(false, ordering: .sequentiallyConsistent)
    else { return }
    var one: UInt64 = 1
    for _ in 0..<WakeUp.attempts where unsafe write(descriptor, &one, MemoryLayout<UInt64>.size) > 0 { return }
    // The other side is still waiting, so the next signal must try again.
    arm()
  }
}
