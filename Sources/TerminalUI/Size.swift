/// A size in terminal cells; never negative.
package struct Size: Hashable, Sendable {
  /// Columns, from 0.
  package var columns: Int
  /// Rows, from 0.
  package var rows: Int

  /// A size; a negative number counts as 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}
