import CLinux
import Glibc

/// Takes what curses writes for a frame and passes it on as the terminal takes it, without ever waiting: `poll(2)` calls
/// a terminal writable that has room for a few bytes, and a frame may have a hundred thousand. Curses itself cannot do
/// this: with a descriptor that does not block it spins.
@safe
final class FrameOutput {
  /// Where curses writes while a frame is drawn: memory, which never blocks (memfd_create(2)).
  private let memory: Int32
  /// The descriptor of curses' stream.
  private let stream: Int32
  /// What that descriptor is between frames: the terminal as it was given, which blocks.
  private let original: Int32
  /// The terminal by a file description of our own where that can be had, so that its not blocking is nobody else's.
  private let terminal: Int32
  private let isBlocking: Bool
  /// What the terminal has not taken yet, from `start` on.
  private var pending: [UInt8] = []
  private var start = 0

  /// Bytes that are written at once where a write may block.
  private static let caution = 256
  /// Bytes that may be pending where something else is to follow.
  private static let mostPending = 1 << 20

  /// - Parameters:
  ///   - stream: the descriptor that curses writes to.
  ///   - terminal: the terminal that it stands for.
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

  /// What to wait for with `POLLOUT`; `nil` while nothing is pending.
  var pendingDescriptor: Int32? { start < pending.count ? terminal : nil }

  /// Draws a frame: what curses writes meanwhile is pending afterwards. Call it only when nothing is.
  func capture(_ draw: () -> Void) {
    guard lseek(memory, 0, SEEK_SET) == 0, ftruncate(memory, 0) == 0, clinux_replace(memory, stream) >= 0 else {
      return draw()
    }
    draw()
    let count = Int(lseek(memory, 0, SEEK_CUR))
    _ = clinux_replace(original, stream)
    guard count > 0 else { return }
    start = 0
    pending = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe max(0, pread(memory, buffer.baseAddress, count, 0))
    }
  }

  /// Has bytes of ours follow what is pending.
  /// - Returns: `false` where too much is: the terminal takes nothing.
  func append(_ bytes: [UInt8]) -> Bool {
    guard pending.count - start <= Self.mostPending else { return false }
    pending.removeFirst(start)
    start = 0
    pending += bytes
    flush()
    return true
  }

  /// Passes on what the terminal takes now.
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
        // Later, for half a frame would stay on the screen. Of a terminal that is gone the keyboard tells.
        break
      }
    }
    return start == pending.count
  }

  /// Passes on the rest for at most `milliseconds`; what the terminal has not taken then is given up, in a way that ends
  /// a control sequence that was cut (CAN, ECMA-48).
  func finish(milliseconds: Int32) {
    for _ in 0..<max(1, milliseconds / 10) where !flush() {
      var poller = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&poller, 1, 10)
    }
    guard start < pending.count else { return }
    pending = [0x18]
    start = 0
    flush()
    start = pending.count
  }

  private var isWritable: Bool {
    var poller = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&poller, 1, 0) == 1 && Int32(poller.revents) & (POLLERR | POLLHUP | POLLNVAL) == 0
  }

  /// The terminal opened anew, not blocking; `nil` where it may not be, as after su(1), and is not the controlling one.
  private static func open(_ terminal: Int32) -> Int32? {
    let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let again = unsafe Glibc.open("/proc/self/fd/\(terminal)", flags)
    if again >= 0 { return again }
    guard tcgetpgrp(terminal) >= 0 else { return nil }
    let controlling = unsafe Glibc.open("/dev/tty", flags)
    return controlling >= 0 ? controlling : nil
  }
}
