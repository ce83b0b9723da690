import DisplayFilter
import PayloadText
import PeerText
import TerminalUI

/// What the mouse does, where it was asked for.
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
        if target == .table { clickTable(row: place.row - layout.table.row, column: place.column) }
        if target == .peers { clickPeers(row: place.row - layout.peers.row - 1, column: place.column, layout) }
        if target == .detail { clickDetail(row: place.row - layout.detail.row - 1, column: place.column) }
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

  /// The cursor goes to a byte, or to the character in the text beside.
  private mutating func clickDetail(row: Int, column: Int) {
    let window = visibleBytes
    let (dump, column) = (window.dump, column - (size.columns > window.dump.width ? 1 : 0))
    guard detail.sheet == nil, let datagram = selectedDatagram, row >= 0, row < window.rows.count else { return }
    let start = (window.rows.lowerBound + row) * dump.bytesPerRow
    let bytes = start..<min(dump.byteCount, start + dump.bytesPerRow)
    var byte = bytes.last { dump.bytesColumn + dump.column(ofByte: $0 - start) <= column }
    if column >= dump.textColumn {
      let line = window.rows.lowerBound + row
      let text = texts.rows(line..<line + 1, of: datagram, bytesPerRow: dump.bytesPerRow).first ?? DumpText()
      let isHex = texts.textEncoding(of: datagram) == .hex
      byte =
        isHex
        ? bytes.first { $0 - start == column - dump.textColumn }
        : text.characters.first { text.text.columns(of: $0.units).contains(column - dump.textColumn) }?.bytes.lowerBound
    }
    if let byte { goToByte(byte) }
  }

  /// The same among the peers: a heading sorts, and turns the order round; a peer is selected.
  private mutating func clickPeers(row: Int, column: Int, _ layout: Layout) {
    if row > 0 {
      let index = peers.list.offset + row - 1
      if row <= layout.peerRows { peers.list.select(index, in: peers.ledger) }
    } else if row == 0, let heading = peerSheet.column(at: column - layout.peers.column) {
      if peers.list.column == heading { return invertPeers() }
      sortPeers(by: heading, isInverted: false)
    }
  }

  /// A heading sorts by its column, and turns the order round where it did so already; a row is selected.
  private mutating func clickTable(row: Int, column: Int) {
    if row > 0 {
      if table.viewport.visible.indices.contains(row - 1) { select(table.viewport.visible[row - 1]) }
    } else if let place = tableLayout.place(at: column), place.column.isSortable {
      if table.sorting.column == place.column { return invertOrder() }
      sort(by: place.column)
      sayOrder()
    }
  }
}
