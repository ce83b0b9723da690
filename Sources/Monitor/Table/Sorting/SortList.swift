import Basics
import PayloadText
import TerminalUI

/// The choice of a column to sort by.
struct SortList: Sendable, Hashable {
  /// The columns, those that the table shows first.
  let columns: [Column]
  /// Index into `columns`.
  var selected: Int

  /// Goes to the next column that begins with the letter.
  mutating func type(_ letter: Unicode.Scalar) {
    let letter = String(letter).lowercased()
    let after = columns.indices.filter { $0 > selected } + columns.indices.filter { $0 <= selected }
    if let found = after.first(where: { columns[$0].name.hasPrefix(letter) }) { selected = found }
  }
}

extension State {
  mutating func openSortList() {
    let shown = columns.columns.filter(\.isSortable)
    let all = shown + Column.allCases.filter { $0.isSortable && !shown.contains($0) }
    overlay = .sorting(SortList(columns: all, selected: all.firstIndex(of: sorting.column) ?? 0))
  }

  mutating func moveInSortList(_ distance: Distance) {
    guard case .sorting(var list) = overlay else { return }
    let last = list.columns.count - 1
    list.selected = scrolled(list.selected, distance, page: Layout(self).overlayRows, last: last)
    overlay = .sorting(list)
  }

  /// A letter selects.
  mutating func searchSortList(_ key: Key) {
    guard case .sorting(var list) = overlay, case .character(let letter) = key else { return }
    list.type(letter)
    overlay = .sorting(list)
  }

  /// Enter: sorts by the selected column, once more where it is the same.
  mutating func sortByChosen() {
    guard case .sorting(let list) = overlay else { return }
    overlay = nil
    let column = list.columns[list.selected]
    sort(by: column, isInverted: column == sorting.column && sorting.isInverted)
    sayOrder()
  }

  /// `:sort size`.
  mutating func sort(byColumnNamed name: String) throws(CommandArgument.Problem) {
    guard let column = Column(rawValue: name), column.isSortable else {
      let isDelta = name == Column.delta.name
      throw CommandArgument.Problem(
        isDelta
          ? "delta follows from the order of the rows: sort by time"
          : "no such column; there are \(Column.sortableNames.joined(separator: " "))", all: name)
    }
    sort(by: column)
    sayOrder()
  }

  /// `:columns …`.
  mutating func setColumns(_ line: String) throws(CommandArgument.Problem) {
    let changed = try columns.changed(by: line)
    if changed != columns { undoStack.push(.columns(columns)) }
    columns = changed
    widths = ColumnWidths()
  }
}
