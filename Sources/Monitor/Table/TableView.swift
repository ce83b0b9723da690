import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The table: headings and the rows in sight. Only what is in sight is decoded, and no more of it than can be seen.
struct TableView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard rect.rows > 0 else { return }
    let layout = state.tableLayout
    HeadingView(state: state, layout: layout).draw(on: &canvas, in: rect.line(0))
    guard !state.table.viewport.visible.isEmpty else {
      return EmptyView(state: state).draw(on: &canvas, in: rect.dropping(top: 1))
    }
    let theme = state.configuration.theme
    let selected = state.table.viewport.selected
    var colors = RowColors(state)
    var above = layout.showsDelta(state.table.options.time) ? timeAbove : nil
    var dayAbove = state.today
    for (index, number) in state.table.viewport.visible.enumerated() {
      let line = rect.line(index + 1)
      guard !line.isEmpty else { break }
      if let datagram = state.log[number] {
        let style = colors.style(of: datagram) ?? style(of: datagram)
        drawRow(datagram, style, (above, dayAbove), layout, on: &canvas, in: line)
        if let time = datagram.timestamp {
          above = time
          if state.table.options.time == .clock { dayAbove = CalendarTime(time, offset: state.configuration.utcOffset) }
        }
      } else {
        let text = state.words("\(Figures.grouped(number))  gave way to newer datagrams")
        canvas.draw(text, at: Position(column: 1, row: line.row), style: theme.quiet, in: line)
      }
      if state.table.marked.contains(number) {
        canvas.draw("*", at: line.origin, style: theme.accent, in: line)
      }
      if number == selected {
        canvas.restyle(line) { theme.select(&$0, isFocused: state.focus == .table) }
      }
    }
  }

  /// The time of the row above those in sight.
  private var timeAbove: Int64? {
    state.table.viewport.visible.first.flatMap { state.rowOrder.previous(before: $0) }.flatMap { state.log[$0] }
      // The rows that a file begins with may have no time.
      .flatMap { $0.time == .min ? nil : $0.time }
  }

  private func drawRow(
    _ datagram: Datagram, _ style: Style, _ previous: (time: Int64?, day: CalendarTime), _ layout: ColumnLayout,
    on canvas: inout Canvas, in line: Rect
  ) {
    let row = RowText(datagram, state)
    for place in layout.places {
      let forms: [SafeText]
      switch place.column {
      case .time, .delta:
        let time = place.column == .delta ? .sincePrevious : state.table.options.time
        let cell = TimeCell(
          datagram.timestamp, time, above: previous.time, dayAbove: previous.day, columns: place.width,
          isBrief: layout.isBrief, state)
        draw(cell, place, style: style, on: &canvas, in: line)
        continue
      case .source: forms = row.forms(layout.isMerged ? .peer : .source)
      case .text:
        PayloadCell(datagram: datagram, state: state, style: style, showsNote: layout[.note] == nil)
          .draw(on: &canvas, in: line.dropping(left: place.start).taking(left: place.width))
        continue
      default: forms = row.forms(place.column)
      }
      draw(forms, place, style: place.column == .note ? state.configuration.theme.accent : style, on: &canvas, in: line)
    }
  }

  /// Draws a time at the right of its column, so that times stand below each other with and without a date.
  private func draw(
    _ cell: TimeCell, _ place: ColumnLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    let isAligned = place.column == .time && state.table.options.time == .clock && cell.text != state.symbols.none
    let room = line.dropping(left: place.start + (isAligned ? max(0, place.width - cell.width) : 0))
    canvas.draw([(cell.date, state.configuration.theme.quiet), (cell.text, style)], in: room)
  }

  /// Draws an entry in its column, in the first of its forms that has room. Without one it is cut in the middle, so that a
  /// port stays readable; a note, which is read from its beginning, at its end.
  private func draw(
    _ forms: [SafeText], _ place: ColumnLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    guard let whole = forms.first(where: { $0.width <= place.width }) ?? forms.last else { return }
    if place.column == .note {
      canvas.draw([(whole, style)], in: line.dropping(left: place.start).taking(left: place.width))
      return
    }
    let text = whole.shortened(to: place.width, state.symbols.ellipsis)
    let indent = place.column.isRightAligned ? place.width - text.width : 0
    let start = Position(column: line.column + place.start + indent, row: line.row)
    canvas.draw(text, at: start, style: style, in: line)
  }

  private func style(of datagram: Datagram) -> Style {
    let theme = state.configuration.theme
    switch datagram.kind {
    case .incoming: return theme.incoming
    case .outgoing: return theme.outgoing
    case .failure: return theme.failure
    }
  }
}

extension ColumnLayout {
  /// Whether some column tells the time since the row above.
  fileprivate func showsDelta(_ style: TimeStyle) -> Bool {
    self[.delta] != nil || (style == .sincePrevious && self[.time] != nil)
  }
}
