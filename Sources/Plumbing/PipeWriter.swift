import CLinux
import Glibc

/// Writes to a descriptor that may be a pipe with a slow reader, and still notices that the end is asked for: from then
/// on, a reader that takes nothing is waited for no longer than `grace`.
package struct PipeWriter: Sendable {
  /// A reason why not everything was written.
  package enum Problem: Error, Hashable, Sendable {
    /// The reader has gone away (`EPIPE`, `POLLERR`).
    case closed
    /// The reader took nothing for `grace` after the end was asked for.
    case stalled
    /// write(2) failed with this `errno`.
    case failed(Int32)
  }

  /// The time that a reader may take nothing once the end is asked for, in nanoseconds.
  package static let grace: Int64 = 10_000_000_000
  /// A pipe that `poll` reports as writable takes at least this many bytes without blocking (pipe(7), PIPE_BUF).
  private static let piece = 4096

  private let descriptor: Int32
  private let stop: Int32?
  private let isEnding: @Sendable () -> Bool

  /// Creates a writer.
  /// - Parameters:
  ///   - stop: a descriptor that becomes readable when `isEnding` is worth asking again; `nil` if nothing stops it.
  ///   - isEnding: whether the end is asked for.
  package init(_ descriptor: Int32, stop: Int32?, isEnding: @escaping @Sendable () -> Bool) {
    self.descriptor = descriptor
    self.stop = stop
    self.isEnding = isEnding
  }

  /// Writes all of `bytes`. Blocks while the reader takes nothing.
  package func write(_ bytes: RawSpan) throws(Problem) {
    var offset = 0
    while offset < bytes.byteCount {
      try waitUntilWritable()
      let (written, code) = unsafe bytes.withUnsafeBytes { bytes in
        let count = min(bytes.count - offset, Self.piece)
        return unsafe (Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count), errno)
      }
      if written >= 0 {
        offset += written
      } else if code == EPIPE {
        throw .closed
      } else if code != EINTR && code != EAGAIN {
        throw .failed(code)
      }
    }
  }

  private func waitUntilWritable() throws(Problem) {
    var deadline: Int64? = isEnding() ? SystemClock.monotonic + Self.grace : nil
    while true {
      var waiting = PollSet()
      let output = waiting.add(descriptor, for: .writable)
      let stop = waiting.add(deadline == nil ? stop : nil)
      waiting.wait(until: deadline)
      if waiting.hasError(output) { throw .closed }
      if waiting.isReady(output) { return }
      if let deadline, SystemClock.monotonic >= deadline { throw .stalled }
      if waiting.isReady(stop), isEnding() { deadline = SystemClock.monotonic + Self.grace }
    }
  }
}
