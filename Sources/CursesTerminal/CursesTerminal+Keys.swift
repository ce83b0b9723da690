import Glibc
package import TerminalUI

extension CursesTerminal {
  /// How long a lone Esc waits for the rest of a sequence, in milliseconds.
  private static let escapeDelay: Int32 = 25
  /// Bytes that one call reads at most, so that a flood of input cannot keep the loop from drawing.
  private static let mostBytes = 262_144

  /// Reads what was typed, without waiting but for the rest of an Esc. Past `wgetch(3X)`, which forgets characters
  /// that come in two pieces and cannot tell that the terminal is gone.
  ///
  /// - Returns: the keys, and whether the terminal is closed: no more will come.
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
    var poller = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&poller, 1, milliseconds) > 0 else { return .nothing }
    let events = Int32(poller.revents)
    if events & POLLIN != 0 { return .bytes }
    return events & (POLLHUP | POLLERR | POLLNVAL) == 0 ? .nothing : .closed
  }
}
