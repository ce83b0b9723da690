import TerminalUI

/// The graph of fields.
extension Command {
  private static let graph = Command(
    "graph", "draw fields over time: those named, else the one under the cursor, else the columns of the table",
    keys: [.character("V")], in: .panes, footer: "Graph", instead: FooterWord("Close") { $0.focus == .graph },
    isUseful: { $0.focus == .graph },
    argument: CommandArgument("FIELD…", candidates: { state, before in state.graphableFields(except: before) }) {
      state, line, _ throws(CommandArgument.Problem) in try state.graphFields(line)
    }
  ) { $0.toggleGraph() }

  /// The graph of fields.
  static let graphing: [Command] = [
    graph,
    Command(
      "graph-peer", "the fields in the datagrams of one peer, or in all rows again", keys: [.enter], in: [.graph],
      footer: "All rows", instead: FooterWord("One peer") { $0.formats.graph?.peer == nil }
    ) { $0.switchFieldGraph() },
    Command(
      "graph-next", "the graph of the format's next field", keys: [.down, .character("j")], in: [.graph],
      footer: "Next field"
    ) { $0.stepFieldGraph(1) },
    Command(
      "graph-previous", "the graph of the format's previous field", keys: [.up, .character("k")], in: [.graph]
    ) { $0.stepFieldGraph(-1) },
    Command(
      "graph-left", "the values one column earlier", keys: [.left, .character("h")], in: [.graph], footer: "Earlier"
    ) { $0.moveGraphCursor(-1) },
    Command(
      "graph-right", "the values one column later", keys: [.right, .character("l")], in: [.graph], footer: "Later",
      isUseful: { $0.formats.graph?.cursor != nil }
    ) { $0.moveGraphCursor(1) },
    Command("graph-oldest", "the oldest values", keys: [.home, .character("g")], in: [.graph]) {
      $0.moveGraphCursor(toOldest: true)
    },
    Command("graph-newest", "the newest values, with those that arrive", keys: [.end, .character("G")], in: [.graph]) {
      $0.moveGraphCursor(toOldest: false)
    },
    Command("graph-closer", "less time a column", keys: [.character(">")], in: [.graph], footer: "Closer") {
      $0.zoomGraph(1)
    },
    Command("graph-wider", "more time a column", keys: [.character("<")], in: [.graph], footer: "Wider") {
      $0.zoomGraph(-1)
    },
  ]
}
