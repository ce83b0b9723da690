import Basics
import PayloadText
import TerminalUI

/// The frame around a list: its title, the letters that were typed, and whether there is more above and below.
struct ListFrame {
  let title: SafeText
  /// Columns inside of the frame, where the window has them.
  let columns: Int
  /// The letters that were typed; `nil` where each is for itself.
  let search: String?
  let look: Look

  /// Draws the frame and, by `drawEntry`, the entries around the selected one. The list rests as long as all fit.
  func draw<Entry>(
    _ list: SelectableList<Entry>, on canvas: inout Canvas, in rect: Rect,
    _ drawEntry: (inout Canvas, Entry, Rect) -> Void
  ) {
    let count = list.entries.count
    let box = rect.centered(Size(columns: columns, rows: count + 2))
    let inside = canvas.frame(box, style: look.theme.quiet)
    let first = max(0, min(list.index - inside.rows / 2, count - inside.rows))
    drawTop(isMore: first > 0, on: &canvas, in: box.line(0).dropping(left: 2).dropping(right: 2))
    let bottom = box.line(box.rows - 1).dropping(left: 2).dropping(right: 2)
    drawBottom(isMore: first + inside.rows < count, on: &canvas, in: bottom)
    for (place, entry) in list.entries.dropFirst(first).prefix(inside.rows).enumerated() {
      let line = inside.line(place)
      drawEntry(&canvas, entry, line)
      if first + place == list.index { canvas.restyle(line) { $0.attributes.formUnion(look.theme.selection) } }
    }
  }

  private func drawTop(isMore: Bool, on canvas: inout Canvas, in line: Rect) {
    canvas.draw([(" \(title) ", look.theme.accent)], in: line)
    if isMore { canvas.drawRight(" \(look.words("more above")) ", style: look.theme.quiet, in: line) }
  }

  private func drawBottom(isMore: Bool, on canvas: inout Canvas, in line: Rect) {
    var rest = line
    if let search {
      let text: SafeText = search.isEmpty ? " \(look.words("letters select")) " : " \(search) "
      let style = search.isEmpty ? look.theme.quiet : look.theme.accent
      rest = rest.dropping(left: canvas.draw([(text, style)], in: line))
    }
    if isMore { canvas.drawRight(" \(look.words("more below")) ", style: look.theme.quiet, in: rest) }
  }
}
