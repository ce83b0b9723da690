import CLinux
import Glibc

/// A writer to a descriptor that may be a pipe with a slow reader. Once the end is requested, it waits no longer than
/// `grace` for a reader that accepts nothing.
package struct PipeWriter: Sendable {
  /// A reason why not everything was written.
  package enum Problem: Error, Hashable, Sendable {
    /// The reader has gone away (`EPIPE`, `POLLERR`).
    case closed
    /// The reader accepted nothing for `grace` after the end was requested.
    case stalled
    /// write(2) failed with this `errno`.
    case failed(Int32)
  }

  /// The longest wait, once the end is requested, for a reader that accepts nothing, in nanoseconds.
  package static let grace: Int64 = 10_000_000_000
  /// The number of bytes that a pipe accepts without blocking when `poll` reports it as writable (pipe(7), PIPE_BUF).
  private static let piece = 4096

  private let descriptor: Int32
  private let stop: Int32?
  private let isEnding: @Sendable () -> Bool
  private let acknowledge: @Sendable () -> Void

  /// Creates a writer.
  /// - Parameters:
  ///   - stop: a descriptor that becomes readable when `isEnding` should be checked again; `nil` if nothing can stop
  ///     it.
  ///   - isEnding: returns whether the end is requested.
  ///   - acknowledge: makes `stop` unreadable again after anything other than a request to end. A request stays readable,
  ///     because the caller's loop waits for it too.
  package init(
    _ descriptor: Int32, stop: Int32?, isEnding: @escaping @Sendable () -> Bool,
    acknowledge: @escaping @Sendable () -> Void = {}
  ) {
    self.descriptor = descriptor
    self.stop = stop
    self.isEnding = isEnding
    self.acknowledge = acknowledge
  }

  /// Writes all of `bytes`. Blocks while the reader accepts nothing.
  package func write(_ bytes: RawSpan) throws(Problem) {
    var offset = 0
    while offset < bytes.byteCount {
      try waitUntilWritable()
      offset += try writePiece(bytes, from: offset)
    }
  }

  /// Writes as much of `bytes` as the reader accepts without waiting.
  /// - Returns: the number of bytes written.
  package func writeReady(_ bytes: RawSpan) throws(Problem) -> Int {
    var offset = 0
    while offset < bytes.byteCount {
      var waiting = PollSet()
      let output = waiting.add(descriptor, for: .writable)
      waiting.wait(for: 0)
      if waiting.hasError(output) { throw .closed }
      if !waiting.isReady(output) { break }
      offset += try writePiece(bytes, from: offset)
    }
    return offset
  }

  /// Writes one piece, for which the descriptor has room.
  /// - Returns: the number of bytes written; 0 if it has no room after all.
  private func writePiece(_ bytes: RawSpan, from offset: Int) throws(Problem) -> Int {
    let (written, code) = unsafe bytes.withUnsafeBytes { bytes in
      let count = min(bytes.count - offset, Self.piece)
      return unsafe (Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count), errno)
    }
    if written >= 0 { return written }
    switch code {
    case EPIPE: throw .closed
    case EINTR, EAGAIN: return 0
    default: throw .failed(code)
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
      guard waiting.isReady(stop) else { continue }
      if isEnding() { deadline = SystemClock.monotonic + Self.grace } else { acknowledge() }
    }
  }
}
