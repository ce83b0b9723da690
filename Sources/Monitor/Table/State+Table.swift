import Basics
import DisplayFilter

/// The table.
extension State {
  /// The view of the table.
  var tableView: TableView {
    TableView(
      table: table, layout: tableLayout, log: log, order: rowOrder, texts: texts, formats: formats, finding: finding,
      colors: RowColors(configuration.colors, in: filterContext), origin: timeOrigin,
      empty: table.viewport.visible.isEmpty ? emptyTableLines : [], unsorted: unsortedCount,
      isFocused: focus == .table,
      lookChanges: configuration.colors.contains { $0.filter.needsClock } ? nil : interaction.lookChanges, look: look)
  }

  /// Shows text in place of hexadecimal, or the other way round, and says so.
  mutating func togglePayload() {
    table.options.togglePayload()
    let payload = table.options.payload
    remark(
      payload == .hex ? "the table shows hexadecimal" : "the table shows text", tail: remark(about: .text)
    ) { $0.table.options.payload == payload }
  }

  /// Shows the time in its next form, and says which one that is.
  mutating func stepTime() {
    let time = table.options.time.next
    table.options.time = time
    remark(time.sentence, tail: remark(about: .time)) { $0.table.options.time == time }
  }

  /// Returns the remark that a column is not in sight; empty where it is.
  private func remark(about column: Column) -> Phrase {
    tableLayout.places.contains { $0.column == column } ? "" : "; the column \(column.name) is not in sight"
  }

  /// A click: a heading sorts by its column, and inverts the order where it did so already; a row is selected.
  mutating func clickTable(row: Int, column: Int) {
    if row > 0 {
      if table.viewport.visible.indices.contains(row - 1) { select(table.viewport.visible[row - 1]) }
    } else if let place = tableLayout.place(at: column), place.column.isSortable {
      if table.sorting.column == place.column { return invertOrder() }
      sort(by: place.column)
      sayOrder()
    }
  }
}
