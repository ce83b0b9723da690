import Basics
import UDPCore

/// Copying rows to the clipboard.
extension State {
  /// The rows that a copy takes: all marked ones where the selected one is marked, or the one that was marked just before
  /// it came to be selected, in the table's order; else the selected one.
  var copiedRows: [UInt64] {
    guard let selected = table.viewport.selected else { return [] }
    guard let row = noteRow, table.marked.contains(row) else { return [selected] }
    let order = rowOrder
    return table.marked.filter { log[$0] != nil && $0 >= table.firstNumber }.sorted { order.precedes($0, $1) }
  }

  /// The title of the choice of forms.
  var copyTitle: Phrase {
    let rows = copiedRows
    return rows.count == 1
      ? "copy row \(Figures.grouped(rows[0]))" : "copy \(Figures.grouped(rows.count)) marked rows"
  }

  mutating func openCopyMenu() {
    guard table.viewport.selected != nil else { return say("no row is selected") }
    interaction.overlay = .copying
  }

  mutating func copy(_ form: CopyForm, _ effects: inout [Effect]) {
    let rows = copiedRows
    guard rows.contains(where: { log[$0] != nil }) else { return say("there is no row to copy") }
    effects.append(.copy(form, rows: rows))
  }
}
