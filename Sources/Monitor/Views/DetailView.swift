import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The selected datagram: its bytes in hexadecimal on the left, on the right its text in the peer's encoding, escapes
/// spelled out. Both scroll together.
struct DetailView {
  let state: State
  let datagram: Datagram?

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = state.configuration.theme
    let style = state.pane == .detail ? theme.accent : theme.plain
    guard let datagram else {
      canvas.rule([("detail", style)], in: rect, style: theme.quiet)
      return
    }
    canvas.rule([(title(of: datagram), style)], in: rect, style: theme.quiet)
    let area = rect.dropping(top: 1).dropping(left: 1)
    let offset = state.detail?.offset ?? 0
    if datagram.storedSize == 0 {
      canvas.draw(datagram.note ?? "", at: area.origin, style: theme.plain, in: area.taking(top: 1))
      return
    }
    let dump = Self.dump(of: datagram, columns: rect.columns)
    let textColumn = Self.textColumn(columns: rect.columns)
    datagram.withPayload { payload in
      for line in 0..<area.rows where offset + line < dump.rowCount {
        let row = dump.row(offset + line, of: payload)
        canvas.draw([(row.offset + "  ", theme.quiet), (row.bytes, theme.plain)], in: area.line(line))
      }
    }
    let right = area.dropping(left: textColumn)
    let lines = Self.textLines(of: datagram, state, columns: right.columns, count: offset + right.rows)
    for (index, text) in lines.dropFirst(offset).enumerated() {
      let line = right.line(index)
      canvas.draw(text, at: line.origin, style: theme.plain, in: line, escapes: theme.escape)
    }
  }

  private func title(of datagram: Datagram) -> SafeText {
    let size = Figures.size(datagram.size)
    let dot = state.symbols.dot
    var title: SafeText = "detail of \(Figures.grouped(datagram.number)) \(dot) \(size)"
    if datagram.storedSize < datagram.size { title += " \(dot) \(Figures.grouped(datagram.storedSize)) kept" }
    if datagram.storedSize > 0 { title += " \(dot) \(state.peers.choice(for: datagram.peer).label)" }
    return title
  }

  /// Bytes a row of the dump, by the pane's width.
  private static func bytesPerRow(columns: Int) -> Int {
    columns >= 92 ? 16 : columns >= 56 ? 8 : 4
  }

  private static func dump(of datagram: Datagram, columns: Int) -> HexDump {
    HexDump(byteCount: datagram.storedSize, bytesPerRow: bytesPerRow(columns: columns))
  }

  /// Where the text begins, behind the widest dump of that many bytes a row.
  private static func textColumn(columns: Int) -> Int {
    let bytes = bytesPerRow(columns: columns)
    return 4 + 2 + bytes * 3 + 2
  }

  /// The text wrapped into `columns`, at most `count` lines; a newline of the payload ends a line and is shown.
  private static func textLines(of datagram: Datagram, _ state: State, columns: Int, count: Int) -> [SafeText] {
    guard columns > 0, count > 0 else { return [] }
    let (product, overflow) = columns.multipliedReportingOverflow(by: count)
    let limit = overflow ? Int.max : min(product, 1 << 20) * 2 + 16
    let decoded = state.peers.text(of: datagram, limit: limit)
    var lines: [SafeText] = []
    for part in decoded.units.split(separator: .scalar("\n"), omittingEmptySubsequences: false) {
      let isLast = part.endIndex == decoded.units.endIndex
      let units = isLast ? Array(part) : Array(part) + [.scalar("\n")]
      let rest = SafeText(detail: DecodedText(units: units))
      if isLast, rest.isEmpty { break }
      for line in rest.wrapped(columns: columns) {
        lines.append(line)
        if lines.count >= count { return lines }
      }
    }
    return lines
  }

  /// How many lines the detail of a datagram has.
  static func lineCount(of datagram: Datagram, _ state: State, columns: Int) -> Int {
    let text = textLines(
      of: datagram, state, columns: columns - 1 - textColumn(columns: columns), count: 70_000)
    return max(dump(of: datagram, columns: columns).rowCount, text.count)
  }
}

extension SafeText {
  /// The text in lines of at most `columns` columns, at least one; a wide character that does not fit goes to the next
  /// line whole.
  fileprivate func wrapped(columns: Int) -> [SafeText] {
    guard width > columns else { return [self] }
    var lines: [SafeText] = []
    var line = SafeText()
    for glyph in glyphs {
      if line.width + Int(glyph.width) > columns, !line.isEmpty {
        lines.append(line)
        line = SafeText()
      }
      line += SafeText(glyph)
    }
    lines.append(line)
    return lines
  }
}

extension State {
  /// How many lines the detail of the selected datagram has.
  var detailLines: Int {
    selectedDatagram.map { DetailView.lineCount(of: $0, self, columns: size.columns) } ?? 0
  }
}
