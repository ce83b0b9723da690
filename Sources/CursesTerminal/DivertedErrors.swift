import CLinux
import Glibc

/// Keeps output of libraries to standard error off the screen while it exists. If standard error is not a terminal, it
/// is left alone. After a crash the diverted output is printed, once the terminal guard has restored the terminal.
package final class DivertedErrors {
  /// The capacity of the pipe (pipe(7)); output beyond it is lost.
  private static let capacity = 65_536

  /// The pipe's read end; -1 if nothing is diverted.
  private var pipe: Int32
  private var collected: [UInt8] = []

  /// Starts diverting.
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

  /// Restores standard error.
  ///
  /// - Returns: the diverted output, which must be made safe before it is printed, and whether some of it was lost.
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
