package import PayloadText

extension Canvas {
  /// Draws one row of text inside `clip`. A wide glyph that an edge of the clip would cut in half becomes a blank.
  ///
  /// - Parameters:
  ///   - position: the start of the text; may lie left of the clip, as in a scrolled row.
  ///   - escapes: the style of glyphs that represent controls, invisible characters and invalid bytes; by default
  ///     `style` with `reverse` toggled, so that no payload can imitate them.
  /// - Returns: the number of columns from `position` to the end of the last glyph drawn or skipped.
  @discardableResult
  package mutating func draw(
    _ text: SafeText, at position: Position, style: Style = .plain, in clip: Rect, escapes: Style? = nil
  ) -> Int {
    let area = clip.intersection(bounds)
    guard !area.isEmpty, position.row >= area.row, position.row < area.endRow else { return 0 }
    let end = area.endColumn
    let escapes = escapes ?? style.reversed
    let row = position.row * size.columns
    var column = position.column
    for glyph in text.glyphs where !glyph.isContinuation {
      guard column < end else { break }
      let next = column.saturatingAdd(glyph.width == 2 ? 2 : 1)
      let style = glyph.origin == .text ? style : escapes
      if column >= area.column && next <= end {
        if glyph.width == 2 {
          put(Cell(glyph: glyph, style: style, kind: .wideStart), row, column)
          put(Cell(glyph: glyph, style: style, kind: .wideEnd), row, column + 1)
        } else {
          put(Cell(glyph: glyph, style: style, kind: .single), row, column)
        }
      } else if next > area.column {
        put(.blank(style), row, column < area.column ? area.column : column)
        if next > end { return end.saturatingSubtract(position.column) }
      }
      column = next
    }
    return column.saturatingSubtract(position.column)
  }

  /// Draws one row of text, clipped to the canvas.
  @discardableResult
  package mutating func draw(_ text: SafeText, at position: Position, style: Style = .plain) -> Int {
    draw(text, at: position, style: style, in: bounds)
  }

  /// Blanks a rectangle.
  package mutating func fill(_ rect: Rect, style: Style = .plain) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn { put(.blank(style), row * size.columns, column) }
    }
  }

  /// Changes the style of the cells in a rectangle. A wide glyph follows its left half.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        let index = row * size.columns + column
        switch cells[index].kind {
        case .single:
          change(&cells[index].style)
        case .wideStart:
          change(&cells[index].style)
          cells[index + 1].style = cells[index].style
        case .wideEnd:
          break
        }
      }
    }
  }

  /// Copies cells from a row of another canvas of the same columns. Both ends of the rectangle must be where neither
  /// canvas has the middle of a wide glyph.
  package mutating func copy(_ rect: Rect, ofRow row: Int, from source: Canvas) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    precondition(source.size.columns == size.columns && row >= 0 && row < source.size.rows, "no such row")
    let (start, from) = (area.row * size.columns + area.column, row * size.columns + area.column)
    cells.replaceSubrange(start..<start + area.columns, with: source.cells[from..<from + area.columns])
  }

  /// Draws a horizontal line of at most `columns` cells.
  package mutating func horizontalLine(
    at position: Position, columns: Int, style: Style = .plain, in clip: Rect? = nil
  ) {
    fill(
      Rect(column: position.column, row: position.row, columns: columns, rows: 1).intersection(clip ?? bounds),
      with: isASCII ? Glyphs.hyphen : Glyphs.horizontal, style: style)
  }

  /// Draws a vertical line of at most `rows` cells.
  package mutating func verticalLine(at position: Position, rows: Int, style: Style = .plain, in clip: Rect? = nil) {
    fill(
      Rect(column: position.column, row: position.row, columns: 1, rows: rows).intersection(clip ?? bounds),
      with: isASCII ? Glyphs.bar : Glyphs.vertical, style: style)
  }

  /// Blanks a rectangle and draws a frame on its outermost cells, as for a dialog. A rectangle smaller than 2×2 is only
  /// blanked.
  ///
  /// - Returns: the rectangle inside the frame.
  @discardableResult
  package mutating func frame(_ rect: Rect, style: Style = .plain) -> Rect {
    fill(rect, style: style)
    guard rect.columns >= 2, rect.rows >= 2 else { return rect.inset(columns: 1, rows: 1) }
    let right = rect.endColumn.saturatingSubtract(1)
    let bottom = rect.endRow.saturatingSubtract(1)
    for row in [rect.row, bottom] {
      horizontalLine(at: Position(column: rect.column, row: row), columns: rect.columns, style: style)
    }
    for column in [rect.column, right] {
      verticalLine(at: Position(column: column, row: rect.row), rows: rect.rows, style: style)
    }
    let corners = isASCII ? Glyphs.plainCorners : Glyphs.corners
    let places = [(rect.column, rect.row), (right, rect.row), (rect.column, bottom), (right, bottom)]
    for (glyph, place) in zip(corners, places) {
      fill(Rect(column: place.0, row: place.1, columns: 1, rows: 1), with: glyph, style: style)
    }
    return rect.inset(columns: 1, rows: 1)
  }

  /// Fills a rectangle with a glyph of one column.
  mutating func fill(_ rect: Rect, with glyph: SafeText.Glyph, style: Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        put(Cell(glyph: glyph, style: style, kind: .single), row * size.columns, column)
      }
    }
  }

  /// Writes a cell inside the canvas. If it overwrites one half of a wide glyph, the other half becomes a blank.
  private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
    let index = row + column
    switch cells[index].kind {
    case .single: break
    case .wideStart: cells[index + 1] = .blank(cells[index + 1].style)
    case .wideEnd: cells[index - 1] = .blank(cells[index - 1].style)
    }
    cells[index] = cell
  }
}
