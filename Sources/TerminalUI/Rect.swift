/// A rectangle of cells. Its extent is never negative and all arithmetic saturates, so a layout for a screen that is too
/// small yields empty rectangles instead of a trap.
package struct Rect: Hashable, Sendable {
  /// The left edge.
  package var column: Int
  /// The top edge.
  package var row: Int
  /// The width, from 0.
  package private(set) var columns: Int
  /// The height, from 0.
  package private(set) var rows: Int

  /// A rectangle; a negative extent counts as 0.
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// The rectangle of `size` at the top left.
  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// The top left cell.
  package var origin: Position { Position(column: column, row: row) }

  /// The extent alone.
  package var size: Size { Size(columns: columns, rows: rows) }

  /// Whether it holds no cell.
  package var isEmpty: Bool { columns == 0 || rows == 0 }

  /// The column behind the right edge.
  package var endColumn: Int { column.saturatingAdd(columns) }

  /// The row below the bottom edge.
  package var endRow: Int { row.saturatingAdd(rows) }

  /// Whether `position` lies inside.
  package func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < endColumn && position.row >= row && position.row < endRow
  }

  /// What both rectangles cover.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top,
      columns: min(endColumn, other.endColumn).saturatingSubtract(left),
      rows: min(endRow, other.endRow).saturatingSubtract(top))
  }

  /// Row `index` of the rectangle, counted from 0; empty where there is none.
  package func line(_ index: Int) -> Rect { dropping(top: index).taking(top: index < 0 ? 0 : 1) }
}

extension Rect {
  /// The upper `count` rows, or all where there are fewer.
  package func taking(top count: Int) -> Rect {
    Rect(column: column, row: row, columns: columns, rows: count.clamped(0...rows))
  }

  /// The lower `count` rows, or all where there are fewer.
  package func taking(bottom count: Int) -> Rect { dropping(top: rows - count.clamped(0...rows)) }

  /// The left `count` columns, or all where there are fewer.
  package func taking(left count: Int) -> Rect {
    Rect(column: column, row: row, columns: count.clamped(0...columns), rows: rows)
  }

  /// The right `count` columns, or all where there are fewer.
  package func taking(right count: Int) -> Rect { dropping(left: columns - count.clamped(0...columns)) }

  /// All but the upper `count` rows.
  package func dropping(top count: Int) -> Rect {
    let cut = count.clamped(0...rows)
    return Rect(column: column, row: row.saturatingAdd(cut), columns: columns, rows: rows - cut)
  }

  /// All but the lower `count` rows.
  package func dropping(bottom count: Int) -> Rect { taking(top: rows - count.clamped(0...rows)) }

  /// All but the left `count` columns.
  package func dropping(left count: Int) -> Rect {
    let cut = count.clamped(0...columns)
    return Rect(column: column.saturatingAdd(cut), row: row, columns: columns - cut, rows: rows)
  }

  /// All but the right `count` columns.
  package func dropping(right count: Int) -> Rect { taking(left: columns - count.clamped(0...columns)) }

  /// The rectangle without `columns` on the left and right and `rows` above and below.
  package func inset(columns: Int, rows: Int) -> Rect {
    dropping(left: columns).dropping(right: columns).dropping(top: rows).dropping(bottom: rows)
  }

  /// A rectangle of at most `size` in the middle: where a dialogue goes.
  package func centered(_ size: Size) -> Rect {
    let width = min(size.columns, columns)
    let height = min(size.rows, rows)
    return dropping(left: (columns - width) / 2).taking(left: width)
      .dropping(top: (rows - height) / 2).taking(top: height)
  }
}
