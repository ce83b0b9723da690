import CNcurses
package import TerminalUI

extension CursesTerminal {
  /// Shows a canvas. Only changed rows are passed to curses, which writes only the differences.
  ///
  /// - Returns: `false` if the terminal accepts no output now or the screen is not ours: the frame is skipped, and the
  ///   next one includes its changes.
  package func show(_ canvas: Canvas) -> Bool {
    guard isActive, output.flush(), isWritable else { return false }
    output.capture { stage(canvas) }
    output.flush()
    shown = canvas
    return true
  }

  /// Lets curses write the differences.
  private func stage(_ canvas: Canvas) {
    let earlier = shown?.size == canvas.size ? shown : nil
    for row in 0..<canvas.size.rows where earlier == nil || !canvas.hasSameRow(row, as: earlier ?? canvas) {
      put(row, of: canvas)
    }
    if let cursor = canvas.cursor, canvas.bounds.contains(cursor) {
      curs_set(1)
      nc_move(Int32(cursor.row), Int32(cursor.column))
    } else {
      curs_set(0)
    }
    nc_stage()
    doupdate()
  }

  private func put(_ number: Int, of canvas: Canvas) {
    row.removeAll(keepingCapacity: true)
    var blank = StyledBlank(palette, .plain)
    for cell in canvas.cells(ofRow: number) {
      if cell.kind == .wideEnd { continue }
      if cell.style != blank.style { blank = StyledBlank(palette, cell.style) }
      append(cell, columns: cell.kind == .wideStart ? 2 : 1, as: blank)
    }
    unsafe row.withUnsafeBufferPointer {
      _ = unsafe nc_put_cells(Int32(number), 0, $0.baseAddress, Int32($0.count))
    }
  }

  /// Appends a cell; a character that the locale cannot encode becomes `?`, repeated to keep its width.
  private func append(_ cell: Cell, columns: Int, as blank: StyledBlank) {
    let canWrite = repertoire.canWrite(cell.base, columns: columns)
    if canWrite, !cell.hasMarks {
      row.append(blank.with(cell.base))
      return
    }
    if canWrite {
      let marks = cell.marks.filter { repertoire.canWrite($0, columns: 0) }.map(\.value)
      var curses = cchar_t()
      if unsafe nc_set_cell(
        &curses, cell.base.value, marks, Int32(marks.count), blank.look.attributes, blank.look.pair) == OK
      {
        row.append(curses)
        return
      }
    }
    for _ in 0..<columns { row.append(blank.with("?")) }
  }
}

/// A blank cell of one style in curses' form. Most cells differ from it only in their base character, and most
/// neighbours have the same style: calling `setcchar(3X)` for each would be half the cost of a frame.
private struct StyledBlank {
  let style: Style
  let look: (attributes: UInt32, pair: Int16)
  private var cell = cchar_t()

  init(_ palette: Palette, _ style: Style) {
    self.style = style
    look = palette.look(of: style)
    _ = unsafe nc_set_cell(&cell, 0x20, nil, 0, look.attributes, look.pair)
  }

  /// Returns the cell with another base character.
  func with(_ base: Unicode.Scalar) -> cchar_t {
    var cell = cell
    cell.chars.0 = wchar_t(bitPattern: base.value)
    return cell
  }
}
