import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The pane of kinds: a line for each kind of each peer's datagrams.
struct KindsView {
  let kinds: Kinds
  let visible: VisibleKinds
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    canvas.rule(title, in: rect, style: theme.quiet)
    let lines = rect.dropping(top: 1)
    drawHeadings(on: &canvas, in: lines.line(0))
    if visible.rows.isEmpty {
      canvas.draw([(look.words("no datagrams yet"), theme.quiet)], in: lines.line(1).dropping(left: 1))
    }
    let selected = kinds.entry?.key
    for (index, row) in visible.rows.enumerated() {
      let line = lines.line(index + 1)
      draw(row, on: &canvas, in: line)
      if row.key == selected {
        // The bytes keep their own looks.
        let head = line.taking(left: visible.layout.payload)
        canvas.restyle(head) { theme.select(&$0, isFocused: isFocused) }
      }
    }
  }

  private var title: [LinePart] {
    let style = look.theme.title(isFocused: isFocused)
    var parts = [LinePart(look.words("kinds"), style: style, rank: LinePart.kept)]
    func add(_ text: Phrase, _ rank: Int) {
      parts.append(LinePart(look.symbols.dot + " " + look.words(text), style: style, rank: rank))
    }
    add(Phrase(verbatim: Figures.grouped(kinds.order.count)), 60)
    if visible.notches > 0 { add("\(Figures.grouped(visible.notches)) bytes notched", 75) }
    if kinds.ledger.forgotten > 0 { add("\(Figures.grouped(kinds.ledger.forgotten)) forgotten", 70) }
    if kinds.ledger.missed > 0 { add("\(Figures.grouped(kinds.ledger.missed)) rows not counted", 70) }
    return parts
  }

  private func drawHeadings(on canvas: inout Canvas, in line: Rect) {
    let style = look.theme.heading(isFocused: isFocused)
    for place in visible.layout.places {
      draw(look.words(place.column.heading), place, style: style, on: &canvas, in: line)
    }
    canvas.draw([(look.words("Last datagram"), style)], in: line.dropping(left: visible.layout.payload))
  }

  private func draw(_ row: KindRow, on canvas: inout Canvas, in line: Rect) {
    for place in visible.layout.places {
      draw(row.text(of: place.column), place, style: look.theme.plain, on: &canvas, in: line)
    }
    let theme = look.theme
    var pieces: LinePart.Form = []
    for piece in row.pieces {
      if row.isBytes, !pieces.isEmpty { pieces.append((" ", theme.plain)) }
      let style = piece.isLit ? theme.match : piece.isNotched ? theme.quiet : theme.plain
      pieces.append((piece.text, style))
    }
    canvas.draw(pieces, in: line.dropping(left: visible.layout.payload), escapes: nil)
  }

  private func draw(
    _ text: SafeText, _ place: KindLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    let text = text.shortened(to: place.width, look.symbols.ellipsis)
    let indent = place.column.isRightAligned ? max(0, place.width - text.width) : 0
    canvas.draw(text, at: line.dropping(left: place.start + indent).origin, style: style, in: line)
  }
}

/// The kinds in sight, and the columns in which the pane shows them.
struct VisibleKinds {
  let rows: [KindRow]
  let layout: KindLayout
  /// The bytes that are hidden in the lines in sight.
  let notches: Int
}
