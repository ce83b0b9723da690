/// A screen in memory: views draw on it, tests read it, `CursesTerminal` shows it. Drawing outside the canvas or its
/// clip is ignored, and a wide glyph is drawn whole or not at all.
package struct Canvas: Hashable, Sendable {
  /// The size; at most `largest`.
  package let size: Size
  /// Whether lines and bars are drawn in ASCII.
  package let isASCII: Bool
  /// The position of the cursor; `nil` hides it.
  package var cursor: Position?

  /// The cells, row by row.
  var cells: [Cell]

  /// The maximum size of a canvas; larger sizes are clamped.
  package static let largest = Size(columns: 4_000, rows: 2_000)

  /// Creates a blank canvas.
  package init(size: Size, ascii: Bool = false) {
    self.size = Size(
      columns: min(size.columns, Canvas.largest.columns), rows: min(size.rows, Canvas.largest.rows))
    isASCII = ascii
    cells = Array(repeating: .blank(.plain), count: self.size.columns * self.size.rows)
  }

  /// The whole canvas.
  package var bounds: Rect { Rect(size) }

  /// The cell at a position, which must be on the canvas.
  package subscript(column: Int, row: Int) -> Cell {
    precondition(bounds.contains(Position(column: column, row: row)), "no such cell")
    return cells[row * size.columns + column]
  }

  /// Returns the cells of a row, which must be on the canvas, from left to right.
  package func cells(ofRow row: Int) -> ArraySlice<Cell> {
    precondition(row >= 0 && row < size.rows, "no such row")
    return cells[row * size.columns..<(row + 1) * size.columns]
  }
}
