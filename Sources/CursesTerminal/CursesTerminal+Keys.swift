import Glibc
import Plumbing
package import TerminalUI

extension CursesTerminal {
  /// The time to wait for the rest of a sequence after a lone Esc, in milliseconds.
  private static let escapeDelay: Int32 = 25
  /// The maximum number of bytes per call, so that a flood of input cannot keep the loop from drawing.
  private static let mostBytes = 262_144

  /// Reads the pending input, waiting only for the rest of an escape sequence. Bypasses `wgetch(3X)`, which loses
  /// characters that arrive in two pieces and cannot detect that the terminal is gone.
  ///
  /// - Returns: the keys, and whether the terminal is closed, so that no more will come.
  package func readKeys() -> (keys: [Key], isClosed: Bool) {
    var keys: [Key] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var total = 0
    while total < CursesTerminal.mostBytes {
      switch waitForInput(parser.isWaiting ? CursesTerminal.escapeDelay : 0) {
      case .nothing: return (keys + parser.flush(), false)
      case .closed: return (keys + parser.flush(), true)
      case .bytes: break
      }
      let count = unsafe read(inputDescriptor, &buffer, buffer.count)
      if count > 0 {
        total += count
        keys += parser.feed(buffer[..<count])
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        return (keys + parser.flush(), true)
      }
    }
    return (keys, false)
  }

  private enum Input {
    case nothing, bytes, closed
  }

  /// Waits at most `milliseconds` for input.
  private func waitForInput(_ milliseconds: Int32) -> Input {
    var waiting = PollSet()
    let input = waiting.add(inputDescriptor)
    waiting.wait(for: Int64(milliseconds) * 1_000_000)
    if waiting.hasInput(input) { return .bytes }
    return waiting.isBroken(input) ? .closed : .nothing
  }
}
