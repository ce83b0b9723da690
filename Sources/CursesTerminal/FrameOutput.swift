import CLinux
import Glibc
import Plumbing

/// Captures the output of curses for a frame and writes it as fast as the terminal accepts it, without ever blocking:
/// `poll(2)` reports a terminal as writable if it has room for a few bytes, but a frame may need a hundred thousand.
/// Curses cannot do this itself: on a non-blocking descriptor it spins.
@safe
final class FrameOutput {
  /// The file in memory that curses writes a frame to; it never blocks (memfd_create(2)).
  private let memory: Int32
  /// The descriptor of curses' stream.
  private let stream: Int32
  /// The terminal as it was passed in, in blocking mode; curses' descriptor refers to it between frames.
  private let original: Int32
  /// The terminal, reopened if possible, so that its non-blocking mode affects no other process.
  private let terminal: Int32
  private let isBlocking: Bool
  /// The bytes to write; those before `start` are already written.
  private var pending: [UInt8] = []
  private var start = 0

  /// The maximum number of bytes per write if a write may block.
  private static let caution = 256
  /// The number of bytes up to which the file in memory keeps its pages between frames.
  private static let keptMemory = 1 << 16
  /// The maximum number of pending bytes to which `append(_:)` adds more.
  private static let mostPending = 1 << 20

  /// Creates an output without pending bytes.
  /// - Parameters:
  ///   - stream: the descriptor that curses writes to.
  ///   - terminal: the terminal that it refers to.
  init(stream: Int32, terminal: Int32) throws(TerminalError) {
    memory = clinux_memory_file()
    if memory < 0 { throw .system("memfd_create", errno: errno) }
    original = fcntl(terminal, F_DUPFD_CLOEXEC, 3)
    if original < 0 {
      let number = errno
      close(memory)
      throw .system("fcntl", errno: number)
    }
    self.stream = stream
    let own = Self.open(terminal)
    self.terminal = own ?? original
    isBlocking = own == nil
  }

  deinit {
    close(memory)
    close(original)
    if !isBlocking { close(terminal) }
  }

  /// The descriptor to poll for `POLLOUT`; `nil` if nothing is pending.
  var pendingDescriptor: Int32? { start < pending.count ? terminal : nil }

  /// Runs `draw` and makes what curses writes in it the pending output. Call it only when nothing is pending.
  func capture(_ draw: () -> Void) {
    guard lseek(memory, 0, SEEK_SET) == 0, clinux_replace(memory, stream) >= 0 else { return draw() }
    draw()
    let count = Int(lseek(memory, 0, SEEK_CUR))
    _ = clinux_replace(original, stream)
    guard count > 0 else { return }
    start = 0
    pending = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe max(0, pread(memory, buffer.baseAddress, count, 0))
    }
    // Pages that an ordinary frame needs again stay.
    if count > Self.keptMemory { _ = ftruncate(memory, 0) }
  }

  /// Appends bytes to the pending output.
  /// - Returns: `false` if too much is pending, because the terminal accepts nothing.
  func append(_ bytes: [UInt8]) -> Bool {
    guard pending.count - start <= Self.mostPending else { return false }
    pending.removeFirst(start)
    start = 0
    pending += bytes
    flush()
    return true
  }

  /// Writes as much as the terminal accepts now.
  /// - Returns: whether nothing is pending any more.
  @discardableResult
  func flush() -> Bool {
    while start < pending.count, isWritable {
      let most = isBlocking ? min(Self.caution, pending.count - start) : pending.count - start
      let count = unsafe pending.withUnsafeBytes { bytes in
        unsafe write(terminal, bytes.baseAddress.map { unsafe $0 + start }, most)
      }
      if count > 0 {
        start += count
      } else if errno != EINTR {
        // Keep the rest for later: half a frame must not remain. If the terminal is gone, reading keys reports it.
        break
      }
    }
    return start == pending.count
  }

  /// Writes the rest for at most `milliseconds`, then drops what is left and sends CAN (ECMA-48), which ends a control
  /// sequence that was cut off.
  func finish(milliseconds: Int32) {
    for _ in 0..<max(1, milliseconds / 10) where !flush() {
      _ = PollSet.isReady(terminal, for: .writable, within: 10_000_000)
    }
    guard start < pending.count else { return }
    pending = [0x18]
    start = 0
    flush()
    start = pending.count
  }

  private var isWritable: Bool { PollSet.isWritable(terminal) }

  /// Reopens the terminal in non-blocking mode; `nil` if that is not permitted, as after su(1), and it is not the
  /// controlling terminal either.
  private static func open(_ terminal: Int32) -> Int32? {
    let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let again = unsafe Glibc.open("/proc/self/fd/\(terminal)", flags)
    if again >= 0 { return again }
    guard tcgetpgrp(terminal) >= 0 else { return nil }
    let controlling = unsafe Glibc.open("/dev/tty", flags)
    return controlling >= 0 ? controlling : nil
  }
}
