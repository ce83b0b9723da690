import Basics
import DisplayFilter
import TerminalUI
import UDPCore

/// Sorting the table while traffic runs.
extension State {
  /// The rows that are shown, in the order in which they stand.
  var rowOrder: RowOrder {
    RowOrder(
      run: filtering.run, sorted: table.sorting.rows, isInverted: table.sorting.isInverted && !isSortingAnew,
      limit: table.viewport.limit)
  }

  /// Whether rows stand as they came, because they are not sorted for the first time yet.
  private var isSortingAnew: Bool { table.sorting.column != .number && table.sorting.rows == nil }

  /// The columns of the table as the window shows them.
  var tableLayout: ColumnLayout {
    ColumnLayout(
      columns: layout.table.columns, widths: table.widths, set: table.columns, time: table.options.time)
  }

  /// Rows that the filter shows and that were not sorted yet.
  var unsortedCount: Int {
    guard let rows = table.sorting.rows else { return 0 }
    return max(0, filtering.run.shownCount - filtering.run.rank(of: rows.through + 1))
  }

  /// Sorts by a column, or in the other direction where it is the same.
  mutating func sort(by column: Column, isInverted: Bool = false) {
    keepOrder(isLeftFor: column, isInverted: isInverted)
    order(by: column, isInverted: isInverted)
  }

  /// Keeps the present order, so that another one can be undone.
  private mutating func keepOrder(isLeftFor column: Column, isInverted: Bool) {
    guard column != table.sorting.column || isInverted != table.sorting.isInverted else { return }
    interaction.undoStack.push(.sorting(table.sorting.column, isInverted: table.sorting.isInverted))
  }

  /// Sorts by a column.
  mutating func order(by column: Column, isInverted: Bool) {
    table.sorting.isInverted = isInverted
    if column != table.sorting.column || table.sorting.rows == nil {
      table.sorting.choose(column)
    } else {
      table.sorting.ask()
    }
    showSelected()
  }

  /// Sorts once more as it is, with what came since.
  mutating func sortAgain() {
    table.sorting.ask()
  }

  /// Sorts by the column `step` places to the right of the present one, of those that the window shows.
  mutating func sortNext(_ step: Int) {
    let shown = tableLayout.places.map(\.column).filter(\.isSortable)
    guard !shown.isEmpty else { return }
    let index = shown.firstIndex(of: table.sorting.column)
    let next = index.map { ($0 + step + shown.count) % shown.count } ?? (step > 0 ? 0 : shown.count - 1)
    sort(by: shown[next])
    sayOrder()
  }

  /// Turns the order round; nothing has to be sorted for that.
  mutating func invertOrder() {
    keepOrder(isLeftFor: table.sorting.column, isInverted: !table.sorting.isInverted)
    table.sorting.isInverted.toggle()
    showSelected()
    sayOrder()
  }

  /// Says by what the table is sorted now.
  mutating func sayOrder() {
    let (column, isInverted) = (table.sorting.column, table.sorting.isInverted)
    let order: Phrase =
      switch (column, isInverted) {
      case (.number, true): "sorted newest first"
      case (.number, false): "in order of arrival"
      case (_, true): "sorted by \(column.name), largest first"
      case (_, false): "sorted by \(column.name)"
      }
    say(order) { $0.table.sorting.column == column && $0.table.sorting.isInverted == isInverted }
  }

  /// Starts what is due, and goes on with what was started.
  mutating func continueSorting() {
    startSorting()
    guard table.sorting.run != nil else { return }
    let key = SortKey(
      column: table.sorting.column, texts: texts, interfaces: configuration.interfaces, notes: table.notes,
      pairs: formats.pairing.rows,
      fields: formats.reader(of: table.sorting.column), context: filterContext)
    let (wasAsked, log, run) = (table.sorting.isAsked, log, filtering.run)
    let cost = workCost
    let isDone = table.sorting.advance(clock.monotonic) { $0.advance(log, run, by: key, budget: cost) }
    guard isDone else { return }
    if wasAsked { showSelected() } else if table.viewport.isFollowing { refreshLayout() }
  }

  /// A view that stands still is not sorted under the person's eyes.
  mutating func startSorting() {
    guard table.sorting.isDue(clock.monotonic), filtering.run.isComplete else { return }
    guard table.sorting.isAsked || (table.viewport.isFollowing && isSortingStale) else { return }
    table.sorting.start(through: min(table.viewport.limit, log.endNumber - 1), clock.monotonic)
  }

  private var isSortingStale: Bool {
    guard let rows = table.sorting.rows, !table.sorting.isOutdated else { return true }
    return unsortedCount > 0 || filtering.run.rank(of: rows.through + 1) != rows.count
  }

  /// Has the selected row in its line of the screen again, among other rows.
  private mutating func showSelected() {
    guard !table.viewport.isFollowing, let selected = table.viewport.selected else { return refreshLayout() }
    let order = rowOrder
    let line = table.viewport.visible.firstIndex(of: selected) ?? 0
    table.viewport.requestedRow = selected
    table.viewport.top = order.rows(before: selected, count: line).first ?? selected
    refreshLayout()
  }
}
