import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// A row's entry in the Text column: what the person wrote on it, what is said of the payload, and the payload; all
/// scroll together. What is cut or scrolled out has an ellipsis, what was looked for stands out.
struct PayloadCell {
  let datagram: Datagram
  let style: Style
  /// The note on the row, where it has no column of its own.
  let note: String?
  /// What its format says of it; `nil` if it has none.
  let dissection: Dissection?
  let options: TableOptions
  let texts: PeerTexts
  let finding: Finding
  let look: Look

  func draw(on canvas: inout Canvas, in area: Rect) {
    let theme = look.theme
    let offset = options.offsetColumns
    let lead = lead(in: area.columns)
    let width = LinePart.width(of: lead)
    let summary = summary
    let decoded = summary == nil ? decoded(from: max(0, offset - width), columns: area.columns) : nil
    let whole =
      summary ?? decoded.map(SafeText.init(table:)) ?? hex(from: max(0, offset - width), columns: area.columns)
    let text = decoded == nil && summary == nil ? whole : whole.dropFirst(columns: max(0, offset - width))
    var pieces = Self.dropping(offset, from: lead)
    if text.hasBidiControls { pieces.append(("(bidi) ", theme.warning)) }
    let start = area.column + LinePart.width(of: pieces)
    pieces.append((text, style))
    if LinePart.width(of: pieces) == 0, offset > 0, width + datagram.storedSize > 0 {
      pieces = [(look.symbols.ellipsis, theme.quiet)]
    }
    canvas.draw(pieces, in: area, escapes: theme.escape)
    if let decoded, finding.isHighlighted {
      let skipped = max(0, offset - width)
      for columns in finding.columns(in: decoded) where columns.upperBound > skipped {
        let from = start + max(0, columns.lowerBound - skipped)
        let match = Rect(column: from, row: area.row, columns: start + columns.upperBound - skipped - from, rows: 1)
        canvas.restyle(match.intersection(area)) { $0 = theme.match }
      }
    }
  }

  /// The line in which the row's format says what it is; `nil` where the payload itself is shown: in hexadecimal, and
  /// where it has what was looked for.
  private var summary: SafeText? {
    // Bytes that do not fit the format are not what it says.
    guard options.payload == .text, let dissection, dissection.problem == nil, !dissection.summary.isEmpty else {
      return nil
    }
    if finding.isHighlighted, !finding.columns(in: texts.text(of: datagram, limit: 4_096)).isEmpty { return nil }
    return SafeText(dissection.summary)
  }

  /// Returns the texts before the payload; a long note leaves it half of the columns, where that is useful.
  private func lead(in columns: Int) -> LinePart.Form {
    let theme = look.theme
    var pieces: LinePart.Form = []
    if let note = note.map({ SafeText($0) }) {
      let room = max(16, columns / 2 - 4)
      let isLong = datagram.storedSize > 0 && note.width > room
      let shown = isLong ? note.prefix(columns: room) + look.symbols.ellipsis : note
      pieces.append(("[" + shown + "] ", theme.accent))
    }
    var remark = look.words(datagram.remark ?? "")
    if datagram.kind == .failure, datagram.storedSize > 0 { remark += " \(look.symbols.dot) " }
    let isHex = options.payload == .hex
    let width = LinePart.width(of: pieces) + remark.width
    // Hexadecimal begins at whole bytes' columns.
    if isHex { remark = remark.padded(toColumns: remark.width + (width + 2) / 3 * 3 - width) }
    let style = !datagram.kind.isDatagram ? theme.failure : datagram.isTruncated ? theme.warning : theme.quiet
    if !remark.isEmpty { pieces.append((remark, style)) }
    return pieces
  }

  /// The beginning of the payload as text, a little more than can be seen; `nil` where it is shown in hexadecimal.
  private func decoded(from offset: Int, columns: Int) -> DecodedText? {
    guard options.payload == .text else { return nil }
    // Marks take no column, so a little more than the columns is decoded.
    return texts.text(of: datagram, limit: offset + columns * 2 + 16)
  }

  private func hex(from offset: Int, columns: Int) -> SafeText {
    datagram.hexText(from: offset / 3, columns: columns)
  }

  private static func dropping(_ columns: Int, from form: LinePart.Form) -> LinePart.Form {
    var left = columns
    return form.map { text, style in
      defer { left = max(0, left - text.width) }
      return (text.dropFirst(columns: left), style)
    }
  }
}

extension Finding {
  /// Returns the columns of the table's text that match, one range after the other.
  func columns(in text: DecodedText) -> [Range<Int>] {
    ranges(in: text.units).map { range in
      let start = SafeText(table: DecodedText(units: Array(text.units[..<range.lowerBound]))).width
      return start..<max(start, SafeText(table: DecodedText(units: Array(text.units[..<range.upperBound]))).width)
    }
  }
}
