import Basics
import PayloadText

/// Which panes are open beside the table and how high they are: what is remembered between runs.
package struct PaneArrangement: Sendable, Hashable {
  /// The panes that can stand between table and reply, from the top down.
  static let stack: [Focus] = [.peers, .rate, .detail]

  /// The panes whose places are kept.
  package static let remembered = Set(stack)

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
  var hasSeveralPanes: Bool { detail != nil || compose.panel != nil || !panes.open.isEmpty }

  /// Opens a pane and gives it the keys; where it has them already, it is closed.
  mutating func toggle(_ pane: Focus) {
    if panes.isOpen(pane), self.pane == pane { return close(pane) }
    panes.open.insert(pane)
    resizedAt = nil
    self.pane = pane
    if zoomed != nil { zoomed = pane }
  }

  /// Makes the pane that has the keys higher by so many rows, at the expense of the table; lower when negative. The
  /// table grows at the expense of the pane below it.
  mutating func resizePane(by rows: Int) {
    zoomed = nil
    let layout = Layout(self)
    let isTable = pane == .table
    let open = PaneArrangement.stack.filter { layout.rows(of: $0) > 0 }
    guard let target = isTable ? open.first : open.first(where: { $0 == pane }), layout.room > 0 else {
      return sayNoOtherPane()
    }
    let wanted = layout.rows(of: target) + (isTable ? -rows : rows)
    resizedAt = size
    // The others stay as they are.
    for other in open { setHeight(layout.rows(of: other), of: other, in: layout.room) }
    setHeight(wanted, of: target, in: layout.room)
    let height = Layout(self).rows(of: target)
    guard height == layout.rows(of: target) else { return }
    // What is kept is what is seen, so that the key for the other way does something at once.
    setHeight(height, of: target, in: layout.room)
    say(
      wanted > height
        ? "there is no room for more: \(key("zoom")) gives a pane the whole screen" : "a pane cannot be lower than this"
    )
  }

  /// Says that the table is the only pane, and which keys open others.
  mutating func sayNoOtherPane() {
    say("no other pane is open: \(key("detail")), \(key("peers")) and \(key("rate")) open some")
  }

  private mutating func setHeight(_ rows: Int, of pane: Focus, in room: Int) {
    panes.heights[pane] = (min(max(2, rows), room - 2) * 1_000 + room / 2) / room
  }

  /// Has the arrangement kept for the next run when it is another one.
  mutating func keepPanes(_ effects: inout [Effect]) {
    var arrangement = panes
    if detail != nil { arrangement.open.insert(.detail) }
    guard arrangement != savedPanes else { return }
    savedPanes = arrangement
    effects.append(.savePanes(arrangement))
  }

  mutating func close(_ pane: Focus) {
    panes.open.remove(pane)
    if zoomed == pane { zoomed = nil }
    if self.pane == pane { self.pane = .table }
  }
}
