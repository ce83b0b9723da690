import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The table: headings and the rows in sight. Only what is in sight is decoded, and no more of it than can be seen.
struct TableView {
  let table: Table
  let layout: ColumnLayout
  let log: LogSnapshot
  /// The rows that are shown, in their order.
  let order: RowOrder
  let texts: PeerTexts
  let formats: RowFormats
  let finding: Finding
  let colors: RowColors
  let origin: TimeOrigin
  /// The lines that stand in the table while it has no rows.
  let empty: [EmptyView.Line]
  /// Rows that the filter shows and that were not sorted yet.
  let unsorted: Int
  let isFocused: Bool
  /// What counts the changes of how rows look; `nil` where a row may look different each time.
  let lookChanges: Int?
  let look: Look

  /// - Parameter last: the frame from which rows are copied that look as they did.
  /// - Returns: the rows that the next frame may copy.
  func draw(on canvas: inout Canvas, in rect: Rect, after last: Frame?) -> DrawnRows? {
    guard rect.rows > 0 else { return nil }
    HeadingView(table: table, layout: layout, unsorted: unsorted, isFocused: isFocused, look: look)
      .draw(on: &canvas, in: rect.line(0))
    guard !table.viewport.visible.isEmpty else {
      EmptyView(lines: empty, look: look).draw(on: &canvas, in: rect.dropping(top: 1))
      return nil
    }
    var drawn = lookChanges.map { changes in
      DrawnRows(
        DrawnRows.Basis(
          changes: changes, layout: layout, columns: rect.column..<rect.endColumn, start: origin.start))
    }
    let earlier = last.flatMap { last in last.rows.flatMap { $0.basis == drawn?.basis ? ($0, last.canvas) : nil } }
    let today = origin.today.dayNumber
    let theme = look.theme
    let selected = table.viewport.selected
    var colors = colors
    let tellsDelta = layout.showsDelta(table.options.time)
    var above = tellsDelta ? timeAbove : nil
    var dayAbove = origin.today
    for (index, number) in table.viewport.visible.enumerated() {
      let line = rect.line(index + 1)
      guard !line.isEmpty else { break }
      let surroundings = DrawnRows.Surroundings(above: above, dayAbove: dayAbove.dayNumber, today: today)
      if let datagram = log[number] {
        if let (rows, source) = earlier, let earlier = rows.line(of: number, surroundings) {
          canvas.copy(line, ofRow: earlier, from: source)
        } else {
          let style = colors.style(of: datagram) ?? style(of: datagram, formats[number])
          drawRow(datagram, style, (above, dayAbove), on: &canvas, in: line)
        }
        if number != selected { drawn?.note(number, at: line.row, surroundings) }
        if let time = datagram.timestamp {
          if tellsDelta { above = time }
          if table.options.time == .clock { dayAbove = CalendarTime(time, look.utcOffsets) }
        }
      } else {
        let text = look.words("\(Figures.grouped(number))  evicted to make room for newer datagrams")
        canvas.draw(text, at: Position(column: 1, row: line.row), style: theme.quiet, in: line)
      }
      if table.marked.contains(number) {
        canvas.draw("*", at: line.origin, style: theme.accent, in: line)
      }
      if number == selected {
        canvas.restyle(line) { theme.select(&$0, isFocused: isFocused) }
      }
    }
    return drawn
  }

  /// The time of the row above those in sight.
  private var timeAbove: Int64? {
    table.viewport.visible.first.flatMap { order.previous(before: $0) }.flatMap { log[$0] }
      // The rows that a file begins with may have no time.
      .flatMap { $0.time == .min ? nil : $0.time }
  }

  private func drawRow(
    _ datagram: Datagram, _ style: Style, _ previous: (time: Int64?, day: CalendarTime),
    on canvas: inout Canvas, in line: Rect
  ) {
    let note = table.notes[datagram.number]
    let dissection = formats[datagram.number]
    let row = RowText(datagram: datagram, note: note, dissection: dissection, texts: texts, look: look)
    for place in layout.places {
      let entry: SafeText
      switch place.column {
      case .time, .delta:
        let time = place.column == .delta ? .sincePrevious : table.options.time
        let cell = TimeCell(
          datagram.timestamp, time, above: previous.time, dayAbove: previous.day, columns: place.width,
          isBrief: layout.isBrief, origin, look)
        draw(cell, place, style: style, on: &canvas, in: line)
        continue
      case .source: entry = row.entry(layout.isMerged ? .peer : .source, fitting: place.width)
      case .text:
        PayloadCell(
          datagram: datagram, style: style, note: layout[.note] == nil ? note : nil, dissection: dissection,
          options: table.options, texts: texts, finding: finding, look: look
        )
        .draw(on: &canvas, in: line.dropping(left: place.start).taking(left: place.width))
        continue
      case .roundTrip, .answer:
        let cells = pairCells(datagram.number)
        let own = cells.isAlarming ? look.theme.failure : place.column == .answer ? look.theme.quiet : style
        draw(place.column == .answer ? cells.answer : cells.roundTrip, place, style: own, on: &canvas, in: line)
        continue
      case .trail(let field):
        let values = formats.trails[datagram.number, field]
        entry = Sparkline(moving: values).text(columns: place.width, ascii: canvas.isASCII)
      default: entry = row.entry(place.column, fitting: place.width)
      }
      let isNumber = place.column.field.map { dissection?.field(filteredAs: $0)?.isNumber ?? false } ?? false
      draw(
        entry, place, isNumber: isNumber, style: place.column == .note ? look.theme.accent : style, on: &canvas,
        in: line)
    }
  }

  /// Draws a time at the right of its column, so that times stand below each other with and without a date.
  private func draw(
    _ cell: TimeCell, _ place: ColumnLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    let isAligned = place.column == .time && table.options.time == .clock && cell.text != look.symbols.none
    let room = line.dropping(left: place.start + (isAligned ? max(0, place.width - cell.width) : 0))
    canvas.draw([(cell.date, look.theme.quiet), (cell.text, style)], in: room)
  }

  /// Draws an entry in its column. What has no room is cut in the middle, so that a port stays readable; a note and
  /// an answer, which are read from their beginning, at their end.
  private func draw(
    _ whole: SafeText, _ place: ColumnLayout.Place, isNumber: Bool = false, style: Style, on canvas: inout Canvas,
    in line: Rect
  ) {
    if place.column == .note || place.column == .answer {
      canvas.draw([(whole, style)], in: line.dropping(left: place.start).taking(left: place.width))
      return
    }
    let text = whole.width <= place.width ? whole : whole.shortened(to: place.width, look.symbols.ellipsis)
    let isRight = place.column.isRightAligned || isNumber
    let indent = isRight ? place.width - text.width : 0
    let start = Position(column: line.column + place.start + indent, row: line.row)
    canvas.draw(text, at: start, style: style, in: line)
  }

  private func style(of datagram: Datagram, _ dissection: Dissection?) -> Style {
    let theme = look.theme
    if case .bad? = dissection?.check { return theme.failure }
    // Where there is no room for the columns that say so.
    if layout[.roundTrip] == nil, layout[.answer] == nil, formats.pairing.unanswered.contains(datagram.number) {
      return theme.failure
    }
    switch datagram.kind {
    case .incoming: return theme.incoming
    case .outgoing: return theme.outgoing
    case .failure, .alarm: return theme.failure
    }
  }
}

extension ColumnLayout {
  /// Whether some column tells the time since the row above.
  fileprivate func showsDelta(_ style: TimeStyle) -> Bool {
    self[.delta] != nil || (style == .sincePrevious && self[.time] != nil)
  }
}
