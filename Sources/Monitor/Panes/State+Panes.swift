import Basics
import TerminalUI

/// Opening, closing and sizing panes.
extension State {
  /// Whether Tab has somewhere to go.
  var hasSeveralPanes: Bool { !panes.open.isEmpty }

  /// The panes that are open.
  var panes: Panes { interaction.panes }

  /// The regions of the screen, since the last change of what takes room.
  var layout: Layout { interaction.layout }

  /// Changes the panes, and lays the screen out anew.
  mutating func changePanes(_ change: (inout Panes) -> Void) {
    change(&interaction.panes)
    layOut()
  }

  /// Lays the screen out for what is open, typed and said now.
  mutating func layOut() {
    interaction.layout = Layout(
      size: size, open: panes.open.intersection(PaneArrangement.stack), heights: panes.heights,
      messageLines: compose.panel.map { $0.editor.lines.count }, previewLines: compose.panel?.previewRows ?? 1,
      noticeLines: noticeLines.count, hasPrompt: interaction.prompt != nil, focused: panes.focused,
      zoomed: panes.zoomed, keepsRows: panes.keepsRows(in: size))
  }

  /// Opens a pane and gives it the keys; where it has them already, it is closed.
  mutating func toggle(_ pane: Pane) {
    let isClosing = panes.focused == pane
    changePanes { isClosing ? $0.close(pane) : $0.show(pane) }
  }

  /// Closes a pane, and what was open in it.
  mutating func close(_ pane: Pane) {
    switch pane {
    case .table: break
    case .detail: closeDetail()
    case .wireshark: closeDissection()
    case .reply: closePanel()
    case .conversation: closeConversation()
    case .peers, .kinds, .rate, .graph, .relay: changePanes { $0.close(pane) }
    }
  }

  /// Makes the pane that has the keys higher by so many rows, at the expense of the table; lower when negative. The
  /// table grows at the expense of the pane below it.
  mutating func resizePane(by rows: Int) {
    changePanes { $0.unzoom() }
    let (before, size, pane) = (layout, size, panes.focused)
    let isTable = pane == .table
    let open = PaneArrangement.stack.filter { before.rows(of: $0) > 0 }
    guard let target = isTable ? open.first : open.first(where: { $0 == pane }), before.room > 0 else {
      return sayNoOtherPane()
    }
    let wanted = before.rows(of: target) + (isTable ? -rows : rows)
    changePanes { panes in
      // The others stay as they are.
      for other in open { panes.setHeight(before.rows(of: other), of: other, in: before.room, at: size) }
      panes.setHeight(wanted, of: target, in: before.room, at: size)
    }
    let height = layout.rows(of: target)
    guard height == before.rows(of: target) else { return }
    // What is kept is what is seen, so that the key for the other way does something at once.
    changePanes { $0.setHeight(height, of: target, in: before.room, at: size) }
    say(
      wanted > height
        ? "there is no more room: \(key("zoom")) gives a pane the whole screen" : "a pane cannot be shorter than this"
    )
  }

  /// Gives the keys to the next pane that is open.
  mutating func focusNext(_ step: Int) {
    guard hasSeveralPanes else { return sayNoOtherPane() }
    changePanes { $0.focusNext(step) }
  }

  /// Gives the pane that has the keys the whole screen, or takes it back.
  mutating func zoom() {
    guard panes.zoomed != nil || hasSeveralPanes else { return sayNoOtherPane() }
    changePanes { $0.toggleZoom() }
  }

  /// Says that the table is the only pane, and which keys open others.
  private mutating func sayNoOtherPane() {
    say("no other pane is open: \(key("detail")), \(key("peers")) and \(key("rate")) open some")
  }

  /// Has the arrangement kept for the next run when it is another one.
  mutating func keepPanes(_ effects: inout [Effect]) {
    if let arrangement = interaction.panes.changedArrangement() { effects.append(.savePanes(arrangement)) }
  }
}
