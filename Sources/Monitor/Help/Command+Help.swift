import TerminalUI

/// The help, and the search in it.
extension Command {
  static let help = Command(
    "help", "the keys and what they do", keys: [.function(1), .character("?")],
    in: Set.panes.union([.encodings, .sorting, .copying, .recording, .messages]),
    footer: "Help"
  ) { $0.openHelp() }
  static let lineHelp = Command(
    "line-help", "help on this line", keys: [.function(1)], in: .editors.subtracting([.filter, .helpSearch]),
    footer: "Help"
  ) { $0.openHelp(at: $0.focus.helpSection) }
  static let filterHelp = Command(
    "filter-help", "the filter language, with examples from the rows", keys: [.function(1)], in: [.filter],
    footer: "Help"
  ) { $0.openLanguageHelp() }
  static let helpSearch = Command(
    "help-search", "search the help", keys: [.character("/"), .function(3)], in: [.help], footer: "Search"
  ) {
    $0.openHelpSearch()
  }
  static let acceptSearch = Command(
    "accept-search", "scroll the results", keys: [.enter], in: [.helpSearch], footer: "Accept"
  ) {
    $0.acceptHelpSearch()
  }
}
