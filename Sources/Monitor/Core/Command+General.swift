import TerminalUI

/// Going back, and what concerns the whole screen.
extension Command {
  static let back = Command(
    "back", "one step back; at the table, after a find, clear the filter", keys: [.escape],
    in: Set.panes.union(Set.overlays), footer: "Back", instead: FooterWord("Clear filter") { $0.stepClearsFilter },
    isUseful: { $0.canStepBack }
  ) { $0.goBack() }
  static let backOrQuit = Command(
    "back-or-quit", "close what is open, or quit if nothing is", keys: [.character("q")],
    in: Set.panes.union(Set.overlays)
  ) { state, effects in
    if state.canGoBack { state.goBack() } else { state.quit(&effects) }
  }
  static let suspend = Command(
    "suspend", "suspend udpeek and return to the shell; fg resumes it", keys: [.control("z")], in: .everywhere
  ) {
    _, effects in effects.append(.suspend)
  }
  static let theme = Command(
    "theme", "the next theme, or the named one, for this run", keys: [], in: .panes,
    argument: CommandArgument(
      "NAME", candidates: { state, before in before.isEmpty ? state.configuration.themes.map(\.name) : [] }
    ) { state, name, _ throws(CommandArgument.Problem) in try state.use(themeNamed: name) }
  ) { $0.useNextTheme() }
  static let reload = Command("reload", "reload the configuration", keys: [.control("r")], in: .panes) {
    _, effects in
    effects.append(.reload)
  }
  static let redraw = Command("redraw", "redraw the screen", keys: [.control("l")], in: .everywhere) { _, effects in
    effects.append(.redraw)
  }
}
