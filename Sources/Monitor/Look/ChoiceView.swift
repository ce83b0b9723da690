import Basics
import PayloadText
import TerminalUI

/// A choice among commands, each by its key.
struct ChoiceView {
  /// The question that it answers.
  let title: Phrase
  /// The commands.
  let entries: [Command]
  /// The place where their keys are in force.
  let focus: Focus
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let theme = look.theme
    let widest = entries.reduce(look.words(title).width) { max($0, look.words(Phrase($1.help)).width) }
    let width = widest + 8
    let box = rect.centered(Size(columns: width, rows: entries.count + 2))
    let inside = canvas.frame(box, style: theme.quiet)
    canvas.draw([(" \(look.words(title)) ", theme.accent)], in: box.line(0).dropping(left: 2).dropping(right: 2))
    for (index, entry) in entries.enumerated() where index < inside.rows {
      let pieces: LinePart.Form = [
        (" \(key(of: entry))", theme.accent), ("  \(look.words(Phrase(entry.help)))", theme.plain),
      ]
      canvas.draw(pieces, in: inside.line(index))
    }
    let others = entries.dropFirst(inside.rows).map(key(of:)).joined(separator: " ")
    if others.isEmpty { return }
    let bottom = box.line(box.rows - 1).dropping(left: 2).dropping(right: 2)
    canvas.drawRight(" \(look.words("also \(others)")) ", style: theme.quiet, in: bottom)
  }

  private func key(of entry: Command) -> String {
    look.keymap.shownKey(of: entry, in: focus)?.name ?? ""
  }
}
