extension Canvas {
  /// A run of cells in one row with the same style.
  package struct StyleRun: Hashable, Sendable {
    /// The columns, counted from 0.
    package var columns: Range<Int>
    /// The style of all cells of the run.
    package var style: Style

    /// Creates a run from its columns and style.
    package init(columns: Range<Int>, style: Style) {
      self.columns = columns
      self.style = style
    }
  }

  /// The rows as text without trailing blanks, for screen files.
  package var lines: [String] { (0..<size.rows).map { line($0) } }

  /// Returns a row as text without trailing blanks; empty if there is no such row.
  package func line(_ row: Int) -> String {
    guard row >= 0, row < size.rows else { return "" }
    var text = String.UnicodeScalarView()
    var kept = text.endIndex
    for cell in cells[row * size.columns..<(row + 1) * size.columns] where cell.kind != .wideEnd {
      text.append(cell.base)
      if cell.hasMarks { text.append(contentsOf: cell.marks) }
      if cell.base != " " || cell.hasMarks { kept = text.endIndex }
    }
    return String(text[..<kept])
  }

  /// Returns the runs of a row that are not plain, from left to right, for screen files.
  package func styleRuns(row: Int) -> [StyleRun] {
    guard row >= 0, row < size.rows else { return [] }
    var runs: [StyleRun] = []
    for column in 0..<size.columns {
      let style = cells[row * size.columns + column].style
      guard style != .plain else { continue }
      if let last = runs.last, last.style == style, last.columns.upperBound == column {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append(StyleRun(columns: column..<column + 1, style: style))
      }
    }
    return runs
  }

  /// Whether both canvases have the same size and look the same in this row.
  package func hasSameRow(_ row: Int, as other: Canvas) -> Bool {
    guard size == other.size, row >= 0, row < size.rows else { return false }
    let range = row * size.columns..<(row + 1) * size.columns
    return cells[range] == other.cells[range]
  }
}
