/// A screen in memory: views draw on it, tests read it, `CursesTerminal` shows it. Drawing outside of it or of the clip
/// is cut off in silence, and a wide glyph is whole or not there at all.
package struct Canvas: Hashable, Sendable {
  /// How large it is; at most `largest`.
  package let size: Size
  /// Whether lines and bars are drawn in ASCII.
  package let isASCII: Bool
  /// Where the cursor stands; `nil` hides it.
  package var cursor: Position?

  /// Row by row.
  var cells: [Cell]

  /// The most columns and rows that a canvas has; a larger size is cut.
  package static let largest = Size(columns: 4_000, rows: 2_000)

  /// An empty canvas.
  package init(size: Size, ascii: Bool = false) {
    self.size = Size(
      columns: min(size.columns, Canvas.largest.columns), rows: min(size.rows, Canvas.largest.rows))
    isASCII = ascii
    cells = Array(repeating: .blank(.plain), count: self.size.columns * self.size.rows)
  }

  /// The whole canvas.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place that lies on the canvas.
  package subscript(column: Int, row: Int) -> Cell {
    precondition(bounds.contains(Position(column: column, row: row)), "no such cell")
    return cells[row * size.columns + column]
  }

  /// The cells of a row of the canvas, from left to right.
  package func cells(ofRow row: Int) -> ArraySlice<Cell> {
    precondition(row >= 0 && row < size.rows, "no such row")
    return cells[row * size.columns..<(row + 1) * size.columns]
  }
}
