import PayloadText
import TerminalUI

/// A help that scrolls: the command table, or the filter language.
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

  /// The command table, by what its commands are for.
  static let commands: [Line] = sections.flatMap { title, commands in
    [Line(text: SafeText(title), isHeading: true)]
      + commands.map { command in
        Line(keys: SafeText(command.keys.map(\.name).joined(separator: " ")), text: SafeText(command.help))
      } + [Line(text: "")]
  }

  private static let sections: [(String, [Command])] = [
    ("Moving", Command.moving), ("Showing", Command.viewing), ("Narrowing", Command.filtering),
    ("Writing", Command.sending), ("General", Command.general), ("In lines", Command.editing),
  ]

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.frame(rect, style: theme.quiet)
    let line = rect.taking(top: 1).dropping(left: 2).dropping(right: 2)
    canvas.draw([(" \(title) ", theme.accent), ("(Esc closes, j k PgDn scroll) ", theme.quiet)], in: line)
    let lines = self.lines.dropFirst(offset).prefix(inside.rows)
    let keysWidth = min(self.lines.reduce(0) { max($0, $1.keys.width) }, inside.columns / 2)
    for (index, help) in lines.enumerated() {
      let line = inside.line(index).dropping(left: 1)
      if help.isHeading {
        canvas.draw(help.text, at: line.origin, style: theme.heading, in: line)
      } else {
        canvas.draw(help.keys, at: line.origin, style: theme.accent, in: line.taking(left: keysWidth))
        let text = line.dropping(left: keysWidth + 2)
        canvas.draw(help.text, at: text.origin, style: theme.plain, in: text)
      }
    }
  }
}
