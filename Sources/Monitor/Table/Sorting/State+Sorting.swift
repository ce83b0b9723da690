import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// Sorting the table while traffic runs.
extension State {
  /// What one action spends on sorting, in nanoseconds, roughly.
  private static let sortBudget = 6_000_000

  /// The rows that are shown, in the order in which they stand.
  var rowOrder: RowOrder {
    RowOrder(
      run: filtering.run, sorted: sorting.rows, isInverted: sorting.isInverted && !isSortingAnew, limit: viewport.limit)
  }

  /// Whether rows stand as they came, because they are not sorted for the first time yet.
  private var isSortingAnew: Bool { sorting.column != .number && sorting.rows == nil }

  /// The columns of the table as the window shows them.
  var tableLayout: ColumnLayout {
    ColumnLayout(columns: Layout(self).table.columns, widths: widths, set: columns, time: table.time)
  }

  /// Rows that the filter shows and that were not sorted yet.
  var unsortedCount: Int {
    guard let rows = sorting.rows else { return 0 }
    return max(0, filtering.run.shownCount - filtering.run.rank(of: rows.through + 1))
  }

  /// Sorts by a column, or in the other direction where it is the same.
  mutating func sort(by column: Column, isInverted: Bool = false) {
    keepOrder(isLeftFor: column, isInverted: isInverted)
    order(by: column, isInverted: isInverted)
  }

  /// Keeps the present order, so that another one can be undone.
  private mutating func keepOrder(isLeftFor column: Column, isInverted: Bool) {
    guard column != sorting.column || isInverted != sorting.isInverted else { return }
    undoStack.push(.sorting(sorting.column, isInverted: sorting.isInverted))
  }

  /// Sorts by a column.
  mutating func order(by column: Column, isInverted: Bool) {
    sorting.isInverted = isInverted
    if column != sorting.column || sorting.rows == nil { sorting.choose(column) } else { sorting.ask() }
    showSelected()
  }

  /// Sorts once more as it is, with what came since.
  mutating func sortAgain() {
    sorting.ask()
  }

  /// Sorts by the column `step` places to the right of the present one, of those that the window shows.
  mutating func sortNext(_ step: Int) {
    let shown = tableLayout.places.map(\.column).filter(\.isSortable)
    guard !shown.isEmpty else { return }
    let index = shown.firstIndex(of: sorting.column)
    let next = index.map { ($0 + step + shown.count) % shown.count } ?? (step > 0 ? 0 : shown.count - 1)
    sort(by: shown[next])
    sayOrder()
  }

  /// Turns the order round; nothing has to be sorted for that.
  mutating func invertOrder() {
    keepOrder(isLeftFor: sorting.column, isInverted: !sorting.isInverted)
    sorting.isInverted.toggle()
    showSelected()
    sayOrder()
  }

  /// Says by what the table is sorted now.
  mutating func sayOrder() {
    let (column, isInverted) = (sorting.column, sorting.isInverted)
    let order: Phrase =
      switch (column, isInverted) {
      case (.number, true): "rows stand newest first"
      case (.number, false): "rows stand as they came"
      case (_, true): "rows stand by \(column.name), greatest first"
      case (_, false): "rows stand by \(column.name)"
      }
    say(order) { $0.sorting.column == column && $0.sorting.isInverted == isInverted }
  }

  /// Starts what is due, and goes on with what was started.
  mutating func sortOn() {
    startSorting()
    guard sorting.run != nil else { return }
    let key = SortKey(column: sorting.column, texts: texts, interfaces: configuration.interfaces, notes: notes)
    let (wasAsked, log, run) = (sorting.isAsked, log, filtering.run)
    let isDone = sorting.advance(clock.monotonic) { $0.advance(log, run, by: key, budget: Self.sortBudget) }
    guard isDone else { return }
    if wasAsked { showSelected() } else if viewport.isFollowing { layOutAnew() }
  }

  /// A view that stands still is not sorted under the person's eyes.
  mutating func startSorting() {
    guard sorting.isDue(clock.monotonic), filtering.run.isComplete else { return }
    guard sorting.isAsked || (viewport.isFollowing && isSortingStale) else { return }
    sorting.start(through: min(viewport.limit, log.endNumber - 1), clock.monotonic)
  }

  private var isSortingStale: Bool {
    guard let rows = sorting.rows, !sorting.isOutdated else { return true }
    return unsortedCount > 0 || filtering.run.rank(of: rows.through + 1) != rows.count
  }

  /// Has the selected row in its line of the screen again, among other rows.
  private mutating func showSelected() {
    guard !viewport.isFollowing, let selected = viewport.selected else { return layOutAnew() }
    let order = rowOrder
    let line = viewport.visible.firstIndex(of: selected) ?? 0
    viewport.wish = selected
    viewport.top = order.rows(before: selected, count: line).first ?? selected
    layOutAnew()
  }
}
