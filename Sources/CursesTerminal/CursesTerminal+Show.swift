import CNcurses
package import TerminalUI

extension CursesTerminal {
  /// Shows a canvas. Only rows that changed go to curses, which writes only what differs.
  ///
  /// - Returns: `false` where the terminal takes no output now or the screen is not ours: the frame is skipped, and the
  ///   next one makes up for it.
  package func show(_ canvas: Canvas) -> Bool {
    guard isActive, isWritable else { return false }
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
    shown = canvas
    return true
  }

  private func put(_ number: Int, of canvas: Canvas) {
    row.removeAll(keepingCapacity: true)
    for column in 0..<canvas.size.columns {
      let cell = canvas[column, number]
      switch cell.kind {
      case .single: append(cell, columns: 1)
      case .wideStart: append(cell, columns: 2)
      case .wideEnd: break
      }
    }
    unsafe row.withUnsafeBufferPointer {
      _ = unsafe nc_put_cells(Int32(number), 0, $0.baseAddress, Int32($0.count))
    }
  }

  /// Appends a cell; what the locale cannot write is `?`, in as many columns.
  private func append(_ cell: Cell, columns: Int) {
    let look = palette.look(of: cell.style)
    var curses = cchar_t()
    if repertoire.canWrite(cell.base, columns: columns) {
      let mark1 = mark(cell.mark1)
      let mark2 = mark(cell.mark2)
      if unsafe nc_set_cell(
        &curses, cell.base.value, mark1 == 0 ? mark2 : mark1, mark1 == 0 ? 0 : mark2, look.attributes, look.pair) == OK
      {
        row.append(curses)
        return
      }
    }
    _ = unsafe nc_set_cell(&curses, 0x3f, 0, 0, look.attributes, look.pair)
    for _ in 0..<columns { row.append(curses) }
  }

  /// A combining mark, or 0 where there is none that can be written.
  private func mark(_ scalar: Unicode.Scalar) -> UInt32 {
    scalar != "\0" && repertoire.canWrite(scalar, columns: 0) ? scalar.value : 0
  }
}
