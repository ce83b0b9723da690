import PayloadText
import TerminalUI

/// The help: the command table and what lines may hold, by where keys count.
struct HelpView {
  /// Lines that are scrolled out above.
  let offset: Int
  let theme: Theme

  /// A line of the help.
  struct Line: Sendable, Hashable {
    var keys: SafeText = ""
    var text: SafeText
    var isHeading = false
  }

  private static let whole: [Line] = HelpSection.allCases.flatMap { section in
    [Line(text: SafeText(section.rawValue), isHeading: true)]
      + section.entries.map { Line(keys: SafeText($0.keys), text: SafeText($0.text)) } + [Line(text: "")]
  }

  /// All of it in lines of at most `columns` columns.
  static func lines(columns: Int) -> [Line] {
    whole.flatMap { line -> [Line] in
      let texts = line.text.wrapped(columns: columns - 1 - (line.isHeading ? 1 : textColumn(columns)))
      let keys = line.keys.wrapped(columns: keysWidth(columns))
      return (0..<max(texts.count, keys.count)).map { index in
        Line(
          keys: index < keys.count ? keys[index] : "", text: index < texts.count ? texts[index] : "",
          isHeading: line.isHeading)
      }
    }
  }

  private static let widestKeys = whole.reduce(0) { max($0, $1.keys.width) }
  private static func keysWidth(_ columns: Int) -> Int { min(widestKeys, columns / 3) }
  /// Where texts begin.
  private static func textColumn(_ columns: Int) -> Int { 1 + keysWidth(columns) + 2 }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.frame(rect, style: theme.quiet)
    let lines = Self.lines(columns: inside.columns)
    let title: LinePart.Form = [(" keys ", theme.accent), ("(Esc closes, j k PgDn scroll) ", theme.quiet)]
    canvas.draw(title, in: rect.dropping(left: 2).dropping(right: 2))
    for (index, help) in lines.dropFirst(offset).prefix(inside.rows).enumerated() {
      let line = inside.line(index).dropping(left: 1)
      if help.isHeading {
        canvas.draw([(help.text, theme.heading)], in: line)
      } else {
        canvas.draw([(help.keys, theme.accent)], in: line.taking(left: Self.keysWidth(inside.columns)))
        canvas.draw([(help.text, theme.plain)], in: inside.line(index).dropping(left: Self.textColumn(inside.columns)))
      }
    }
    let below = lines.count - offset - inside.rows
    let end = rect.line(rect.rows - 1).dropping(left: 2).dropping(right: 2)
    if below > 0 { canvas.drawRight(" more below ", style: theme.quiet, in: end) }
  }
}
