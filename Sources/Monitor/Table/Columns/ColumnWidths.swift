import UDPCore

/// The width that the entries seen so far need in each column. It only grows, so that the table does not jump about
/// while rows run through.
struct ColumnWidths: Sendable, Hashable {
  /// The greatest widths so far; of times only the date beside the clock counts.
  private var widest: [Column: Int] = [
    .number: 3, .source: 15, .size: 4, .encoding: 6, .interface: 5, .host: 4, .format: 5, .note: 4,
  ]
  /// The rows in sight that it fits, in order.
  private var rows: [UInt64] = []

  /// The count of changes (`Interaction.lookChanges`) by which it fits the headings; `nil` before it fits any.
  var headingsAt: Int?

  /// The width that the column needs.
  subscript(column: Column) -> Int { widest[Self.measured(column)] ?? 0 }

  /// Columns of endpoints are equally wide.
  private static func measured(_ column: Column) -> Column {
    switch column {
    case .destination, .peer, .local: .source
    default: column
    }
  }

  /// Returns the rows in sight that were not returned the last time. A row's texts change only with its peer's
  /// encoding, its note and the interfaces' names.
  mutating func rowsToFit(_ visible: [UInt64]) -> [UInt64] {
    guard visible != rows else { return [] }
    let known = Set(rows)
    rows = visible
    return visible.filter { !known.contains($0) }
  }

  /// Has all rows in sight looked at again: they may say something else now.
  mutating func forgetRows() {
    rows = []
  }

  /// Makes room for an entry of a column.
  mutating func fit(_ width: Int, in column: Column) {
    widest[Self.measured(column), default: 0] = max(self[column], width)
  }
}
