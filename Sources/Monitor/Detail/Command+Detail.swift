import TerminalUI

/// The pane below the table.
extension Command {
  static let detail = Command(
    "detail", "show or hide the datagram's bytes and text", keys: [.enter], in: .rows,
    footer: "Close", instead: FooterWord("Detail") { !$0.panes.isOpen(.detail) },
    isUseful: { $0.table.viewport.selected != nil && $0.focus == .table }
  ) { $0.toggleDetail() }
  static let json = Command(
    "json", "in the detail, show JSON with one value a line, or the bytes again", keys: [.character("J")], in: .rows,
    footer: "JSON", instead: FooterWord("Bytes") { $0.detail.form == .json },
    isUseful: { $0.focus == .detail && $0.table.viewport.selected != nil }
  ) { $0.toggleJSON() }
  static let selectBytes = Command(
    "select-bytes", "select bytes from the cursor on, as it moves; again, or a step back, ends it",
    keys: [.character("v")], in: [.detail]
  ) { $0.toggleSelection() }
  static let byteLeft = Command("byte-left", "one byte back", keys: [.left, .character("h")], in: [.detail]) {
    $0.moveByte(by: -1)
  }
  static let byteRight = Command("byte-right", "one byte on", keys: [.right, .character("l")], in: [.detail]) {
    $0.moveByte(by: 1)
  }
  static let characterLeft = Command("character-left", "to the previous character", keys: [.wordLeft], in: [.detail]) {
    $0.moveCharacter(isForward: false)
  }
  static let characterRight = Command("character-right", "to the next character", keys: [.wordRight], in: [.detail]) {
    $0.moveCharacter(isForward: true)
  }
}
