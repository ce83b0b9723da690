import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The selected datagram: a rule that names it, and below it its bytes (`HexView`) or its JSON (`JSONView`).
struct DetailView {
  let detail: Detail
  let datagram: Datagram?
  /// The structure of its kind; `nil` if it is not known.
  let structure: StructureLine?
  /// The offsets of the bytes that differ from an earlier datagram.
  let differences: [Int]
  /// The bytes in sight.
  let window: HexWindow
  /// The note on the datagram.
  let note: String?
  /// The rule that sent the datagram or answered it; `nil` if none did.
  let rule: Phrase?
  /// What the datagram's format says of it; `nil` if it has none.
  let dissection: Dissection?
  /// The names of what carried it in its file; `nil` if nothing did.
  let encapsulation: EncapsulationName?
  let texts: PeerTexts
  let finding: Finding
  let isFocused: Bool
  /// Whether the cursor is shown: the pane has the keys, or a line or a list over it has.
  let showsCursor: Bool
  /// The bytes of what is selected in another pane.
  var lit: Range<Int>?
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    let style = theme.title(isFocused: isFocused)
    guard let datagram else {
      return canvas.rule(
        [LinePart(look.words("detail"), style: style, rank: LinePart.kept)], in: rect, style: theme.quiet)
    }
    var area = rect.dropping(top: 1)
    var title = title(of: datagram, columns: rect.columns, style, isASCII: canvas.isASCII)
    if let json = detail.shownJSON {
      let view = JSONView(layout: json, offset: detail.offset, page: area.rows, finding: finding, look: look)
      title.append(place(view.rows, of: json.rows.count, style))
      canvas.rule(title, in: rect, style: theme.quiet)
      return view.draw(on: &canvas, in: area.dropping(left: 1))
    }
    if let dissection, detail.form == .fields {
      let view = FieldsView(dissection: dissection, cursor: nil, offset: detail.offset, look: look)
      let first = min(detail.offset, max(0, dissection.lineCount - area.rows))
      title.append(place(first..<min(dissection.lineCount, first + area.rows), of: dissection.lineCount, style))
      canvas.rule(title, in: rect, style: theme.quiet)
      return view.draw(on: &canvas, in: area.dropping(left: 1))
    }
    let fields = dissection.map {
      FieldsView(dissection: $0, cursor: showsCursor ? window.cursor : nil, offset: 0, look: look)
    }
    let fieldsWidth = FieldsView.width(beside: window.dump, columns: rect.columns)
    if let fields, fieldsWidth > 0 { fields.draw(on: &canvas, in: area.taking(right: fieldsWidth)) }
    if let cursor = window.cursor, showsCursor {
      let view = CursorView(
        texts: texts, datagram: datagram, cursor: cursor, selection: window.selection, look: look)
      if Detail.hasRoomForCursorLine(area.rows) {
        // What does not fit into its line goes on in those that the bytes leave empty.
        let width = area.columns - 1 - (fields == nil ? 0 : fieldsWidth)
        let lines = view.lines(columns: width, most: max(1, area.rows - window.dump.rowCount))
        view.draw(lines, on: &canvas, in: area.taking(bottom: lines.count).dropping(left: 1))
        area = area.dropping(bottom: lines.count)
      } else {
        title.append(view.brief(style))
      }
    }
    if window.rows.count < window.dump.rowCount { title.append(place(window.rows, of: window.dump.rowCount, style)) }
    canvas.rule(title, in: rect, style: theme.quiet)
    let room = area.dropping(left: min(1, max(0, rect.columns - window.dump.width)))
    if window.dump.byteCount == 0 { canvas.draw([(look.words(datagram.remark ?? ""), theme.plain)], in: room) }
    HexView(
      texts: texts, datagram: datagram, differences: differences, window: window,
      field: lit ?? fields.flatMap { fields in fields.litField.map { fields.dissection.fields[$0].range } },
      finding: finding,
      isFocused: isFocused,
      showsCursor: showsCursor,
      look: look
    ).draw(on: &canvas, in: room)
  }

  private func title(of datagram: Datagram, columns: Int, _ style: Style, isASCII: Bool) -> [LinePart] {
    var parts = [
      LinePart(look.words("detail of \(Figures.grouped(datagram.number))"), style: style, rank: LinePart.kept)
    ]
    func add(_ phrase: Phrase, _ short: Phrase? = nil, _ other: Style? = nil, rank: Int) {
      let (text, brief) = (look.words(phrase), short.map(look.words))
      parts.append(LinePart(forms: [text, brief ?? text].map { [(dot, style), ($0, other ?? style)] }, rank: rank))
    }
    if let time = datagram.timestamp.map({ TimeText.full($0, look.utcOffsets) }) {
      let second = time.dropLast(7)
      // Why it is no JSON matters more.
      let rank = detail.jsonLayout?.syntaxError == nil ? 62 : 43
      add(Phrase(verbatim: time), Phrase(verbatim: String(columns < 60 ? second.dropFirst(5) : second)), rank: rank)
    }
    if datagram.kind != .alarm { add(Figures.size(datagram.size), rank: 50) }
    if datagram.storedSize < datagram.size { add("\(Figures.grouped(datagram.storedSize)) kept", rank: 40) }
    if datagram.storedSize > 0 { add(Phrase(verbatim: texts.choice(of: datagram).label), rank: 60) }
    if !datagram.kind.isDatagram, let note = datagram.remark { add(note, rank: datagram.kind == .alarm ? 84 : 30) }
    if let structure { parts += structure.parts(style, isASCII: isASCII) }
    if let rule { add(rule, rank: 58) }
    if let dissection { add(Phrase(verbatim: dissection.format.title), rank: 59) }
    if let encapsulation { add(encapsulation.full, encapsulation.brief, rank: 57) }
    if let note { add("[\(note)]", rank: 55) }
    if let layout = detail.jsonLayout {
      if let syntaxError = layout.syntaxError {
        let offset = HexDump.offset(syntaxError.byte)
        let place: Phrase = layout.json.isJSON ? "JSON up to \(offset)" : "no JSON at \(offset)"
        add("\(place): \(syntaxError.reason)", place, look.theme.warning, rank: 85)
      } else {
        add("JSON", rank: 45)
      }
    }
    return parts
  }

  private func place(_ rows: Range<Int>, of count: Int, _ style: Style) -> LinePart {
    let first = min(rows.lowerBound + 1, rows.upperBound)
    let place: SafeText = "\(Figures.grouped(first))\(look.symbols.none)\(Figures.grouped(rows.upperBound))"
    let forms: [SafeText] = [
      look.words("\(place) of \(Figures.grouped(count)) rows"), "\(place)/\(Figures.grouped(count))",
    ]
    return LinePart(forms: forms.map { [(dot + $0, style)] }, rank: LinePart.kept)
  }

  private var dot: SafeText { look.symbols.dot + " " }
}

extension HexDump {
  /// An offset as sentences write it: `0x0010`.
  static func offset(_ byte: Int) -> SafeText { SafeText("0x" + byte.digits(4, radix: 16)) }
}
