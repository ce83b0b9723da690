import Basics
import PayloadText
import TerminalUI

/// The list from which a column to sort by is chosen.
struct SortListView {
  let list: SelectableList<Column>
  let sorting: Sorting
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let (theme, symbols) = (look.theme, look.symbols)
    let frame = ListFrame(title: look.words("sort by"), columns: 32, search: nil, look: look)
    frame.draw(list, on: &canvas, in: rect) { canvas, column, line in
      let isPresent = column == sorting.column
      let sign = isPresent ? sorting.isInverted ? symbols.descending : symbols.ascending : ""
      let note: SafeText = column == .number ? "  " + look.words("as they came") : ""
      canvas.draw(
        [
          (" \(column.name) ", theme.plain), (meaning(of: column), theme.quiet), (sign, theme.accent),
          (note, theme.quiet),
        ], in: line)
    }
  }

  /// The heading of a column, where the language has another word than its name.
  private func meaning(of column: Column) -> SafeText {
    let heading = look.words(column.heading)
    return heading.isEmpty || heading.description == column.heading.english ? "" : heading + " "
  }
}
