import TerminalUI

/// The mouse, where it was asked for.
extension State {
  /// Lines that a notch of the wheel moves.
  private static let notch = 3

  mutating func point(_ action: MouseAction, at place: Position, _ effects: inout [Effect]) {
    let layout = self.layout
    switch action {
    case .wheelUp: turnWheel(-Self.notch, over: layout.pane(at: place))
    case .wheelDown: turnWheel(Self.notch, over: layout.pane(at: place))
    case .click:
      if layout.footer.contains(place) {
        let footer = footerRest
        if let key = Footer(self, columns: footer.columns).key(at: place.column - footer.column) {
          _ = press(key, &effects)
        }
      } else if interaction.overlay == nil, let target = layout.pane(at: place) {
        if interaction.prompt == nil { changePanes { $0.focus(target) } }
        let row = place.row - layout[target].row
        switch target {
        case .table: clickTable(row: row, column: place.column)
        case .peers: clickPeers(row: row - 1, column: place.column, layout)
        case .detail: clickDetail(row: row - 1, column: place.column)
        case .wireshark: clickDissection(row: row - 1)
        case .kinds: clickKinds(row: row - 1)
        case .conversation: clickConversation(row: row - 1)
        case .relay: clickRelay(at: place)
        case .rate, .graph, .reply: break
        }
      }
    }
  }

  /// Moves in the list that lies over the panes, else in the pane below the pointer.
  private mutating func turnWheel(_ lines: Int, over target: Pane?) {
    guard interaction.overlay == nil, interaction.prompt == nil, let target else { return move(.lines(lines)) }
    let focused = panes.focused
    interaction.panes.focus(target)
    move(.lines(lines))
    interaction.panes.focus(focused)
  }
}
