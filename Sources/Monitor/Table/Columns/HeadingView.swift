import Basics
import PayloadText
import TerminalUI

/// The headings of the table's columns: which one it is sorted by, and what is not sorted yet.
struct HeadingView {
  let state: State
  let layout: ColumnLayout

  func draw(on canvas: inout Canvas, in line: Rect) {
    let style = state.configuration.theme.heading(isFocused: state.focus == .table)
    let end = notes.reversed().reduce(line) { rest, note in
      canvas.drawRight("  " + note.text, style: note.style, in: rest)
    }.endColumn
    for place in layout.places {
      // A heading that a note would cut in two is better gone.
      let width = min(place.width, max(0, end - line.column - place.start))
      if width < place.width, heading(place).width > width { continue }
      let heading = heading(place).shortened(to: place.width, state.symbols.ellipsis)
      let indent = place.column.isRightAligned ? place.width - heading.width : 0
      canvas.draw(
        heading, at: Position(column: line.column + place.start + indent, row: line.row), style: style, in: line
      )
    }
  }

  private func heading(_ place: ColumnLayout.Place) -> SafeText {
    var heading = state.words(place.column == .time ? state.table.options.time.heading : place.column.heading)
    if place.column == .text, state.table.options.payload == .hex { heading = state.words("Hex") }
    if isSorted(by: place.column) {
      let sign = state.table.sorting.isInverted ? state.symbols.descending : state.symbols.ascending
      heading = heading.prefix(columns: place.width - sign.width) + sign
    }
    if place.column == .text, state.table.options.offset > 0 {
      heading += " +\(Figures.grouped(state.table.options.offset))"
    }
    return heading
  }

  /// As they came is the order that needs no sign.
  private func isSorted(by column: Column) -> Bool {
    state.table.sorting.column == column && (column != .number || state.table.sorting.isInverted)
  }

  /// What stands at the right end: the columns without a place, and what is not sorted.
  private var notes: [(text: SafeText, style: Style)] {
    let theme = state.configuration.theme
    var notes: [(text: SafeText, style: Style)] = []
    if layout.missing > 0 {
      let missing: Phrase = layout.missing == 1 ? "+1 col" : "+\(layout.missing) cols"
      notes.append((state.words(missing), theme.quiet))
    }
    if let sortNote { notes.append((state.words(sortNote), theme.warning)) }
    return notes
  }

  /// How far the sorting is, or how many rows came since.
  private var sortNote: Phrase? {
    if let run = state.table.sorting.run, state.table.sorting.isAsked { return "sorting \(Int(run.progress * 100))%" }
    let count = state.unsortedCount
    return count > 0 ? "+\(Figures.grouped(count)) unsorted" : nil
  }
}
