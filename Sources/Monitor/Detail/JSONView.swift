import PayloadText
import TerminalUI

/// A datagram's JSON, a line for each value; what does not fit into the width goes on below.
struct JSONView {
  let layout: JSONLayout
  /// The rows in sight.
  let rows: Range<Int>
  let finding: Finding
  let look: Look

  init(layout: JSONLayout, offset: Int, page: Int, finding: Finding, look: Look) {
    self.layout = layout
    self.finding = finding
    self.look = look
    let first = min(offset, max(0, layout.rows.count - page))
    rows = first..<min(layout.rows.count, first + page)
  }

  func draw(on canvas: inout Canvas, in area: Rect) {
    let theme = look.theme
    let found = matches
    for (index, row) in layout.rows[rows].enumerated() {
      let line = area.line(index).dropping(left: row.indent)
      let pieces = layout.pieces(of: row)
      canvas.draw(pieces.map { ($0.text, style(of: $0.kind)) }, in: line, escapes: theme.escape)
      var column = 0
      for piece in pieces {
        for match in found where match.overlaps(piece.units) {
          let part = match.clamped(to: piece.units)
          let start = column + width(piece.units.lowerBound..<part.lowerBound)
          canvas.restyle(line.dropping(left: start).taking(left: width(part))) { $0 = theme.match }
        }
        column += piece.text.width
      }
    }
  }

  private func style(of kind: PrettyJSON.Kind) -> Style {
    let theme = look.theme
    switch kind {
    case .name: return theme.accent
    case .string, .word: return theme.plain
    case .mark: return theme.quiet
    case .rest: return theme.warning
    }
  }

  /// The units in sight, and a little around them, that hold what was looked for.
  private var matches: [Range<Int>] {
    guard finding.isHighlighted, let first = layout.rows[rows].first, let last = layout.rows[rows].last else {
      return []
    }
    let reach = finding.reach
    let units = layout.json.units
    let start = max(0, first.units.lowerBound - reach)
    let end = min(units.count, last.units.upperBound + reach)
    return finding.ranges(in: Array(units[start..<end]), isBeginning: start == 0).map {
      $0.lowerBound + start..<$0.upperBound + start
    }
  }

  private func width(_ units: Range<Int>) -> Int {
    SafeText(detail: DecodedText(units: Array(layout.json.units[units]))).width
  }
}
