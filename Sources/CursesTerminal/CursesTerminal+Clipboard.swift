package import TerminalUI

extension CursesTerminal {
  /// Rings the terminal's bell, after any output that is still pending.
  package func ring() {
    if isActive { _ = output.append([7]) }
  }

  /// The multiplexer that the program runs in, if any.
  package var multiplexer: ClipboardSequence.Multiplexer? {
    if !CursesTerminal.environment("TMUX").isEmpty { return .tmux }
    return CursesTerminal.environment("STY").isEmpty ? nil : .screen
  }

  /// Asks the terminal to put `text` (UTF-8) into its clipboard, after any output that is still pending. No terminal
  /// reports whether it does.
  ///
  /// - Returns: `false` if the terminal accepts no output.
  package func copy(_ text: [UInt8]) -> Bool {
    isActive && output.append(ClipboardSequence.bytes(for: text, through: multiplexer))
  }
}
