import PayloadText
import TerminalUI

extension Canvas {
  /// Draws pieces of text one after the other in the first row of `rect`.
  /// - Returns: columns used.
  @discardableResult
  mutating func draw(_ pieces: [(SafeText, Style)], in rect: Rect) -> Int {
    var column = rect.column
    for (text, style) in pieces {
      column += draw(text, at: Position(column: column, row: rect.row), style: style, in: rect.taking(top: 1))
    }
    return column - rect.column
  }

  /// Draws a rule with a title in the first row of `rect`: `─ title ─────`.
  mutating func rule(_ pieces: [(SafeText, Style)], in rect: Rect, style: Style) {
    let line = rect.taking(top: 1).dropping(left: 1)
    horizontalLine(at: line.origin, columns: line.columns, style: style)
    let space: (SafeText, Style) = (" ", style)
    draw([space] + pieces + [space], in: line.dropping(left: 1))
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
