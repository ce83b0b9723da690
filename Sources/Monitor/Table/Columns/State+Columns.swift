import Basics
import Formats

/// The choice of columns.
extension State {
  /// `:columns …`: chooses the columns and says how many there are.
  mutating func setColumns(_ line: String) throws(CommandArgument.Problem) {
    let changed = try table.columns.changed(by: line) { formats.inForce.hasField($0) }
    if changed != table.columns { interaction.undoStack.push(.columns(table.columns)) }
    table.columns = changed
    table.widths = ColumnWidths()
    let (count, missing) = (changed.columns.count, tableLayout.missing)
    let tail: Phrase =
      switch missing {
      case 0: ""
      case 1: "; 1 of them does not fit here"
      default: "; \(missing) of them do not fit here"
      }
    say(count == 1 ? "the table has 1 column" : "the table has \(count) columns", tail: tail) {
      $0.table.columns == changed
    }
  }
}
