import Basics
import PayloadText
import TerminalUI

/// The headings of the table's columns: which one it is sorted by, and what is not sorted yet.
struct HeadingView {
  let table: Table
  let layout: ColumnLayout
  /// Rows that the filter shows and that were not sorted yet.
  let unsorted: Int
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in line: Rect) {
    let style = look.theme.heading(isFocused: isFocused)
    let end = notes.reversed().reduce(line) { rest, note in
      canvas.drawRight("  " + note.text, style: note.style, in: rest)
    }.endColumn
    for place in layout.places {
      // A heading that a note would cut in two is better gone.
      let width = min(place.width, max(0, end - line.column - place.start))
      if width < place.width, heading(place).width > width { continue }
      let heading = heading(place).shortened(to: place.width, look.symbols.ellipsis)
      let indent = place.column.isRightAligned ? place.width - heading.width : 0
      canvas.draw(
        heading, at: Position(column: line.column + place.start + indent, row: line.row), style: style, in: line
      )
    }
  }

  private func heading(_ place: ColumnLayout.Place) -> SafeText {
    var heading = look.words(place.column == .time ? table.options.time.heading : place.column.heading)
    if place.column == .text, table.options.payload == .hex { heading = look.words("Hex") }
    if isSorted(by: place.column) {
      let sign = table.sorting.isInverted ? look.symbols.descending : look.symbols.ascending
      heading = heading.prefix(columns: place.width - sign.width) + sign
    }
    if place.column == .text, table.options.offset > 0 {
      heading += " +\(Figures.grouped(table.options.offset))"
    }
    return heading
  }

  /// As they came is the order that needs no sign.
  private func isSorted(by column: Column) -> Bool {
    table.sorting.column == column && (column != .number || table.sorting.isInverted)
  }

  /// The notes at the right end: the columns without a place, and the rows that are not sorted.
  private var notes: [(text: SafeText, style: Style)] {
    let theme = look.theme
    var notes: [(text: SafeText, style: Style)] = []
    if layout.missing > 0 {
      let missing: Phrase = layout.missing == 1 ? "+1 col" : "+\(layout.missing) cols"
      notes.append((look.words(missing), theme.quiet))
    }
    if let sortNote { notes.append((look.words(sortNote), theme.warning)) }
    return notes
  }

  /// The progress of sorting, or the number of rows that came since.
  private var sortNote: Phrase? {
    if let run = table.sorting.run, table.sorting.isAsked { return "sorting \(Int(run.progress * 100))%" }
    return unsorted > 0 ? "+\(Figures.grouped(unsorted)) unsorted" : nil
  }
}
