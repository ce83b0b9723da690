import Basics
import CLinux
package import CommandCore
import Glibc
import Plumbing
import UDPCore

/// Access to a file or pipe whose content is sent as one datagram.
package enum InputFile {
  /// The time, in nanoseconds, to wait silently for a pipe without data.
  private static let patience: Int64 = 1_000_000_000

  /// Whether standard input is a pipe, a socket or a file.
  package static var isPiped: Bool {
    var status = stat()
    guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return false }
    return [S_IFREG, S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// Explains what is being waited for if standard input stays silent for a while.
  package static func explainSilence(_ console: Console) {
    if PollSet.isReady(STDIN_FILENO, within: patience) { return }
    console.say("waiting for the message on standard input; '' as the message sends an empty datagram")
  }

  /// Opens a file to be sent; `-` is standard input, which must not be closed.
  static func open(_ path: String) throws(CommandFailure) -> Int32 {
    if path == "-" { return STDIN_FILENO }
    // Opening a pipe without a writer would block (fifo(7)).
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw CommandFailure("cannot open \(path): \(errorPhrase(Confinement.code(errno, at: path, writing: false)))")
    }
    return descriptor
  }

  /// Reads a whole file; `-` is standard input.
  /// - Throws: a failure if it is longer than `limit` bytes, cannot be read, or if a signal asks for the end.
  package static func bytes(_ path: String, limit: Int, _ console: Console) throws(CommandFailure) -> [UInt8] {
    let descriptor = try open(path)
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      var waiting = PollSet()
      let input = waiting.add(descriptor)
      let signal = waiting.add(console.signals.wake)
      waiting.wait(for: nil)
      if waiting.isReady(signal) { _ = console.signals.take() }
      if console.signals.isEndRequested { throw CommandFailure("stopped: nothing was sent") }
      if !waiting.isReady(input) { continue }
      let count = unsafe read(descriptor, &buffer, min(buffer.count, limit + 1 - bytes.count))
      if count < 0 {
        let code = errno
        if code == EINTR || code == EAGAIN { continue }
        throw CommandFailure("cannot read \(path): \(errorPhrase(code))")
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
    throw CommandFailure(
      "cannot send \(path): it is too long for one datagram, which holds \(limit) bytes; --lines sends one datagram a line"
    )
  }
}
