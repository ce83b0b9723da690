import Basics
import Formats
import PayloadText
import TerminalUI

/// The fields of a datagram, a line each, groups with what is in them, and last what is wrong with it.
struct FieldsView {
  let dissection: Dissection
  /// The byte under the cursor, whose field is lit; `nil` where there is none.
  let cursor: Int?
  /// The first line, where no field is lit.
  let offset: Int
  let look: Look

  /// A line, with the field that it shows.
  private struct Line {
    var pieces: LinePart.Form
    var field: Int?
  }

  /// The field that the cursor is on.
  var litField: Int? { cursor.flatMap { dissection.index(ofFieldAt: $0) } }

  /// The widest a line of a pane of `columns` columns is, beside the bytes.
  static func width(beside dump: HexDump, columns: Int) -> Int {
    let rest = columns - dump.width - 3
    return rest >= 24 ? rest : 0
  }

  func draw(on canvas: inout Canvas, in area: Rect) {
    let (lit, count) = (litField, dissection.lineCount)
    let last = max(0, count - area.rows)
    let first = lit.map { max(0, min($0 - area.rows / 2, last)) } ?? min(offset, last)
    for (index, line) in lines(first..<min(count, first + max(0, area.rows))).enumerated() {
      let rect = area.line(index)
      let width = LinePart.width(of: line.pieces)
      canvas.draw(line.pieces, in: rect, escapes: look.theme.escape)
      if width > rect.columns {
        canvas.draw(
          [(look.symbols.ellipsis, look.theme.quiet)],
          in: rect.taking(right: look.symbols.ellipsis.width))
      }
      if line.field != nil, line.field == lit {
        canvas.restyle(rect) { look.theme.select(&$0, isFocused: false) }
      }
    }
  }

  private func style(of kind: Notice.Kind) -> Style {
    switch kind {
    case .information: look.theme.quiet
    case .warning: look.theme.warning
    case .failure: look.theme.failure
    }
  }

  /// The lines of a range: the fields, and the verdicts behind them.
  private func lines(_ range: Range<Int>) -> [Line] {
    let theme = look.theme
    let count = dissection.fields.count
    var lines = range.clamped(to: 0..<count).map { index in
      let field = dissection.fields[index]
      let value = FieldText.text(of: field)
      return Line(
        pieces: [
          (.repeating(SafeText.Glyph.blank, count: 2 * min(field.depth, 12)), theme.plain),
          (SafeText(field.name), theme.accent), (value.isEmpty ? "" : " ", theme.plain), (value, theme.plain),
        ], field: index)
    }
    let rest = range.clamped(to: count..<Int.max)
    for verdict in dissection.verdicts.dropFirst(rest.lowerBound - count).prefix(rest.count) {
      lines.append(Line(pieces: [(look.words(verdict.sentence), style(of: verdict.kind))], field: nil))
    }
    return lines
  }
}

extension Dissection {
  /// The checksum's verdict, and the reason why the bytes do not fit; each is a failure, a doubt or neither.
  var verdicts: [(sentence: Phrase, kind: Notice.Kind)] {
    var verdicts: [(sentence: Phrase, kind: Notice.Kind)] = []
    switch check {
    case .absent: break
    case .good: verdicts.append(("checksum right", .information))
    case .bad(let found, let expected):
      let (found, expected) = (String(found, radix: 16), String(expected, radix: 16))
      verdicts.append(("checksum wrong: \(found), of these bytes it is \(expected)", .failure))
    }
    if let problem { verdicts.append((problem, .warning)) }
    return verdicts
  }

  /// The lines that its fields and verdicts take.
  var lineCount: Int { fields.count + verdicts.count }
}

/// The values of fields as the screen shows them.
enum FieldText {
  /// A field's value with its unit.
  static func text(of field: Dissection.Field) -> SafeText {
    let value = SafeText(field.text)
    return field.unit.map { value + " " + SafeText($0) } ?? value
  }
}
