import Formats

/// The choice of columns.
extension State {
  /// `:columns …`.
  mutating func setColumns(_ line: String) throws(CommandArgument.Problem) {
    let changed = try table.columns.changed(by: line) { formats.inForce.hasField($0) }
    if changed != table.columns { interaction.undoStack.push(.columns(table.columns)) }
    table.columns = changed
    table.widths = ColumnWidths()
  }
}
