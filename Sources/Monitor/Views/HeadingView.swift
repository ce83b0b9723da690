import PayloadText
import TerminalUI

/// The headings of the table's columns: which one it is sorted by, and what is not sorted yet.
struct HeadingView {
  let state: State
  let layout: ColumnLayout

  func draw(on canvas: inout Canvas, in line: Rect) {
    let theme = state.configuration.theme
    for place in layout.places {
      let heading = heading(place).shortened(to: place.width, state.symbols.ellipsis)
      let indent = place.column.isRightAligned ? place.width - heading.width : 0
      canvas.draw(
        heading, at: Position(column: line.column + place.start + indent, row: line.row), style: theme.heading, in: line
      )
    }
    guard let note else { return }
    let rest = canvas.drawRight(" " + note, style: theme.warning, in: line)
    // A heading that the note would cut in two is better gone.
    if let last = layout.places.last, last.column != .text, line.column + last.start >= rest.endColumn { return }
  }

  private func heading(_ place: ColumnLayout.Place) -> SafeText {
    var heading = SafeText(place.column == .time ? state.table.time.heading : place.column.heading)
    if place.column == .text, state.table.payload == .hex { heading = "Hex" }
    if isSorted(by: place.column) {
      let sign = state.sorting.isInverted ? state.symbols.descending : state.symbols.ascending
      heading = heading.prefix(columns: place.width - sign.width) + sign
    }
    if place.column == .text, state.table.offset > 0 { heading += " +\(Figures.grouped(state.table.offset))" }
    return heading
  }

  /// As they came is the order that needs no sign.
  private func isSorted(by column: Column) -> Bool {
    state.sorting.column == column && (column != .number || state.sorting.isInverted)
  }

  /// How far the sorting is, or how many rows came since.
  private var note: SafeText? {
    if let run = state.sorting.run, state.sorting.isAsked { return "sorting \(Int(run.progress * 100))%" }
    let count = state.unsortedCount
    return count > 0 ? "+\(Figures.grouped(count)) unsorted" : nil
  }
}
