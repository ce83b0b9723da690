import TerminalUI

/// Taking back.
extension Command {
  static let undo = Command(
    "undo",
    "undo the last clear, filter, mark, note, saved message or encoding, sort or choice of columns or of a format",
    keys: [.character("u")], in: .panes
  ) { state, effects in state.undo(&effects) }
}
