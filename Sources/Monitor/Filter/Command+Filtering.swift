import TerminalUI

extension Command {
  /// Narrowing the table, and finding in it.
  static let filtering: [Command] = [
    Command(
      "filter", "narrow the table: an address, net 10.0.0.0/8, port 53, a word",
      keys: [.character("/"), .character("f"), .function(4)], in: .panes, footer: "Filter"
    ) { $0.openFilterLine() },
    Command(
      "filter-toggle", "switch the filter off, and on again", keys: [.character("T")], in: .panes
    ) { $0.toggleFilter() },
    Command(
      "only-peer", "show only the selected peer", keys: [.character("+")], in: .panes
    ) { $0.filterPeer(isOnly: true) },
    Command(
      "not-peer", "leave the selected peer out", keys: [.character("-")], in: .panes
    ) { $0.filterPeer(isOnly: false) },
    Command(
      "mark", "mark the selected row, or take its mark away", keys: [.character("m")], in: .rows
    ) { $0.toggleMark() },
    Command("only-marked", "show only marked rows, and all again", keys: [.character("M")], in: .panes) {
      $0.filterMarked()
    },
    Command(
      "find", "find a text, or what a filter shows, while it is typed; an address or a name among the peers",
      keys: [.character("s"), .function(3)], in: .panes,
      footer: "Find", isUseful: { $0.panes.focused == .peers || !$0.table.viewport.visible.isEmpty }
    ) { $0.openFindLine() },
    Command(
      "find-previous", "go to the previous match; from the first, wrap around to the last", keys: [.character("[")],
      in: .panes
    ) { $0.find(.older) },
    Command(
      "find-next", "go to the next match; from the last, wrap around to the first", keys: [.character("]")], in: .panes
    ) {
      $0.find(.newer)
    },
    Command("next-mark", "to the next marked row", keys: [.character("'")], in: .panes) { $0.goToMark(.newer) },
    Command("previous-mark", "to the marked row before", keys: [.character("\"")], in: .panes) { $0.goToMark(.older) },
    Command(
      "note", "write a note on the selected row; without a text take it away",
      keys: [], in: .panes,
      argument: CommandArgument("TEXT") { state, text, effects in state.note(text, &effects) }
    ) { $0.note(nil, &$1) },
    Command("clear", "clear the table; the log keeps its rows", keys: [.character("z")], in: .panes) { $0.clear() },
    Command(
      "undo", "undo the last clear, filter, mark, note, saved message, order or choice of columns",
      keys: [.character("u")], in: .panes
    ) { state, effects in state.undo(&effects) },
  ]
}
