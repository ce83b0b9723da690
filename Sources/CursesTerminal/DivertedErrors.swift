import CLinux
import Glibc

/// While it lives, nothing that a library writes to standard error lands on the screen. Where standard error is no
/// terminal it is left alone. A crash prints what came, after the terminal guard gave the terminal back.
package final class DivertedErrors {
  /// What the pipe holds, pipe(7); a library that has more to say loses the rest.
  private static let capacity = 65_536

  /// The pipe's read end; -1 where nothing is diverted.
  private var pipe: Int32
  private var collected: [UInt8] = []

  /// Begins to divert.
  ///
  /// - Throws: `TerminalError.system`.
  package init() throws(TerminalError) {
    guard isatty(STDERR_FILENO) == 1 else {
      pipe = -1
      return
    }
    pipe = clinux_errors_divert()
    if pipe < 0 { throw .system("pipe2", errno: errno) }
  }

  deinit {
    _ = end()
  }

  /// Gives standard error back.
  ///
  /// - Returns: what was written meanwhile: bytes of libraries, to be made safe before they are printed, and whether
  ///   there was more than could be kept.
  package func end() -> (text: String, isCut: Bool) {
    clinux_errors_restore()
    guard pipe >= 0 else { return ("", false) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = unsafe read(pipe, &buffer, buffer.count)
      if count <= 0 { break }
      collected += buffer[..<count]
    }
    close(pipe)
    pipe = -1
    return (String(decoding: collected, as: UTF8.self), collected.count >= DivertedErrors.capacity)
  }
}
