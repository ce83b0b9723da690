import PayloadText
import TerminalUI

extension Canvas {
  /// Draws pieces of text one after the other in the first row of `rect`; an ellipsis stands last where they are cut.
  /// - Returns: columns used.
  @discardableResult
  mutating func draw(_ pieces: LinePart.Form, in rect: Rect, escapes: Style? = nil) -> Int {
    let line = rect.taking(top: 1)
    let isCut = LinePart.width(of: pieces) > line.columns
    let room = line.dropping(right: isCut ? 1 : 0)
    var column = line.column
    var last = Style.plain
    for (text, style) in pieces where column < room.endColumn && !text.isEmpty {
      column += draw(text, at: Position(column: column, row: line.row), style: style, in: room, escapes: escapes)
      last = style
    }
    guard isCut else { return column - line.column }
    draw(ellipsis, at: Position(column: room.endColumn, row: line.row), style: last, in: line)
    return line.columns
  }

  /// The sign where our own layout cuts a text.
  var ellipsis: SafeText { isASCII ? Symbols.ascii.ellipsis : Symbols.standard.ellipsis }

  /// Draws a rule with a title in the first row of `rect`: `─ title ─────`.
  mutating func rule(_ title: [LinePart], in rect: Rect, style: Style) {
    let line = rect.taking(top: 1).dropping(left: 1)
    horizontalLine(at: line.origin, columns: line.columns, style: style)
    let room = line.dropping(left: 1)
    let pieces = LinePart.fitted(title, columns: room.columns - 2, gap: " ")
    let end = draw([(" ", style)] + pieces, in: room.dropping(right: 1))
    draw(" ", at: room.dropping(left: end).origin, style: style, in: room)
  }

  /// Draws text at the right end of the first row of `rect`.
  /// - Returns: what is left of `rect` on its left.
  @discardableResult
  mutating func drawRight(_ text: SafeText, style: Style, in rect: Rect) -> Rect {
    let place = rect.taking(right: text.width)
    draw(text, at: place.origin, style: style, in: place.taking(top: 1))
    return rect.dropping(right: text.width)
  }
}

extension SafeText {
  /// The text in at most `columns` columns: cut in the middle when it is longer, so that a port stays readable.
  func shortened(to columns: Int, _ ellipsis: SafeText) -> SafeText {
    guard width > columns else { return self }
    let tail = min(columns / 2, 8)
    return prefix(columns: columns - tail - ellipsis.width) + ellipsis + dropFirst(columns: width - tail)
  }
}
