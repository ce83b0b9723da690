/// A rectangle of cells. Its size is never negative and all arithmetic saturates, so a layout for a screen that is too
/// small yields empty rectangles instead of trapping.
package struct Rect: Hashable, Sendable {
  /// The left edge.
  package var column: Int
  /// The top edge.
  package var row: Int
  /// The width; at least 0.
  package private(set) var columns: Int
  /// The height; at least 0.
  package private(set) var rows: Int

  /// Creates a rectangle; negative sizes become 0.
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Creates a rectangle of `size` at the top left.
  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// The top left cell.
  package var origin: Position { Position(column: column, row: row) }

  /// The width and height.
  package var size: Size { Size(columns: columns, rows: rows) }

  /// Whether the rectangle has no cells.
  package var isEmpty: Bool { columns == 0 || rows == 0 }

  /// The column after the right edge.
  package var endColumn: Int { column.saturatingAdd(columns) }

  /// The row below the bottom edge.
  package var endRow: Int { row.saturatingAdd(rows) }

  /// Whether `position` is inside the rectangle.
  package func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < endColumn && position.row >= row && position.row < endRow
  }

  /// Returns the cells that both rectangles contain.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top,
      columns: min(endColumn, other.endColumn).saturatingSubtract(left),
      rows: min(endRow, other.endRow).saturatingSubtract(top))
  }

  /// Returns row `index` of the rectangle, counted from 0; empty if there is no such row.
  package func line(_ index: Int) -> Rect { dropping(top: index).taking(top: index < 0 ? 0 : 1) }
}

extension Rect {
  /// Returns the top `count` rows, or all if there are fewer.
  package func taking(top count: Int) -> Rect {
    Rect(column: column, row: row, columns: columns, rows: count.clamped(0...rows))
  }

  /// Returns the bottom `count` rows, or all if there are fewer.
  package func taking(bottom count: Int) -> Rect { dropping(top: rows - count.clamped(0...rows)) }

  /// Returns the left `count` columns, or all if there are fewer.
  package func taking(left count: Int) -> Rect {
    Rect(column: column, row: row, columns: count.clamped(0...columns), rows: rows)
  }

  /// Returns the right `count` columns, or all if there are fewer.
  package func taking(right count: Int) -> Rect { dropping(left: columns - count.clamped(0...columns)) }

  /// Returns all but the top `count` rows.
  package func dropping(top count: Int) -> Rect {
    let cut = count.clamped(0...rows)
    return Rect(column: column, row: row.saturatingAdd(cut), columns: columns, rows: rows - cut)
  }

  /// Returns all but the bottom `count` rows.
  package func dropping(bottom count: Int) -> Rect { taking(top: rows - count.clamped(0...rows)) }

  /// Returns all but the left `count` columns.
  package func dropping(left count: Int) -> Rect {
    let cut = count.clamped(0...columns)
    return Rect(column: column.saturatingAdd(cut), row: row, columns: columns - cut, rows: rows)
  }

  /// Returns all but the right `count` columns.
  package func dropping(right count: Int) -> Rect { taking(left: columns - count.clamped(0...columns)) }

  /// Returns the rectangle without `columns` on the left and right and `rows` at the top and bottom.
  package func inset(columns: Int, rows: Int) -> Rect {
    dropping(left: columns).dropping(right: columns).dropping(top: rows).dropping(bottom: rows)
  }

  /// Returns a centred rectangle of at most `size`, as for a dialog.
  package func centered(_ size: Size) -> Rect {
    let width = min(size.columns, columns)
    let height = min(size.rows, rows)
    return dropping(left: (columns - width) / 2).taking(left: width)
      .dropping(top: (rows - height) / 2).taking(top: height)
  }
}

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
