import TerminalUI

/// Going through panes and sizing them.
extension Command {
  static let nextPane = Command(
    "next-pane", "the keys go to the next pane", keys: [.tab], in: Set.panes.union([.reply]), footer: "Pane",
    isUseful: { $0.focus != .reply && $0.hasSeveralPanes }
  ) { $0.focusNext(1) }
  static let previousPane = Command(
    "previous-pane", "the keys go to the pane before", keys: [.backTab], in: Set.panes.union([.reply])
  ) { $0.focusNext(-1) }
  static let zoom = Command(
    "zoom", "give the pane the whole screen, and back", keys: [.character("\\")], in: .panes,
    footer: "Unzoom", instead: FooterWord("Zoom") { $0.panes.zoomed == nil },
    isUseful: { $0.focus != .table || $0.panes.zoomed != nil }
  ) { $0.zoom() }
  static let paneLarger = Command("pane-larger", "make the pane higher", keys: [.character("}")], in: .panes) {
    $0.resizePane(by: 1)
  }
  static let paneSmaller = Command("pane-smaller", "make the pane lower", keys: [.character("{")], in: .panes) {
    $0.resizePane(by: -1)
  }
}
