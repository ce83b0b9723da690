import TerminalUI
import UDPCore

/// The rows in sight: following, forms, marks and notes.
extension Command {
  static let follow = Command(
    "follow", "follow the newest row, or stop following", keys: [.character("F")], in: .panes, footer: "Follow",
    isUseful: { !$0.table.viewport.isFollowing && $0.focus == .table }
  ) { state in
    if state.table.viewport.isFollowing { state.stopFollowing() } else { state.goLive() }
  }
  static let freeze = Command(
    "freeze", "freeze the view while reception continues, or unfreeze it", keys: [.character("p")], in: .panes,
    footer: "Freeze", instead: FooterWord("Continue") { $0.table.viewport.isFrozen },
    isUseful: { $0.log.endNumber > 1 && $0.focus == .table }
  ) { $0.toggleFreeze() }
  static let hex = Command(
    "hex", "show text or hexadecimal in the table", keys: [.character("x")], in: .panes,
    footer: "Text", instead: FooterWord("Hex") { $0.table.options.payload == .text }, isUseful: { $0.focus == .table }
  ) { $0.togglePayload() }
  static let time = Command(
    "time", "switch the time: of day, since the start, since the row above, with the date", keys: [.character("t")],
    in: .panes
  ) { $0.stepTime() }
  static let textLeft = Command(
    "text-left", "scroll the text 8 columns back; hexadecimal 8 bytes", keys: [.character("h"), .left], in: [.table]
  ) {
    $0.table.options.scroll(-8)
  }
  static let textRight = Command(
    "text-right", "scroll the text 8 columns on; hexadecimal 8 bytes", keys: [.character("l"), .right], in: [.table]
  ) {
    $0.table.options.scroll(8)
  }
  static let mark = Command(
    "mark", "mark the selected row, or remove its mark", keys: [.character("m")], in: .rows
  ) { $0.toggleMark() }
  static let onlyMarked = Command(
    "only-marked", "show only marked rows, or all rows again", keys: [.character("M")], in: .panes
  ) {
    $0.filterMarked()
  }
  static let nextMark = Command("next-mark", "to the next marked row", keys: [.character("'")], in: .panes) {
    $0.goToMark(.newer)
  }
  static let previousMark = Command("previous-mark", "to the previous marked row", keys: [.character("\"")], in: .panes)
  {
    $0.goToMark(.older)
  }
  static let note = Command(
    "note", "write a note on the selected row, or on the one just marked; without a text, remove it",
    keys: [], in: .panes,
    argument: CommandArgument("TEXT") { state, text, effects in state.note(text, &effects) }
  ) { $0.note(nil, &$1) }
  static let clear = Command("clear", "clear the table; the log keeps its rows", keys: [.character("z")], in: .panes) {
    $0.clear()
  }
}
