import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The selected datagram's bytes in hexadecimal, and beside each row the text of it, in the encoding of the peer's
/// texts, be the whole text or not. A character stands whole in the row of its first byte. Where the pane has the keys,
/// the byte under the cursor is marked, and its character with all its bytes; bytes that are selected are marked anyway.
struct HexView {
  let texts: PeerTexts
  let datagram: Datagram
  /// The offsets of the bytes that are marked, because an earlier datagram has others there.
  let differences: [Int]
  let window: HexWindow
  /// The bytes of the field that the cursor is on; `nil` where there is none.
  let field: Range<Int>?
  let finding: Finding
  let isFocused: Bool
  /// Whether the cursor is shown.
  let showsCursor: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in area: Rect) {
    let theme = look.theme
    let rows = window.rows
    let lines = texts.rows(rows, of: datagram, bytesPerRow: window.dump.bytesPerRow)
    let found = matches
    datagram.withPayload { payload in
      for (index, text) in lines.enumerated() {
        let row = window.dump.row(rows.lowerBound + index, of: payload)
        let pieces: LinePart.Form = [
          (row.offset + "  ", theme.quiet), (row.bytes, theme.plain), ("  ", theme.plain),
          (isHex ? row.text : SafeText(table: text.text), theme.plain),
        ]
        let line = area.line(index)
        canvas.draw(pieces, in: line, escapes: theme.escape)
        let side = line.dropping(left: window.dump.textColumn)
        for columns in found[rows.lowerBound + index] ?? [] {
          canvas.restyle(side.dropping(left: columns.lowerBound).taking(left: columns.count)) { $0 = theme.match }
        }
      }
    }
    markDifferences(on: &canvas, in: area)
    if let field { light(field, on: &canvas, in: area) }
    if let cursor = window.cursor, showsCursor { mark(cursor, lines, on: &canvas, in: area) }
    if let selection = window.selection, let cursor = window.cursor {
      mark(selection, except: cursor, lines, on: &canvas, in: area)
    }
  }

  /// Marks the selected bytes, with the gaps between them, and their characters. The cursor at one end of them, which
  /// is marked already, is underlined.
  private func mark(
    _ selection: Range<Int>, except cursor: Int, _ lines: [DumpText], on canvas: inout Canvas, in area: Rect
  ) {
    let dump = window.dump
    for (index, row) in window.rows.enumerated() {
      let start = row * dump.bytesPerRow
      let part = selection.clamped(to: start..<start + dump.bytesPerRow)
      guard !part.isEmpty else { continue }
      let line = area.line(index)
      let bytes = line.dropping(left: dump.bytesColumn)
      let first = dump.column(ofByte: part.lowerBound - start)
      let end = dump.column(ofByte: part.upperBound - 1 - start) + 2
      canvas.restyle(bytes.dropping(left: first).taking(left: end - first)) { $0 = $0.adding(.reverse) }
      if part.contains(cursor) {
        canvas.restyle(bytes.dropping(left: dump.column(ofByte: cursor - start)).taking(left: 2)) {
          $0 = $0.adding(.underline)
        }
      }
      let side = line.dropping(left: dump.textColumn)
      for columns in columns(of: part, in: lines[index], from: start) {
        canvas.restyle(side.dropping(left: columns.lowerBound).taking(left: columns.count)) {
          $0 = $0.adding(.reverse)
        }
      }
    }
  }

  /// Returns the columns of a row's text that stand for a part of its bytes.
  private func columns(of part: Range<Int>, in text: DumpText, from start: Int) -> [Range<Int>] {
    if isHex { return [part.lowerBound - start..<part.upperBound - start] }
    return text.characters.filter { $0.bytes.overlaps(part) }.map { text.text.columns(of: $0.units) }
  }

  private func markDifferences(on canvas: inout Canvas, in area: Rect) {
    let (dump, rows) = (window.dump, window.rows)
    for offset in differences where rows.contains(offset / dump.bytesPerRow) {
      let line = area.line(offset / dump.bytesPerRow - rows.lowerBound)
      let column = dump.bytesColumn + dump.column(ofByte: offset % dump.bytesPerRow)
      canvas.restyle(line.dropping(left: column).taking(left: 2)) { $0 = look.theme.match }
    }
  }

  private var isHex: Bool { texts.textEncoding(of: datagram) == .hex }

  /// Lights the bytes of a field.
  private func light(_ field: Range<Int>, on canvas: inout Canvas, in area: Rect) {
    let dump = window.dump
    for (index, row) in window.rows.enumerated() {
      let start = row * dump.bytesPerRow
      let own = field.clamped(to: start..<start + dump.bytesPerRow)
      guard !own.isEmpty else { continue }
      let first = dump.column(ofByte: own.lowerBound - start)
      let end = dump.column(ofByte: own.upperBound - 1 - start) + 2
      let bytes = area.line(index).dropping(left: dump.bytesColumn)
      canvas.restyle(bytes.dropping(left: first).taking(left: end - first)) { $0 = look.theme.accent }
    }
  }

  /// Marks the byte under the cursor, the other bytes of its character, and the character.
  private func mark(_ cursor: Int, _ lines: [DumpText], on canvas: inout Canvas, in area: Rect) {
    let theme = look.theme
    let (dump, rows) = (window.dump, window.rows)
    guard let character = texts.character(holding: cursor, of: datagram) else { return }
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
      } else if let place = lines[index].characters.first(where: { $0.bytes == character.bytes }) {
        let columns = lines[index].text.columns(of: place.units)
        select(side.dropping(left: columns.lowerBound), columns.count, on: &canvas)
      }
    }
  }

  private func select(_ rect: Rect, _ columns: Int, on canvas: inout Canvas) {
    let theme = look.theme
    canvas.restyle(rect.taking(left: columns)) { theme.select(&$0, isFocused: isFocused) }
  }

  /// The columns of each row's text that match the search. A match may begin in one row and end in another.
  private var matches: [Int: [Range<Int>]] {
    guard finding.isHighlighted, !window.rows.isEmpty else { return [:] }
    let (rows, dump) = (window.rows, window.dump)
    let reach = finding.reach * 4 / dump.bytesPerRow + 1
    let wide = max(0, rows.lowerBound - reach)..<min(dump.rowCount, rows.upperBound + reach)
    let lines = texts.rows(wide, of: datagram, bytesPerRow: dump.bytesPerRow).map(\.text)
    let ranges = finding.ranges(in: lines.flatMap(\.units), isBeginning: wide.lowerBound == 0)
    var found: [Int: [Range<Int>]] = [:]
    var start = 0
    for (row, text) in zip(wide, lines) {
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
