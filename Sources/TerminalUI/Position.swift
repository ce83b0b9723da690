/// The position of a cell, counted from 0 at the top left. It may lie outside the canvas, where nothing is drawn.
package struct Position: Hashable, Sendable {
  /// The column, counted from the left edge.
  package var column: Int
  /// The row, counted from the top edge.
  package var row: Int

  /// Creates a position.
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
