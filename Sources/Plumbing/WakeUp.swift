import CLinux
import Glibc
import Synchronization

/// An `eventfd` (eventfd(2)) that costs its signaller a system call only when the other side waits for it.
package final class WakeUp: Sendable {
  /// Readable in `poll` after a signal.
  package let descriptor: Int32
  /// A wake-up that is lost leaves the other side asleep, so one failure of write(2) is not the last word.
  private static let attempts = 3
  private let isArmed = Atomic(false)

  /// - Throws: when the process may open no more files.
  package init() throws(SystemError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError("a wake-up") }
  }

  deinit {
    close(descriptor)
  }

  /// The waiting side, before it looks a last time and then waits.
  package func arm() {
    isArmed.store(true, ordering: .sequentiallyConsistent)
  }

  /// The waiting side, after it woke: takes the signal back.
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
    // The other side still waits, and the next signal has to try again.
    arm()
  }
}
