import TerminalUI

extension Command {
  /// How rows are shown.
  static let viewing: [Command] = [
    Command(
      "detail", "the selected datagram's bytes and text, and back", keys: [.enter], in: .rows,
      footer: "Close", instead: FooterWord("Detail") { !$0.panes.isOpen(.detail) },
      isUseful: { $0.table.viewport.selected != nil && $0.focus == .table }
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
      footer: "Unzoom", instead: FooterWord("Zoom") { $0.panes.zoomed == nil },
      isUseful: { $0.focus != .table || $0.panes.zoomed != nil }
    ) { $0.zoom() },
    Command(
      "json", "JSON with a line for each value in the detail, and the bytes again", keys: [.character("J")], in: .rows,
      footer: "JSON", instead: FooterWord("Bytes") { $0.detail.form == .json },
      isUseful: { $0.focus == .detail && $0.table.viewport.selected != nil }
    ) { $0.toggleJSON() },
    Command("pane-larger", "make the pane higher", keys: [.character("}")], in: .panes) { $0.resizePane(by: 1) },
    Command("pane-smaller", "make the pane lower", keys: [.character("{")], in: .panes) { $0.resizePane(by: -1) },
    Command(
      "hex", "text or hexadecimal in the table", keys: [.character("x")], in: .panes,
      footer: "Text", instead: FooterWord("Hex") { $0.table.options.payload == .text }, isUseful: { $0.focus == .table }
    ) { $0.table.options.togglePayload() },
    Command(
      "time", "the time of day, since the start, since the row above, the date", keys: [.character("t")], in: .panes
    ) { $0.table.options.time = $0.table.options.time.next },
    Command("sort-left", "sort by the column to the left", keys: [.character("<")], in: .rows) { $0.sortNext(-1) },
    Command("sort-right", "sort by the column to the right", keys: [.character(">")], in: .rows) { $0.sortNext(1) },
    Command(
      "sort", "choose the column to sort by", keys: [.function(6)], in: .rows, footer: "Sort",
      isUseful: { $0.table.viewport.selected != nil },
      argument: CommandArgument("COLUMN", candidates: { _, before in before.isEmpty ? Column.sortableNames : [] }) {
        state, name, _ throws(CommandArgument.Problem) in try state.sort(byColumnNamed: name)
      }
    ) { $0.openSortList() },
    Command("invert", "turn the order round", keys: [.character("I")], in: .rows) { $0.invertOrder() },
    Command(
      "columns", "which columns, in their order: number time source:25 text; +note, -size, default", keys: [],
      in: .panes,
      argument: CommandArgument("NAME…", candidates: { state, before in state.table.columns.candidates(after: before) })
      {
        state, line, _ throws(CommandArgument.Problem) in try state.setColumns(line)
      }
    ) { $0.openCommandLine("columns \($0.table.columns.line)") },
    Command(
      "text-left", "scroll the text 8 columns back; hexadecimal 8 bytes", keys: [.character("h"), .left], in: [.table]
    ) {
      $0.table.options.scroll(-8)
    },
    Command(
      "text-right", "scroll the text 8 columns on; hexadecimal 8 bytes", keys: [.character("l"), .right], in: [.table]
    ) {
      $0.table.options.scroll(8)
    },
    Command(
      "encoding", "choose the encoding of the selected peer",
      keys: [.character("e"), .function(8)], in: .panes,
      footer: "Encoding", isUseful: { $0.subject != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "keep-encoding", "write the encoding of the selected row's peer into the configuration, for its address",
      keys: [],
      in: .panes,
      argument: CommandArgument(
        "ADDRESS or NETWORK", isOptional: true,
        candidates: { state, before in before.isEmpty ? state.keepableTargets : [] }
      ) { state, text, effects throws(CommandArgument.Problem) in try state.keepEncoding(for: text, &effects) }
    ) { state, effects in state.keepEncoding(&effects) },
    Command(
      "message-encoding", "choose the encoding of this message, or of a peer that has only sent ASCII",
      keys: [.function(8)], in: [.reply],
      footer: "Encoding", isUseful: { $0.compose.panel?.peer != nil }
    ) { $0.openEncodings(forAll: false) },
    Command(
      "encoding-of-all", "choose one encoding for all peers", keys: [.character("E")], in: .panes
    ) { $0.openEncodings(forAll: true) },
    Command(
      "next-encoding", "the next encoding, the likeliest first; e does so too", keys: [.function(8)],
      in: [.encodings], footer: "Next"
    ) { $0.changeList(.step) },
    Command(
      "sort-by", "sort by the selected column; letters select one", keys: [.enter], in: [.sorting], footer: "Sort"
    ) { $0.sortByChosen() },
    Command(
      "choose", "take the selected encoding; letters select one by its name", keys: [.enter], in: [.encodings],
      footer: "Choose"
    ) { $0.chooseEncoding(&$1) },
  ]
}
