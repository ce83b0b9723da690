package import TerminalUI

extension CursesTerminal {
  /// tmux or screen, where the program runs inside one.
  package var multiplexer: ClipboardSequence.Multiplexer? {
    if !CursesTerminal.environment("TMUX").isEmpty { return .tmux }
    return CursesTerminal.environment("STY").isEmpty ? nil : .screen
  }

  /// Asks the terminal to put text, UTF-8, into its clipboard, behind what is still on its way there. Whether it does so,
  /// no terminal tells.
  ///
  /// - Returns: `false` where the terminal takes no output.
  package func copy(_ text: [UInt8]) -> Bool {
    isActive && output.append(ClipboardSequence.bytes(for: text, through: multiplexer))
  }
}
