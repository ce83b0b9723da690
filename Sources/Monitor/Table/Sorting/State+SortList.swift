import Basics
import Formats

extension Column: ListEntry {
  static var typing: ListTyping { .cycling }
  var names: [String] { [name] }
}

/// The list of columns to sort by.
extension State {
  mutating func openSortList() {
    let shown = table.columns.columns.filter(\.isSortable)
    let all = shown + Column.builtIn.filter { $0.isSortable && !shown.contains($0) }
    interaction.overlay = .sorting(SelectableList(all, selected: all.firstIndex(of: table.sorting.column) ?? 0))
  }

  /// Enter: sorts by the selected column, once more where it is the same.
  mutating func sortByChosen() {
    guard case .sorting(let list) = interaction.overlay, let column = list.selected else { return }
    interaction.overlay = nil
    sort(by: column, isInverted: column == table.sorting.column && table.sorting.isInverted)
    sayOrder()
  }

  /// `:sort size`.
  mutating func sort(byColumnNamed name: String) throws(CommandArgument.Problem) {
    guard let column = Column(name, hasField: { formats.inForce.hasField($0) }), column.isSortable else {
      let isDelta = name == Column.delta.name
      throw CommandArgument.Problem(
        isDelta
          ? "delta depends on the order of the rows: sort by time"
          : "no such column and no such field; the columns are \(Column.sortableNames.joined(separator: " "))",
        all: name)
    }
    sort(by: column)
    sayOrder()
  }
}
