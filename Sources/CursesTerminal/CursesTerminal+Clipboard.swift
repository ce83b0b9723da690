import Glibc
package import TerminalUI

extension CursesTerminal {
  /// How long the terminal may take nothing before a copy is given up, in milliseconds.
  private static let patience: Int32 = 500
  /// Bytes that are written at once after `poll` said that there is room.
  private static let clipboardPiece = 512

  /// tmux or screen, where the program runs inside one.
  package var multiplexer: ClipboardSequence.Multiplexer? {
    if !CursesTerminal.environment("TMUX").isEmpty { return .tmux }
    return CursesTerminal.environment("STY").isEmpty ? nil : .screen
  }

  /// Asks the terminal to put text, UTF-8, into its clipboard. Whether it does so, no terminal tells.
  ///
  /// - Returns: `false` where the terminal takes no output.
  package func copy(_ text: [UInt8]) -> Bool {
    var rest = ClipboardSequence.bytes(for: text, through: multiplexer)[...]
    var poller = pollfd(fd: outputDescriptor, events: Int16(POLLOUT), revents: 0)
    while isActive, !rest.isEmpty {
      guard unsafe poll(&poller, 1, CursesTerminal.patience) == 1, Int32(poller.revents) == POLLOUT else { break }
      let count = unsafe rest.withUnsafeBytes {
        unsafe write(outputDescriptor, $0.baseAddress, min($0.count, CursesTerminal.clipboardPiece))
      }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { break }
    }
    return rest.isEmpty
  }
}
