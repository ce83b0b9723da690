import Basics
import PayloadText
import TerminalUI

/// One graph of the pane of rates, with its figures, its scale and its axes.
struct RatePlot {
  /// Columns that the scale takes at the left.
  static let scaleColumns = 10

  /// The figure before mean and peak.
  let caption: SafeText
  /// The values of the columns that fit into a room, the oldest first.
  let values: (Int) -> [Int]
  let figure: (Int) -> String
  /// Draws the times below the columns into a line, given how many columns there are.
  let drawTimes: (inout Canvas, Rect, Int) -> Void
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  func draw(on canvas: inout Canvas, in rect: Rect, _ theme: Theme) {
    guard rect.rows >= 3, rect.columns >= 16 else { return }
    let columns = values(rect.columns - Self.scaleColumns)
    let top = Self.round(up: columns.max() ?? 0)
    let plot = rect.dropping(left: Self.scaleColumns).dropping(top: 1).dropping(bottom: 1)
    drawCaption(columns, on: &canvas, in: rect.line(0).dropping(left: 1), theme)
    draw(top, on: &canvas, in: plot.line(0), left: rect.column, theme)
    if plot.rows >= 5, top >= 2 {
      draw(top / 2, on: &canvas, in: plot.line(plot.rows / 2), left: rect.column, theme)
    }
    if plot.rows >= 2 { draw(0, on: &canvas, in: plot.line(plot.rows - 1), left: rect.column, theme) }
    Sparkline(columns, top: top).draw(on: &canvas, in: plot, style: theme.accent)
    drawTimes(&canvas, rect.line(rect.rows - 1).dropping(left: Self.scaleColumns), columns.count)
  }

  /// The figure, and mean and peak of what is in sight.
  private func drawCaption(_ columns: [Int], on canvas: inout Canvas, in line: Rect, _ theme: Theme) {
    let mean = columns.isEmpty ? 0 : Int((columns.reduce(0) { $0 + Double($1) } / Double(columns.count)).rounded())
    let parts = [
      LinePart(caption, style: theme.plain, rank: LinePart.kept),
      LinePart(words("mean \(figure(mean))"), style: theme.quiet, rank: 30),
      LinePart(words("peak \(figure(columns.max() ?? 0))"), style: theme.quiet, rank: 40),
    ]
    canvas.draw(LinePart.fitted(parts, columns: line.columns, gap: "  "), in: line)
  }

  private func draw(_ value: Int, on canvas: inout Canvas, in line: Rect, left: Int, _ theme: Theme) {
    let whole = value == 0 ? "0" : SafeText(figure(value))
    let label = whole.width <= 9 ? whole : SafeText(Figures.rounded(value))
    let start = Position(column: left + max(0, 9 - label.width), row: line.row)
    canvas.draw(label, at: start, style: theme.quiet)
  }

  /// The next of 1, 2, 5, 10, 20, 50, … that is not less.
  private static func round(up value: Int) -> Int {
    var power = 1
    while power < Int.max / 10, power * 10 < value { power *= 10 }
    for factor in [1, 2, 5, 10] where power.multipliedReportingOverflow(by: factor).overflow == false {
      if power * factor >= value { return power * factor }
    }
    return value
  }
}
