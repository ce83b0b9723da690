/// A size in terminal cells; never negative.
package struct Size: Hashable, Sendable {
  /// The number of columns; at least 0.
  package var columns: Int
  /// The number of rows; at least 0.
  package var rows: Int

  /// Creates a size; negative numbers become 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}
