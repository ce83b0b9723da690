import TerminalUI

/// The line that is typed.
extension Command {
  static let command = Command(
    "command", "type a command by its name; {complete} completes and lists them", keys: [.character(":")], in: .panes
  ) { $0.openCommandLine() }
  static let complete = Command(
    "complete", "complete the command's name, or list what it can be", keys: [.tab], in: [.command]
  ) {
    state, effects in state.completeCommand(&effects)
  }
  static let accept = Command(
    "accept", "accept the line", keys: [.enter], in: [.filter, .find, .command, .write], footer: "Accept"
  ) {
    state, effects in state.acceptPrompt(&effects)
  }
  static let leave = Command(
    "leave", "leave the line without changing anything", keys: [.escape], in: .editors, footer: "Back"
  ) {
    $0.leaveLine()
  }
}
