import Basics
import PayloadText
import TerminalUI

/// The list from which a column to sort by is chosen.
struct SortListView {
  let list: SortList
  let sorting: Sorting
  let symbols: Symbols
  let theme: Theme
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let box = rect.centered(Size(columns: 32, rows: list.columns.count + 2))
    let inside = canvas.frame(box, style: theme.quiet)
    canvas.draw([(" \(words("sort by")) ", theme.accent)], in: box.line(0).dropping(left: 2).dropping(right: 2))
    let first = max(0, min(list.selected - inside.rows / 2, list.columns.count - inside.rows))
    for (index, column) in list.columns.dropFirst(first).prefix(inside.rows).enumerated() {
      let line = inside.line(index)
      let isPresent = column == sorting.column
      let sign = isPresent ? sorting.isInverted ? symbols.descending : symbols.ascending : ""
      let note: SafeText = column == .number ? "  " + words("as they came") : ""
      canvas.draw(
        [
          (" \(column.name) ", theme.plain), (meaning(of: column), theme.quiet), (sign, theme.accent),
          (note, theme.quiet),
        ], in: line)
      if first + index == list.selected { canvas.restyle(line) { $0.attributes.formUnion(theme.selection) } }
    }
    guard first + inside.rows < list.columns.count else { return }
    let end = box.line(box.rows - 1).dropping(left: 2).dropping(right: 2)
    canvas.drawRight(" \(words("more below")) ", style: theme.quiet, in: end)
  }

  /// What a column is called above it, where the language has another word than its name.
  private func meaning(of column: Column) -> SafeText {
    let heading = words(column.heading)
    return heading.isEmpty || heading.description == column.heading.english ? "" : heading + " "
  }
}
