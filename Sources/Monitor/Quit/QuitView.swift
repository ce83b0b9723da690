import Basics
import PayloadText
import TerminalUI

/// The question before quitting: what would be lost, and the keys that answer, from the command table.
struct QuitView {
  let work: UnsavedWork
  let keymap: Keymap
  let catalogue: Catalogue
  let theme: Theme

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let width = min(rect.columns, 64)
    let lines = losses.flatMap { $0.wrapped(columns: width - 4) }
    let box = rect.centered(Size(columns: width, rows: lines.count + answers.count + 3))
    let inside = canvas.frame(box, style: theme.quiet)
    canvas.draw([(" \(catalogue("quit?")) ", theme.warning)], in: box.line(0).dropping(left: 2).dropping(right: 2))
    for (index, line) in lines.enumerated() where index < inside.rows {
      canvas.draw([(line, theme.plain)], in: inside.line(index).dropping(left: 1))
    }
    // Where there is little room the blank line goes first.
    let start = min(lines.count + 1, inside.rows - answers.count)
    for (index, answer) in answers.enumerated() where start + index >= 0 && start + index < inside.rows {
      canvas.draw(
        [(answer.key, theme.accent), ("  ", theme.plain), (answer.text, theme.plain)],
        in: inside.line(start + index).dropping(left: 1))
    }
  }

  /// The losses, a sentence each.
  private var losses: [SafeText] {
    var losses: [Phrase] = work.isEmpty ? [] : [work.sentence]
    if work.hidden > 0 { losses.append("Hidden rows, which \(writeKey) leaves out: \(Figures.grouped(work.hidden))") }
    if work.messages > 0 { losses.append("Messages that were not sent: \(Figures.grouped(work.messages))") }
    if work.waiting > 0 { losses.append("Datagrams that are not passed on yet: \(Figures.grouped(work.waiting))") }
    return losses.map { catalogue($0) }
  }

  private var writeKey: String { keymap.reference(to: "save-work", in: .quitting) }

  private var answers: [(key: SafeText, text: SafeText)] {
    Command.all.filter { $0.focuses == [.quitting] }.map { command in
      let key = SafeText(keymap.reference(to: command.name, in: .quitting))
      return (key.padded(toColumns: 3), catalogue(Phrase(command.help), keymap))
    }
  }
}
