import TerminalUI

extension Command {
  /// How rows are shown.
  static let viewing: [Command] = [
    Command(
      "detail", "the selected datagram's bytes and text, and back", keys: [.enter], in: .panes, footer: "Detail",
      isUseful: { $0.viewport.selected != nil }
    ) { $0.toggleDetail() },
    Command(
      "next-pane", "the keys go to the next pane", keys: [.tab], in: [.table, .detail, .reply],
      isUseful: { $0.detail != nil || $0.sending != nil }
    ) { $0.focusNext(1) },
    Command(
      "previous-pane", "the keys go to the pane before", keys: [.backTab], in: [.table, .detail, .reply]
    ) { $0.focusNext(-1) },
    Command("zoom", "give the pane the whole screen, and back", keys: [.character("\\")], in: .panes) { $0.zoom() },
    Command("hex", "text or hexadecimal in the table", keys: [.character("x")], in: .panes, footer: "Hex") { state in
      state.table.payload = state.table.payload == .text ? .hex : .text
    },
    Command(
      "time", "the time of day, since the start, since the row above", keys: [.character("t")], in: .panes
    ) { $0.table.time = $0.table.time.next },
    Command("text-left", "scroll the text to its beginning", keys: [.character("h"), .left], in: .panes) { state in
      state.table.textOffset = max(0, state.table.textOffset - 8)
    },
    Command("text-right", "scroll the text to its end", keys: [.character("l"), .right], in: .panes) { state in
      state.table.textOffset = min(200_000, state.table.textOffset + 8)
    },
    Command(
      "encoding", "choose the encoding of this peer", keys: [.character("e"), .function(8)], in: .panes,
      footer: "Encoding", isUseful: { $0.viewport.selected != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "message-encoding", "choose the encoding of the peer written to", keys: [.function(8)], in: [.reply],
      footer: "Encoding", isUseful: { $0.sending?.peer != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "encoding-of-all", "choose one encoding for all peers", keys: [.character("E")], in: .panes
    ) { $0.openEncodings(forAll: true) },
    Command(
      "next-encoding", "the next encoding, the likeliest first", keys: [.character("e"), .function(8)],
      in: [.encodings],
      footer: "Next"
    ) { $0.stepEncodings() },
    Command(
      "choose", "take the selected encoding", keys: [.enter], in: [.encodings], footer: "Choose"
    ) { $0.chooseEncoding() },
  ]
}
