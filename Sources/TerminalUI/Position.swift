/// A cell's place, counted from 0 at the top left. May lie outside of a canvas: what is drawn there is not seen.
package struct Position: Hashable, Sendable {
  /// Counted from the left edge.
  package var column: Int
  /// Counted from the top edge.
  package var row: Int

  /// The place at `column` and `row`.
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
