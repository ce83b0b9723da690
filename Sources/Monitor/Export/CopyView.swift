import Basics
import PayloadText
import TerminalUI

/// The choice of what is copied, from the command table.
struct CopyView {
  /// The rows that would be copied.
  let rows: [UInt64]
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let theme = look.theme
    let title: Phrase =
      rows.count == 1 ? "copy row \(Figures.grouped(rows[0]))" : "copy \(Figures.grouped(rows.count)) marked rows"
    let entries = Command.exporting.filter { $0.focuses == [.copying] }
    let width = entries.reduce(0) { max($0, look.words(Phrase($1.help)).width) } + 8
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
    look.keymap.shownKey(of: entry, in: .copying)?.name ?? ""
  }
}
