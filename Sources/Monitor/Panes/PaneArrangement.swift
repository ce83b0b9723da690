/// The panes that are open beside the table and their heights: what is remembered between runs.
package struct PaneArrangement: Sendable, Hashable {
  /// The panes that can stand between table and reply, from the top down.
  static let stack = Pane.allCases.filter { $0 != .table && $0 != .reply }

  /// The panes whose places are kept: not Wireshark's tree, which would start a program, nor the
  /// graph and the conversation, which are of a row, nor the sliders of a relay.
  package static let remembered = Set(stack).subtracting([.wireshark, .graph, .conversation, .relay])

  /// The panes that are open.
  package var open: Set<Pane>
  /// The heights that a person chose, in thousandths of the room that panes and table share.
  package var heights: [Pane: Int]

  /// Nothing open, no height chosen.
  package init(open: Set<Pane> = [], heights: [Pane: Int] = [:]) {
    self.open = open
    self.heights = heights
  }
}
