import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The selected datagram's bytes in hexadecimal, and beside each row the text of it, in the encoding of the peer's
/// texts, be the whole text or not. A character stands whole in the row of its first byte. Where the pane has the keys,
/// the byte under the cursor is marked, and its character with all its bytes.
struct HexView {
  let state: State
  let datagram: Datagram
  let sight: HexSight

  func draw(on canvas: inout Canvas, in area: Rect) {
    let theme = state.configuration.theme
    let rows = sight.rows
    let texts = state.texts.rows(rows, of: datagram, bytesPerRow: sight.dump.bytesPerRow)
    let found = matches(texts)
    datagram.withPayload { payload in
      for (index, text) in texts.enumerated() {
        let row = sight.dump.row(rows.lowerBound + index, of: payload)
        let pieces: LinePart.Form = [
          (row.offset + "  ", theme.quiet), (row.bytes, theme.plain), ("  ", theme.plain),
          (isHex ? row.text : SafeText(table: text.text), theme.plain),
        ]
        let line = area.line(index)
        canvas.draw(pieces, in: line, escapes: theme.escape)
        let side = line.dropping(left: sight.dump.textColumn)
        for columns in found[rows.lowerBound + index] ?? [] {
          canvas.restyle(side.dropping(left: columns.lowerBound).taking(left: columns.count)) { $0 = theme.match }
        }
      }
    }
    if let cursor = sight.cursor, state.panes.focused == .detail { mark(cursor, texts, on: &canvas, in: area) }
  }

  private var isHex: Bool { state.texts.textEncoding(of: datagram) == .hex }

  /// Marks the byte under the cursor, the other bytes of its character, and the character.
  private func mark(_ cursor: Int, _ texts: [DumpText], on canvas: inout Canvas, in area: Rect) {
    let theme = state.configuration.theme
    let (dump, rows) = (sight.dump, sight.rows)
    guard let character = state.texts.character(holding: cursor, of: datagram) else { return }
    for (index, row) in rows.enumerated() {
      let start = row * dump.bytesPerRow
      let line = area.line(index)
      let bytes = line.dropping(left: dump.bytesColumn)
      let own = character.bytes.clamped(to: start..<start + dump.bytesPerRow)
      if own.count > 0, character.bytes.count > 1 {
        let first = dump.column(ofByte: own.lowerBound - start)
        let end = dump.column(ofByte: own.upperBound - 1 - start) + 2
        canvas.restyle(bytes.dropping(left: first).taking(left: end - first)) { style in
          style = theme.accent.adding(.underline)
        }
      }
      if own.contains(cursor) { select(bytes.dropping(left: dump.column(ofByte: cursor - start)), 2, on: &canvas) }
      guard character.bytes.lowerBound >= start, character.bytes.lowerBound < start + dump.bytesPerRow else { continue }
      let side = line.dropping(left: dump.textColumn)
      if isHex {
        select(side.dropping(left: character.bytes.lowerBound - start), 1, on: &canvas)
      } else if let place = texts[index].characters.first(where: { $0.bytes == character.bytes }) {
        let columns = texts[index].text.columns(of: place.units)
        select(side.dropping(left: columns.lowerBound), columns.count, on: &canvas)
      }
    }
  }

  private func select(_ rect: Rect, _ columns: Int, on canvas: inout Canvas) {
    let theme = state.configuration.theme
    canvas.restyle(rect.taking(left: columns)) { theme.select(&$0, isFocused: state.focus == .detail) }
  }

  /// Which columns of the text in the rows hold what was looked for. It may begin in one row and end in another.
  private func matches(_ texts: [DumpText]) -> [Int: [Range<Int>]] {
    guard state.finding.isHighlighted, !sight.rows.isEmpty else { return [:] }
    let (rows, dump) = (sight.rows, sight.dump)
    let reach = state.finding.reach * 4 / dump.bytesPerRow + 1
    let wide = max(0, rows.lowerBound - reach)..<min(dump.rowCount, rows.upperBound + reach)
    let texts = state.texts.rows(wide, of: datagram, bytesPerRow: dump.bytesPerRow).map(\.text)
    let ranges = state.finding.ranges(in: texts.flatMap(\.units))
    var found: [Int: [Range<Int>]] = [:]
    var start = 0
    for (row, text) in zip(wide, texts) {
      let units = start..<start + text.units.count
      for range in ranges where range.overlaps(units) {
        let part = range.clamped(to: units)
        found[row, default: []].append(text.columns(of: part.lowerBound - start..<part.upperBound - start))
      }
      start = units.upperBound
    }
    return found
  }
}

extension DecodedText {
  /// The columns that some units take in the table's form of the text. A mark by itself takes those of its letter.
  func columns(of part: Range<Int>) -> Range<Int> {
    let start = SafeText(table: DecodedText(units: Array(units[..<part.lowerBound]))).width
    let end = SafeText(table: DecodedText(units: Array(units[..<part.upperBound]))).width
    return start < end ? start..<end : max(0, end - 1)..<end
  }
}
