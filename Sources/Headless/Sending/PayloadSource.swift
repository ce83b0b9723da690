package import Basics
import CLinux
package import CommandCore
import Glibc
import Plumbing
import UDPCore

/// The payloads of `send`, one after the other.
package protocol PayloadSource: AnyObject {
  /// Returns the next payload, or the reason why there is none.
  /// - Throws: the reason why the source cannot be read.
  func next() throws(CommandFailure) -> NextPayload
  /// The number of payloads; `nil` if unknown.
  var count: Int? { get }
  /// The message for a source without payloads.
  var emptyExplanation: Phrase { get }
  /// Starts over with the first payload, for `--repeat`.
  func restart() throws(CommandFailure)
}

/// The result of asking a `PayloadSource` for a payload.
package enum NextPayload {
  /// The next payload.
  case payload([UInt8])
  /// Nothing can be read yet: wait for the descriptor to become readable.
  case waits(Int32)
  /// All payloads have been returned.
  case end
}

/// A message or file that is sent as one datagram.
package final class SinglePayload: PayloadSource {
  package let count: Int? = 1
  package let emptyExplanation: Phrase = "nothing was sent"
  private let payload: [UInt8]
  private var isTaken = false

  /// Creates a source of one payload.
  package init(_ payload: [UInt8]) { self.payload = payload }

  package func next() -> NextPayload {
    defer { isTaken = true }
    return isTaken ? .end : .payload(payload)
  }

  package func restart() { isTaken = false }
}

/// A file or pipe whose lines are sent as datagrams. Lines are read as they are sent, so that memory stays small.
package final class LineFile: PayloadSource {
  /// The most bytes kept of a pipe that is sent more than once.
  private static let mostKept = 16 << 20

  package let count: Int? = nil
  package var emptyExplanation: Phrase { "nothing was sent: \(path) has no lines" }
  private let path: String
  private let descriptor: Int32
  /// The most bytes of a line.
  private let limit: Int
  private var buffer: [UInt8] = []
  /// The start of the next line in `buffer`, and the end of the part already searched for its line end.
  private var (start, looked) = (0, 0)
  private var isAtEnd = false
  private var number = 0
  /// The lines of a pipe, which can be read only once; `nil` if the file can be read again or need not be.
  private var kept: [[UInt8]]?
  private var keptBytes = 0
  /// The next round's position in `kept`; `nil` in the first round.
  private var position: Int?

  /// Opens the file; `-` is standard input.
  /// - Parameters:
  ///   - limit: the most bytes of a line.
  ///   - isRepeated: whether `restart` will be called.
  package init(_ path: String, limit: Int, isRepeated: Bool) throws(CommandFailure) {
    self.path = path
    self.limit = limit
    descriptor = try InputFile.open(path)
    var status = stat()
    let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    if isRepeated, !isFile { kept = [] }
  }

  deinit { if path != "-" { close(descriptor) } }

  package func restart() throws(CommandFailure) {
    number = 0
    if kept != nil { return position = 0 }
    (buffer, start, looked, isAtEnd) = ([], 0, 0, false)
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw CommandFailure("cannot read \(path) again: \(errorPhrase(errno))")
    }
  }

  package func next() throws(CommandFailure) -> NextPayload {
    if let position, let kept {
      guard position < kept.count else { return .end }
      self.position = position + 1
      return .payload(kept[position])
    }
    while true {
      if let line = try takeLine() {
        try keep(line)
        return .payload(line)
      }
      if isAtEnd { return .end }
      guard isReadable else { return .waits(descriptor) }
      try fill()
    }
  }

  private func keep(_ line: [UInt8]) throws(CommandFailure) {
    guard kept != nil else { return }
    keptBytes += line.count
    guard keptBytes <= Self.mostKept else {
      throw CommandFailure(
        "cannot repeat \(path): a pipe can be read only once, and only 16 MiB of it are kept; name a file")
    }
    kept?.append(line)
  }

  /// Returns the next complete line, or the rest at the end; `nil` if more must be read.
  private func takeLine() throws(CommandFailure) -> [UInt8]? {
    let end = buffer[looked...].firstIndex(of: UInt8(ascii: "\n"))
    looked = buffer.count
    guard (end ?? buffer.count) - start <= limit else {
      throw CommandFailure(
        "cannot send line \(number + 1) of \(path): it is too long for one datagram, which holds \(limit) bytes")
    }
    guard let end else {
      guard isAtEnd, start < buffer.count else { return nil }
      defer { start = buffer.count }
      return Array(buffer[start...])
    }
    defer { (start, looked, number) = (end + 1, end + 1, number + 1) }
    return Array(buffer[start..<end])
  }

  private var isReadable: Bool { PollSet.isReady(descriptor) }

  private func fill() throws(CommandFailure) {
    buffer.removeFirst(start)
    (start, looked) = (0, looked - start)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(descriptor, &piece, piece.count)
    if count < 0 {
      let code = errno
      if code == EINTR || code == EAGAIN { return }
      throw CommandFailure("cannot read \(path): \(errorPhrase(code))")
    }
    if count == 0 { isAtEnd = true }
    buffer += piece.prefix(count)
  }
}
