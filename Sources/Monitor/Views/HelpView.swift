import PayloadText
import TerminalUI

/// A help that scrolls: keys and what lines may hold, or the filter language.
struct HelpView {
  let title: SafeText
  let lines: [Line]
  /// Lines that are scrolled out above.
  let offset: Int
  let theme: Theme

  /// A line of the help.
  struct Line: Sendable, Hashable {
    var keys: SafeText = ""
    var text: SafeText
    var isHeading = false
  }

  /// The command table and what lines may hold, by where keys count.
  static let sections: [Line] = HelpSection.allCases.flatMap { section in
    [Line(text: SafeText(section.rawValue), isHeading: true)]
      + section.entries.map { Line(keys: SafeText($0.keys), text: SafeText($0.text)) } + [Line(text: "")]
  }

  /// The same lines broken into such of at most `columns` columns.
  static func wrapped(_ lines: [Line], columns: Int) -> [Line] {
    let keysWidth = keysWidth(of: lines, columns: columns)
    return lines.flatMap { line -> [Line] in
      let texts = line.text.wrapped(columns: columns - 2 - (line.isHeading ? 0 : keysWidth + 2))
      let keys = line.keys.wrapped(columns: keysWidth)
      return (0..<max(texts.count, keys.count)).map { index in
        Line(
          keys: index < keys.count ? keys[index] : "", text: index < texts.count ? texts[index] : "",
          isHeading: line.isHeading)
      }
    }
  }

  /// Columns of the keys: as many as the longest takes, a third or in a wide window half of all at most.
  private static func keysWidth(of lines: [Line], columns: Int) -> Int {
    min(lines.reduce(0) { max($0, $1.keys.width) }, columns < 60 ? columns / 3 : columns / 2)
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.frame(rect, style: theme.quiet)
    let title: LinePart.Form = [(" \(title) ", theme.accent), ("(Esc closes, j k PgDn scroll) ", theme.quiet)]
    canvas.draw(title, in: rect.dropping(left: 2).dropping(right: 2))
    let keysWidth = Self.keysWidth(of: lines, columns: inside.columns)
    let lines = Self.wrapped(lines, columns: inside.columns)
    for (index, help) in lines.dropFirst(offset).prefix(inside.rows).enumerated() {
      let line = inside.line(index).dropping(left: 1)
      if help.isHeading {
        canvas.draw([(help.text, theme.heading)], in: line)
      } else {
        canvas.draw([(help.keys, theme.accent)], in: line.taking(left: keysWidth))
        canvas.draw([(help.text, theme.plain)], in: line.dropping(left: keysWidth + 2))
      }
    }
    let end = rect.line(rect.rows - 1).dropping(left: 2).dropping(right: 2)
    if lines.count - offset > inside.rows { canvas.drawRight(" more below ", style: theme.quiet, in: end) }
  }
}
