import TerminalUI

extension Command {
  /// Help, the command line, leaving.
  static let general: [Command] = [
    Command(
      "help", "the keys and what they do", keys: [.function(1), .character("?")],
      in: Set.panes.union([.encodings, .sorting, .copying, .messages]),
      footer: "Help"
    ) { $0.openHelp() },
    Command(
      "line-help", "help about this line", keys: [.function(1)], in: .editors.subtracting([.filter, .helpSearch]),
      footer: "Help"
    ) { $0.openHelp(at: $0.focus.helpSection) },
    Command(
      "filter-help", "the filter language, with examples from the rows", keys: [.function(1)], in: [.filter],
      footer: "Help"
    ) { $0.openLanguageHelp() },
    Command(
      "command", "type a command by its name; {complete} completes and lists them", keys: [.character(":")], in: .panes
    ) { $0.openCommandLine() },
    Command(
      "record", "record what comes and goes to a new file; again stops", keys: [.character("W")], in: .panes,
      argument: CommandArgument("FILE", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
        try state.startRecording(to: path, &effects)
      }
    ) { state, effects in state.toggleRecording(&effects) },
    Command(
      "back", "one step back; at the table, after a find, clear the filter", keys: [.escape],
      in: Set.panes.union(Set.overlays), footer: "Back", instead: FooterWord("Clear filter") { $0.stepClearsFilter },
      isUseful: { $0.canStepBack }
    ) { $0.goBack() },
    Command(
      "back-or-quit", "close what is open; quit where nothing is", keys: [.character("q")],
      in: Set.panes.union(Set.overlays)
    ) { state, effects in
      if state.canGoBack { state.goBack() } else { state.quit(&effects) }
    },
    Command(
      "quit", "quit", keys: [.function(10), .character("Q")], in: Set.panes.union(Set.overlays), footer: "Quit"
    ) { state, effects in state.quit(&effects) },
    Command("line-quit", "quit while typing", keys: [.function(10)], in: .editors) { state, effects in
      state.quit(&effects)
    },
    Command(
      "save-work", "write the rows shown, with marks and notes, to a file", keys: [.character("w")],
      in: [.quitting], footer: "Write"
    ) { $0.saveWork() },
    Command(
      "quit-anyway", "quit without saving marks and notes",
      keys: [.character("q"), .character("Q"), .function(10)], in: [.quitting], footer: "Quit"
    ) { _, effects in effects.append(.quit) },
    Command("stay", "do not quit", keys: [.escape], in: [.quitting], footer: "Stay") { $0.interaction.overlay = nil },
    Command(
      "help-search", "look for words in the help", keys: [.character("/"), .function(3)], in: [.help], footer: "Search"
    ) {
      $0.openHelpSearch()
    },
    Command("interrupt", "ask to quit; a second time quits", keys: [.control("c")], in: .everywhere) {
      state, effects in state.interrupt(&effects)
    },
    Command("suspend", "stop as a job of the shell; fg comes back", keys: [.control("z")], in: .everywhere) {
      _, effects in effects.append(.suspend)
    },
    Command(
      "theme", "the next theme, or the one of that name, until the end", keys: [], in: .panes,
      argument: CommandArgument(
        "NAME", candidates: { state, before in before.isEmpty ? state.configuration.themes.map(\.name) : [] }
      ) { state, name, _ throws(CommandArgument.Problem) in try state.use(themeNamed: name) }
    ) { $0.useNextTheme() },
    Command("reload", "read the configuration again", keys: [.control("r")], in: .panes) { _, effects in
      effects.append(.reload)
    },
    Command("redraw", "draw the screen again", keys: [.control("l")], in: .everywhere) { _, effects in
      effects.append(.redraw)
    },
  ]

  /// The keys of lines that are typed in; all others are the line's own.
  static let editing: [Command] = [
    Command("accept-search", "scroll what was found", keys: [.enter], in: [.helpSearch], footer: "Accept") {
      $0.acceptHelpSearch()
    },
    Command(
      "find-language", "look for what a filter shows, or for a text again", keys: [.function(4)], in: [.find],
      footer: "By filter", instead: FooterWord("By text") { $0.interaction.prompt?.findsByFilter == true },
      isUseful: { $0.panes.focused != .peers }
    ) { $0.toggleFindLanguage() },
    Command(
      "find-on", "go to the next match while typing", keys: [.function(3)], in: [.find], footer: "Next",
      isUseful: { $0.interaction.prompt?.editor.isEmpty == false }
    ) { $0.findNextWhileTyping() },
    Command("accept", "accept the line", keys: [.enter], in: [.filter, .find, .command, .write], footer: "Accept") {
      state, effects in state.acceptPrompt(&effects)
    },
    Command(
      "send", "send the message, or go on from the endpoint to the message; the panel stays open", keys: [.enter],
      in: [.reply],
      footer: "Send", instead: FooterWord("Next") { $0.compose.panel?.isAsking == true }
    ) {
      state, effects in state.submitPanel(&effects)
    },
    Command("leave", "leave the line; all is as before", keys: [.escape], in: .editors, footer: "Back") {
      $0.leaveLine()
    },
    Command(
      "complete-filter", "complete a word, an address or a port of the filter", keys: [.tab], in: [.filter]
    ) { $0.completeFilter() },
    Command("complete-path", "complete the path", keys: [.tab], in: [.write]) { state, effects in
      state.completePath(&effects)
    },
    Command("complete", "complete the command's name, or list what it can be", keys: [.tab], in: [.command]) {
      state, effects in state.completeCommand(&effects)
    },
  ]
}
