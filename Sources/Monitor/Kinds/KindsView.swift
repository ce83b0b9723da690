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
    var title = PaneTitle(look.words("kinds"), isFocused: isFocused, look)
    title.add([SafeText(Figures.grouped(kinds.order.count))], rank: 60)
    if visible.notches > 0 { title.add("\(Figures.grouped(visible.notches)) bytes notched", rank: 75) }
    if kinds.ledger.forgotten > 0 { title.add("\(Figures.grouped(kinds.ledger.forgotten)) forgotten", rank: 70) }
    if kinds.ledger.missed > 0 { title.add("\(Figures.grouped(kinds.ledger.missed)) rows not counted", rank: 70) }
    return title.parts
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
    canvas.draw(
      text, in: line, start: place.start, width: place.width, isRightAligned: place.column.isRightAligned,
      style: style)
  }
}

/// The kinds in sight, and the columns in which the pane shows them.
struct VisibleKinds {
  let rows: [KindRow]
  let layout: KindLayout
  /// The bytes that are hidden in the lines in sight.
  let notches: Int
}
