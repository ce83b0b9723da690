import TerminalUI

/// Going through panes and sizing them.
extension Command {
  static let nextPane = Command(
    "next-pane", "move to the next pane", keys: [.tab], in: Set.panes.union([.reply]), footer: "Pane",
    isUseful: { $0.focus != .reply && $0.hasSeveralPanes }
  ) { $0.focusNext(1) }
  static let previousPane = Command(
    "previous-pane", "move to the previous pane", keys: [.backTab], in: Set.panes.union([.reply])
  ) { $0.focusNext(-1) }
  static let zoom = Command(
    "zoom", "give the pane the whole screen, or restore the others", keys: [.character("\\")], in: .panes,
    footer: "Unzoom", instead: FooterWord("Zoom") { $0.panes.zoomed == nil },
    isUseful: { $0.focus != .table || $0.panes.zoomed != nil }
  ) { $0.zoom() }
  static let paneLarger = Command("pane-larger", "make the pane taller", keys: [.character("}")], in: .panes) {
    $0.resizePane(by: 1)
  }
  static let paneSmaller = Command("pane-smaller", "make the pane shorter", keys: [.character("{")], in: .panes) {
    $0.resizePane(by: -1)
  }
}
