import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The table: headings and the rows in sight. Only what is in sight is decoded, and no more of it than can be seen.
struct TableView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard rect.rows > 0 else { return }
    let layout = ColumnLayout(columns: rect.columns, widths: state.widths)
    drawHeadings(layout, on: &canvas, in: rect.line(0))
    guard !state.viewport.visible.isEmpty else {
      return EmptyView(state: state).draw(on: &canvas, in: rect.dropping(top: 1))
    }
    let selected = state.viewport.selected
    var colors = RowColors(state)
    var previous = state.viewport.visible.first.flatMap { state.filtering.run.shown(before: $0) }
      .flatMap { state.log[$0]?.time }
    for (index, number) in state.viewport.visible.enumerated() {
      let line = rect.line(index + 1)
      guard !line.isEmpty else { break }
      if let datagram = state.log[number] {
        let style = colors.style(of: datagram) ?? style(of: datagram)
        drawRow(datagram, style, previous: previous, layout, on: &canvas, in: line)
        previous = datagram.time
      } else {
        let text: SafeText = "\(Figures.grouped(number))  gave way to newer datagrams"
        canvas.draw(text, at: Position(column: 1, row: line.row), style: state.configuration.theme.quiet, in: line)
      }
      if state.marked.contains(number) {
        canvas.draw("*", at: line.origin, style: state.configuration.theme.accent, in: line)
      }
      if number == selected {
        let theme = state.configuration.theme
        canvas.restyle(line) { $0.attributes.formSymmetricDifference(theme.selection) }
      }
    }
  }

  private func drawHeadings(_ layout: ColumnLayout, on canvas: inout Canvas, in line: Rect) {
    for place in layout.places {
      var heading = SafeText(place.column == .time ? state.table.time.heading : place.column.heading)
      if place.column == .text {
        if state.table.payload == .hex { heading = "Hex" }
        if state.table.offset > 0 { heading += " +\(Figures.grouped(state.table.offset))" }
      }
      draw(heading, place, style: state.configuration.theme.heading, on: &canvas, in: line)
    }
  }

  private func drawRow(
    _ datagram: Datagram, _ style: Style, previous: Int64?, _ layout: ColumnLayout, on canvas: inout Canvas,
    in line: Rect
  ) {
    let row = RowText(datagram, state)
    for place in layout.places {
      let text: SafeText
      switch place.column {
      case .number: text = row.number
      case .time: text = time(of: datagram, previous: previous, isBrief: layout.isBrief)
      case .direction: text = row.direction
      case .source: text = layout.isMerged ? row.peer : row.source
      case .destination: text = row.destination
      case .size: text = row.size
      case .encoding: text = row.encoding
      case .text:
        drawText(of: datagram, place, style: style, on: &canvas, in: line)
        continue
      }
      draw(text, place, style: style, on: &canvas, in: line)
    }
  }

  /// Draws an entry in its column: cut in the middle when it is too long, so that a port stays readable.
  private func draw(
    _ text: SafeText, _ place: ColumnLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    let text = text.shortened(to: place.width, state.symbols.ellipsis)
    let indent = place.column.isRightAligned ? place.width - text.width : 0
    let start = Position(column: line.column + place.start + indent, row: line.row)
    canvas.draw(text, at: start, style: style, in: line)
  }

  /// Draws what is said of the payload, and the payload; both scroll together. What is cut or scrolled out has an
  /// ellipsis.
  private func drawText(
    of datagram: Datagram, _ place: ColumnLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    let theme = state.configuration.theme
    let area = line.dropping(left: place.start).taking(left: place.width)
    let offset = state.table.offsetColumns
    let note = note(of: datagram)
    let noteStyle = datagram.kind == .failure ? theme.failure : datagram.isTruncated ? theme.warning : theme.quiet
    let text = payload(of: datagram, offset: max(0, offset - note.width), columns: area.columns)
    var pieces: LinePart.Form = [(note.dropFirst(columns: offset), noteStyle)]
    if text.hasBidiControls { pieces.append(("(bidi) ", theme.warning)) }
    pieces.append((text, style))
    if LinePart.width(of: pieces) == 0, offset > 0, note.width + datagram.storedSize > 0 {
      pieces = [(state.symbols.ellipsis, theme.quiet)]
    }
    canvas.draw(pieces, in: area, escapes: theme.escape)
  }

  /// What is said before the payload, in whole bytes' columns before hexadecimal.
  private func note(of datagram: Datagram) -> SafeText {
    var note = datagram.note ?? ""
    if datagram.kind == .failure, datagram.storedSize > 0 { note += " \(state.symbols.dot) " }
    guard state.table.payload == .hex else { return note }
    return note.padded(toColumns: (note.width + 2) / 3 * 3)
  }

  /// The payload behind `offset` columns; a little more than `columns` of it.
  private func payload(of datagram: Datagram, offset: Int, columns: Int) -> SafeText {
    switch state.table.payload {
    case .hex: return datagram.hexText(from: offset / 3, columns: columns)
    case .text:
      // Marks take no column, so a little more than the columns is decoded.
      let limit = offset + columns * 2 + 16
      return SafeText(table: state.peers.text(of: datagram, limit: limit)).dropFirst(columns: offset)
    }
  }

  private func time(of datagram: Datagram, previous: Int64?, isBrief: Bool) -> SafeText {
    switch state.table.time {
    case .clock:
      SafeText(TimeStyle.clockText(datagram.time, offset: state.configuration.utcOffset, isBrief: isBrief))
    case .sinceStart:
      SafeText(
        TimeStyle.spanText(from: state.clock.start ?? datagram.time, to: datagram.time, isBrief: isBrief))
    case .sincePrevious:
      SafeText(TimeStyle.spanText(from: previous ?? datagram.time, to: datagram.time, isBrief: isBrief))
    }
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
