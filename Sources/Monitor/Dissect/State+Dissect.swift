import Basics
import PayloadText
import UDPCore

/// Wireshark's tree: asking for it, and moving in it.
extension State {
  /// Opens the pane for the selected row, beside its bytes, or closes it.
  mutating func toggleDissection() {
    if panes.focused == .wireshark { return closeDissection() }
    guard table.viewport.selected != nil else { return say("no row is selected") }
    stopFollowing()
    changePanes {
      $0.add(.detail)
      $0.show(.wireshark)
    }
  }

  /// Closes the pane; the program that made the tree ends.
  mutating func closeDissection() {
    changePanes { $0.close(.wireshark) }
  }

  /// Asks for the tree of the selected row where the pane is open: one at a time, and none while the newest row changes
  /// by itself.
  mutating func askForTree(_ effects: inout [Effect]) {
    guard panes.isOpen(.wireshark) else {
      guard dissection.row != nil || dissection.asked != nil else { return }
      dissection.close()
      return effects.append(.endDissection)
    }
    dissection.scroll(rows: dissectionRows)
    guard dissection.asked == nil, !table.viewport.isFollowing, let row = table.viewport.selected, row != dissection.row
    else { return }
    dissection.ask(row)
    effects.append(.dissect(row))
  }

  /// Takes the tree of a row.
  mutating func treeArrived(_ answer: Result<ProtocolTree, FailureReason>, for row: UInt64) {
    dissection.take(answer, for: row)
    showBytesOfNode()
  }

  /// The lines that the pane has room for below its rule.
  var dissectionRows: Int { max(1, layout.rows(of: .wireshark) - 1) }

  mutating func moveInDissection(_ distance: Distance) {
    dissection.move(distance, page: dissectionRows)
    showBytesOfNode()
  }

  mutating func unfoldNode() {
    guard hasTree() else { return }
    dissection.openOrEnter()
    showBytesOfNode()
  }

  mutating func foldNode() {
    guard hasTree() else { return }
    dissection.closeOrLeave()
    showBytesOfNode()
  }

  mutating func switchNode() {
    if hasTree() { dissection.toggle() }
  }

  /// Returns whether there is a tree; says so if there is none.
  private mutating func hasTree() -> Bool {
    if dissection.tree == nil { say("there is no tree yet") }
    return dissection.tree != nil
  }

  /// A click: selects a node, or opens or closes the one that is selected.
  mutating func clickDissection(row: Int) {
    guard row >= 0 else { return }
    let line = dissection.offset + row
    line == dissection.selected ? dissection.toggle() : dissection.select(line)
    showBytesOfNode()
  }

  /// The bytes of the selected row that the selected node stands for.
  var dissectedBytes: Range<Int>? {
    panes.isOpen(.wireshark) && dissection.row == table.viewport.selected ? dissection.selectedBytes : nil
  }

  /// Has the bytes of the selected node in sight.
  private mutating func showBytesOfNode() {
    if let bytes = dissectedBytes, panes.isOpen(.detail) { goToByte(bytes.lowerBound) }
  }

  /// The view of the pane.
  var dissectionView: DissectionView {
    DissectionView(
      dissection: dissection, isOfSelectedRow: dissection.row == table.viewport.selected,
      isFocused: focus == .wireshark, look: look)
  }
}
