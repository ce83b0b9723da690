import Formats
import TerminalUI

/// The order of the table.
extension Command {
  static let sortLeft = Command("sort-left", "sort by the column to the left", keys: [.character("<")], in: .rows) {
    $0.sortNext(-1)
  }
  static let sortRight = Command("sort-right", "sort by the column to the right", keys: [.character(">")], in: .rows) {
    $0.sortNext(1)
  }
  static let sort = Command(
    "sort", "choose the column to sort by", keys: [.function(6)], in: .rows, footer: "Sort",
    isUseful: { $0.table.viewport.selected != nil },
    argument: CommandArgument(
      "COLUMN",
      candidates: { state, before in
        before.isEmpty ? Column.sortableNames + state.formats.inForce.fieldNames : []
      }
    ) {
      state, name, _ throws(CommandArgument.Problem) in try state.sort(byColumnNamed: name)
    }
  ) { $0.openSortList() }
  static let invert = Command("invert", "reverse the order", keys: [.character("I")], in: .rows) { $0.invertOrder() }
  static let sortBy = Command(
    "sort-by", "sort by the selected column; letters select one", keys: [.enter], in: [.sorting], footer: "Sort"
  ) { $0.sortByChosen() }
}
