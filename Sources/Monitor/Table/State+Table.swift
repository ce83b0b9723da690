/// The view of the table.
extension State {
  var tableView: TableView {
    TableView(
      table: table, layout: tableLayout, log: log, order: rowOrder, texts: texts, finding: finding,
      colors: RowColors(configuration.colors, in: filterContext), origin: timeOrigin,
      empty: table.viewport.visible.isEmpty ? emptyTableLines : [], unsorted: unsortedCount,
      isFocused: focus == .table, look: look)
  }
}
