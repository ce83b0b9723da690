import TerminalUI

/// Finding rows and peers.
extension Command {
  static let find = Command(
    "find", "find as you type: a text, or rows by a filter; among the peers, an address or a name",
    keys: [.character("s"), .function(3)], in: .panes,
    footer: "Find", isUseful: { $0.panes.focused == .peers || !$0.table.viewport.visible.isEmpty }
  ) { $0.openFindLine() }
  static let findPrevious = Command(
    "find-previous", "go to the previous match; from the first, wrap around to the last", keys: [.character("[")],
    in: .panes
  ) { $0.find(.older) }
  static let findNext = Command(
    "find-next", "go to the next match; from the last, wrap around to the first", keys: [.character("]")], in: .panes
  ) {
    $0.find(.newer)
  }
  static let findLanguage = Command(
    "find-language", "find by a filter, or by text again", keys: [.function(4)], in: [.find],
    footer: "By filter", instead: FooterWord("By text") { $0.interaction.prompt?.findsByFilter == true },
    isUseful: { $0.panes.focused != .peers }
  ) { $0.toggleFindLanguage() }
  static let findOn = Command(
    "find-on", "go to the next match while typing", keys: [.function(3)], in: [.find], footer: "Next",
    isUseful: { $0.interaction.prompt?.editor.isEmpty == false }
  ) { $0.findNextWhileTyping() }
}
