/// The table.
extension State {
  /// The view of the table.
  var tableView: TableView {
    TableView(
      table: table, layout: tableLayout, log: log, order: rowOrder, texts: texts, formats: formats, finding: finding,
      colors: RowColors(configuration.colors, in: filterContext), origin: timeOrigin,
      empty: table.viewport.visible.isEmpty ? emptyTableLines : [], unsorted: unsortedCount,
      isFocused: focus == .table, look: look)
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
