/// Which panes are open beside the table and how high they are: what is remembered between runs.
package struct PaneArrangement: Sendable, Hashable {
  /// The panes that can stand between table and reply, from the top down.
  static let stack: [Focus] = [.peers, .detail]

  /// The panes that are open.
  package var open: Set<Focus>
  /// The heights that a person chose, in thousandths of the room that panes and table share.
  package var heights: [Focus: Int]

  /// Nothing open, no height chosen.
  package init(open: Set<Focus> = [], heights: [Focus: Int] = [:]) {
    self.open = open
    self.heights = heights
  }

  func isOpen(_ pane: Focus) -> Bool { open.contains(pane) }
}

extension State {
  /// Whether Tab has somewhere to go.
  var hasSeveralPanes: Bool { detail != nil || sending != nil || !panes.open.isEmpty }

  /// Opens a pane and gives it the keys; where it has them already, it is closed.
  mutating func toggle(_ pane: Focus) {
    if panes.isOpen(pane), self.pane == pane { return close(pane) }
    panes.open.insert(pane)
    self.pane = pane
    if zoomed != nil { zoomed = pane }
  }

  mutating func close(_ pane: Focus) {
    panes.open.remove(pane)
    if zoomed == pane { zoomed = nil }
    if self.pane == pane { self.pane = .table }
  }
}
