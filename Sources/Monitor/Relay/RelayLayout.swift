import TerminalUI

/// The places of the parts of a relay's pane: the sliders, and the figures below them or, in a wide window, beside them.
struct RelayLayout {
  /// The columns of the sliders beside the figures, and the least of a window in which both stand side by side.
  private static let sliderColumns = 42
  private static let leastForBoth = 104
  /// The lines of the figures above those of clients: headings, and the sums of both directions.
  static let sumRows = 3

  let sliders: Rect
  let figures: Rect

  /// - Parameter hasOthers: whether a line below the sliders says what else is done.
  init(_ rect: Rect, hasOthers: Bool) {
    let area = rect.dropping(top: 1)
    if area.columns >= Self.leastForBoth {
      sliders = area.taking(left: Self.sliderColumns)
      figures = area.dropping(left: Self.sliderColumns + 2)
    } else {
      let rows = min(area.rows, RelaySlider.allCases.count + (hasOthers ? 1 : 0))
      sliders = area.taking(top: rows)
      figures = area.dropping(top: rows)
    }
  }

  /// The lines of clients that there is room for.
  var clientRows: Int { max(0, figures.rows - Self.sumRows) }

  /// The slider at a place of the screen.
  func slider(at place: Position) -> RelaySlider? {
    guard sliders.contains(place) else { return nil }
    let index = place.row - sliders.row
    return RelaySlider.allCases.indices.contains(index) ? RelaySlider.allCases[index] : nil
  }

  /// The line of clients at a place of the screen, counted from the first in sight.
  func clientLine(at place: Position) -> Int? {
    guard figures.contains(place), place.row >= figures.row + Self.sumRows else { return nil }
    return place.row - figures.row - Self.sumRows
  }
}
