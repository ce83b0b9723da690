import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The selected datagram: its bytes in hexadecimal and beside each row the text of it, in the encoding of the peer. A
/// character stands whole in the row of its first byte.
struct DetailView {
  let state: State
  let datagram: Datagram?

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = state.configuration.theme
    let style = state.pane == .detail ? theme.accent : theme.plain
    guard let datagram else {
      return canvas.rule([LinePart("detail", style: style, rank: LinePart.kept)], in: rect, style: theme.quiet)
    }
    let dump = Self.dump(of: datagram, columns: rect.columns)
    let lines = rect.dropping(top: 1)
    let first = min(state.detail?.offset ?? 0, max(0, dump.rowCount - lines.rows))
    let rows = first..<min(dump.rowCount, first + lines.rows)
    canvas.rule(title(of: datagram, rows, of: dump.rowCount, style), in: rect, style: theme.quiet)
    let area = lines.dropping(left: min(1, max(0, rect.columns - dump.width)))
    if rows.isEmpty { canvas.draw([(datagram.remark ?? "", theme.plain)], in: area) }
    let texts = state.peers.rows(rows, of: datagram, bytesPerRow: dump.bytesPerRow).map(SafeText.init(table:))
    let found = matches(in: rows, dump, of: datagram)
    let isHex = state.peers.choice(of: datagram).encoding == .hex
    datagram.withPayload { payload in
      for (index, text) in texts.enumerated() {
        let row = dump.row(rows.lowerBound + index, of: payload)
        let pieces: LinePart.Form = [
          (row.offset + "  ", theme.quiet), (row.bytes, theme.plain), ("  ", theme.plain),
          (isHex ? row.text : text, theme.plain),
        ]
        canvas.draw(pieces, in: area.line(index), escapes: theme.escape)
        guard !isHex, let columns = found[rows.lowerBound + index] else { continue }
        let line = area.line(index).dropping(left: LinePart.width(of: pieces.dropLast()))
        for range in columns {
          canvas.restyle(line.dropping(left: range.lowerBound).taking(left: range.count)) { $0 = theme.match }
        }
      }
    }
  }

  /// Which columns of the text in some rows hold what was looked for. It may begin in one row and end in another.
  private func matches(in rows: Range<Int>, _ dump: HexDump, of datagram: Datagram) -> [Int: [Range<Int>]] {
    guard state.finding.isHighlighted, !rows.isEmpty else { return [:] }
    let reach = state.finding.needle.unicodeScalars.count * 4 / dump.bytesPerRow + 1
    let wide = max(0, rows.lowerBound - reach)..<min(dump.rowCount, rows.upperBound + reach)
    let texts = state.peers.rows(wide, of: datagram, bytesPerRow: dump.bytesPerRow)
    let ranges = state.finding.ranges(in: texts.flatMap(\.units))
    var found: [Int: [Range<Int>]] = [:]
    var start = 0
    for (row, text) in zip(wide, texts) {
      let units = start..<start + text.units.count
      for range in ranges where range.overlaps(units) {
        let part = range.clamped(to: units)
        let columns = [part.lowerBound, part.upperBound].map { end in
          SafeText(table: DecodedText(units: Array(text.units[..<(end - start)]))).width
        }
        found[row, default: []].append(columns[0]..<max(columns[0], columns[1]))
      }
      start = units.upperBound
    }
    return found
  }

  private func title(of datagram: Datagram, _ rows: Range<Int>, of count: Int, _ style: Style) -> [LinePart] {
    let (dot, to) = (state.symbols.dot + " ", state.symbols.none)
    var parts = [LinePart("detail of \(Figures.grouped(datagram.number))", style: style, rank: LinePart.kept)]
    func add(_ text: SafeText, _ brief: SafeText? = nil, rank: Int) {
      parts.append(LinePart(forms: [text, brief ?? text].map { [(dot + $0, style)] }, rank: rank))
    }
    add(SafeText(Figures.size(datagram.size)), rank: 50)
    if datagram.storedSize < datagram.size { add("\(Figures.grouped(datagram.storedSize)) kept", rank: 40) }
    if datagram.storedSize > 0 { add(SafeText(state.peers.choice(of: datagram).label), rank: 60) }
    if datagram.kind == .failure, let note = datagram.remark { add(note, rank: 30) }
    if let note = state.notes[datagram.number] { add("[\(note)]", rank: 55) }
    if rows.count < count {
      let place = "\(Figures.grouped(rows.lowerBound + 1))\(to)\(Figures.grouped(rows.upperBound))" as SafeText
      add("\(place) of \(Figures.grouped(count)) rows", "\(place)/\(Figures.grouped(count))", rank: LinePart.kept)
    }
    return parts
  }

  private static func dump(of datagram: Datagram, columns: Int) -> HexDump {
    HexDump(byteCount: datagram.storedSize, columns: columns)
  }

  /// How many rows the detail of a datagram has.
  static func rowCount(of datagram: Datagram, columns: Int) -> Int { dump(of: datagram, columns: columns).rowCount }
}

extension State {
  /// How many rows the detail of the selected datagram has.
  var detailRows: Int {
    selectedDatagram.map { DetailView.rowCount(of: $0, columns: size.columns) } ?? 0
  }
}
