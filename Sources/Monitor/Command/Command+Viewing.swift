import TerminalUI

extension Command {
  /// How rows are shown.
  static let viewing: [Command] = [
    Command(
      "detail", "the selected datagram's bytes and text, and back", keys: [.enter], in: .rows,
      wording: { $0.detail == nil ? "Detail" : "Close" },
      isUseful: { $0.viewport.selected != nil && $0.focus == .table }
    ) { $0.toggleDetail() },
    Command(
      "next-pane", "the keys go to the next pane", keys: [.tab], in: Set.panes.union([.reply]), footer: "Pane",
      isUseful: { $0.focus != .reply && $0.hasSeveralPanes }
    ) { $0.focusNext(1) },
    Command(
      "previous-pane", "the keys go to the pane before", keys: [.backTab], in: Set.panes.union([.reply])
    ) { $0.focusNext(-1) },
    Command(
      "zoom", "give the pane the whole screen, and back", keys: [.character("\\")], in: .panes,
      wording: { $0.zoomed == nil ? "Zoom" : "Unzoom" }, isUseful: { $0.focus != .table || $0.zoomed != nil }
    ) { $0.zoom() },
    Command("pane-larger", "make the pane higher", keys: [.character("}")], in: .panes) { $0.resizePane(by: 1) },
    Command("pane-smaller", "make the pane lower", keys: [.character("{")], in: .panes) { $0.resizePane(by: -1) },
    Command(
      "hex", "text or hexadecimal in the table", keys: [.character("x")], in: .panes,
      wording: { $0.table.payload == .text ? "Hex" : "Text" }, isUseful: { $0.focus == .table }
    ) { $0.table.togglePayload() },
    Command(
      "time", "the time of day, since the start, since the row above", keys: [.character("t")], in: .panes
    ) { $0.table.time = $0.table.time.next },
    Command(
      "text-left", "scroll the text 8 columns back; hexadecimal 8 bytes", keys: [.character("h"), .left], in: [.table]
    ) {
      $0.table.scroll(-8)
    },
    Command(
      "text-right", "scroll the text 8 columns on; hexadecimal 8 bytes", keys: [.character("l"), .right], in: [.table]
    ) {
      $0.table.scroll(8)
    },
    Command(
      "encoding", "choose the encoding of the selected peer",
      keys: [.character("e"), .function(8)], in: .panes,
      footer: "Encoding", isUseful: { $0.subject != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "message-encoding", "choose the encoding of the peer written to", keys: [.function(8)], in: [.reply],
      footer: "Encoding", isUseful: { $0.sending?.peer != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "encoding-of-all", "choose one encoding for all peers", keys: [.character("E")], in: .panes
    ) { $0.openEncodings(forAll: true) },
    Command(
      "next-encoding", "the next encoding, the likeliest first; e does so too", keys: [.function(8)],
      in: [.encodings], footer: "Next"
    ) { $0.stepEncodings() },
    Command(
      "choose", "take the selected encoding; letters select one by its name", keys: [.enter], in: [.encodings],
      footer: "Choose"
    ) { $0.chooseEncoding() },
  ]
}
