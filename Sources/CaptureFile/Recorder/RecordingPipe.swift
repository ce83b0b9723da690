import CLinux
import Glibc
import UDPCore

/// A pipe that somebody reads from. Blocking, but never for ever: once the end is asked for, a reader that takes
/// nothing is waited for no longer than `grace`.
final class RecordingPipe: RecordingSink {
  /// A pipe that `poll` calls writable takes at least this much without blocking (pipe(7), PIPE_BUF).
  private static let piece = 4096
  /// In nanoseconds.
  private static let grace: Int64 = 10_000_000_000

  let path = "standard output"
  private(set) var size = 0
  let isMoved = false
  private let descriptor: Int32
  private let stopping: Int32

  /// - Parameter stopping: a descriptor that is readable once the end is asked for.
  init(_ descriptor: Int32, stopping: Int32) {
    self.descriptor = descriptor
    self.stopping = stopping
  }

  func append(_ blocks: RawSpan, kept: inout Int) throws(RecordingError) {
    var offset = 0
    kept = 0
    while offset < blocks.byteCount {
      try waitUntilWritable()
      let count = unsafe blocks.withUnsafeBytes { bytes in
        unsafe write(
          descriptor, bytes.baseAddress.map { unsafe $0 + offset }, min(bytes.count - offset, Self.piece))
      }
      let code = errno
      if count >= 0 {
        offset += count
      } else if code == EPIPE {
        throw .closed
      } else if code != EINTR && code != EAGAIN {
        throw .failed(operation: .writeTo, path: path, code: code)
      }
    }
    kept = blocks.byteCount
    size += kept
  }

  func close() -> WrittenFile? { nil }

  private func waitUntilWritable() throws(RecordingError) {
    var entries = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: stopping, events: Int16(POLLIN), revents: 0),
    ]
    var isEnding = false
    while true {
      let timeout = isEnding ? Int32(clamping: Self.grace / 1_000_000) : -1
      let count = unsafe poll(&entries, isEnding ? 1 : 2, timeout)
      if count < 0 { continue }
      if count == 0 { throw .stalled(Self.grace) }
      if entries[0].revents & Int16(POLLERR) != 0 { throw .closed }
      if entries[0].revents != 0 { return }
      isEnding = true
    }
  }
}
