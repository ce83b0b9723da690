import TerminalUI

/// Quitting.
extension Command {
  static let quit = Command(
    "quit", "quit", keys: [.function(10), .character("Q")], in: Set.panes.union(Set.overlays), footer: "Quit"
  ) { state, effects in state.quit(&effects) }
  static let lineQuit = Command("line-quit", "quit while typing", keys: [.function(10)], in: .editors) {
    state, effects in
    state.quit(&effects)
  }
  static let saveWork = Command(
    "save-work", "write the rows shown, with marks and notes, to a file", keys: [.character("w")],
    in: [.quitting], footer: "Write"
  ) { $0.saveWork() }
  static let quitAnyway = Command(
    "quit-anyway", "quit without saving",
    keys: [.character("q"), .character("Q"), .function(10)], in: [.quitting], footer: "Quit"
  ) { _, effects in effects.append(.quit) }
  static let stay = Command("stay", "do not quit", keys: [.escape], in: [.quitting], footer: "Stay") {
    $0.interaction.overlay = nil
  }
  static let interrupt = Command(
    "interrupt", "ask to quit; a second time quits", keys: [.control("c")], in: .everywhere
  ) {
    state, effects in state.interrupt(&effects)
  }
}
