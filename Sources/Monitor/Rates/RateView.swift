import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The pane of rates: datagrams and bytes a second of the last minutes, of all peers or of one, side by side or one
/// below the other.
struct RateView {
  let rates: Rates
  let source: Source
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.rule(title, in: rect, style: look.theme.quiet)
    let area = rect.dropping(top: 1)
    let history = rates.graph.peer?.history ?? rates.meter.history
    let end = rates.graph.peer?.whole(before: source.clock.wall) ?? history.end
    let plots = [
      RatePlot(
        unit: look.words("datagrams/s"), values: history.datagrams, end: end - history.dropped,
        figure: Figures.grouped,
        words: look.words),
      RatePlot(
        unit: "/s", values: history.bytes, end: end - history.dropped, figure: Figures.bytes,
        words: look.words),
    ]
    let seconds = rates.graph.secondsPerColumn
    let theme = look.theme
    // One plot alone where two would be too small to read.
    if area.columns >= 96 {
      let half = (area.columns - 2) / 2
      plots[0].draw(on: &canvas, in: area.taking(left: half), seconds: seconds, theme)
      plots[1].draw(on: &canvas, in: area.dropping(left: half + 2), seconds: seconds, theme)
    } else if area.rows >= 8 {
      plots[0].draw(on: &canvas, in: area.taking(top: area.rows / 2), seconds: seconds, theme)
      plots[1].draw(on: &canvas, in: area.dropping(top: area.rows / 2), seconds: seconds, theme)
    } else {
      plots[0].draw(on: &canvas, in: area, seconds: seconds, theme)
    }
  }

  private var title: [LinePart] {
    let style = look.theme.title(isFocused: isFocused)
    let graph = rates.graph
    let whose = graph.peer.map { SafeText($0.peer.text(look.interfaces)) } ?? look.words("all peers")
    var parts = [LinePart(look.words("received from \(whose)"), whose, style: style, rank: LinePart.kept)]
    func add(_ text: Phrase, _ brief: Phrase, _ rank: Int) {
      let dot = look.symbols.dot + " "
      parts.append(LinePart(dot + look.words(text), dot + look.words(brief), style: style, rank: rank))
    }
    let seconds = graph.secondsPerColumn
    add(seconds == 1 ? "1 s a column" : "mean of \(seconds) s a column", "\(seconds) s", 50)
    if let peer = graph.peer, peer.isBehind(source.log) { add("counting", "counting", 60) }
    return parts
  }
}

/// One graph with its scale and its axes.
private struct RatePlot {
  /// The unit after a figure.
  let unit: SafeText
  /// A value a second, oldest first; those from `end` on are not over yet.
  let values: [Int]
  let end: Int
  let figure: (Int) -> String
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  init(
    unit: SafeText, values: [Int], end: Int, figure: @escaping (Int) -> String,
    words: @escaping (Phrase) -> SafeText
  ) {
    self.words = words
    self.unit = unit
    self.values = values
    self.end = min(max(0, end), values.count)
    self.figure = figure
  }

  func draw(on canvas: inout Canvas, in rect: Rect, seconds: Int, _ theme: Theme) {
    guard rect.rows >= 3, rect.columns >= 16 else { return }
    let room = rect.columns - 10
    let columns = self.columns(room, seconds: seconds)
    let top = Self.round(up: columns.max() ?? 0)
    let plot = rect.dropping(left: 10).dropping(top: 1).dropping(bottom: 1)
    drawCaption(columns, on: &canvas, in: rect.line(0).dropping(left: 1), theme)
    draw(top, on: &canvas, in: plot.line(0), left: rect.column, theme)
    if plot.rows >= 5, top >= 2 {
      draw(top / 2, on: &canvas, in: plot.line(plot.rows / 2), left: rect.column, theme)
    }
    if plot.rows >= 2 { draw(0, on: &canvas, in: plot.line(plot.rows - 1), left: rect.column, theme) }
    Sparkline(columns, top: top).draw(on: &canvas, in: plot, style: theme.accent)
    drawTimes(on: &canvas, in: rect.line(rect.rows - 1).dropping(left: 10), seconds: seconds, theme)
  }

  /// Now, mean and peak of what is in sight.
  private func drawCaption(_ columns: [Int], on canvas: inout Canvas, in line: Rect, _ theme: Theme) {
    let now = end > 0 ? values[end - 1] : 0
    let mean = columns.isEmpty ? 0 : Int((columns.reduce(0) { $0 + Double($1) } / Double(columns.count)).rounded())
    func amount(_ value: Int) -> SafeText { SafeText(figure(value)) + (unit == "/s" ? unit : " " + unit) }
    let parts = [
      LinePart(amount(now), style: theme.plain, rank: LinePart.kept),
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

  /// Draws ages, every twenty columns.
  private func drawTimes(on canvas: inout Canvas, in line: Rect, seconds: Int, _ theme: Theme) {
    canvas.drawRight(words("now"), style: theme.quiet, in: line)
    for back in stride(from: 20, to: line.columns - 2, by: 20) {
      let text = SafeText(Self.age(back * seconds))
      canvas.draw(text, at: line.dropping(left: line.columns - 1 - back).origin, style: theme.quiet, in: line)
    }
  }

  /// `-20 s`, `-1:40`.
  private static func age(_ seconds: Int) -> String {
    if seconds < 100 { return "-\(seconds) s" }
    return "-\(seconds / 60):" + (seconds % 60).digits(2)
  }

  /// The newest columns, each the mean of its seconds. A column holds the same seconds as long as it is in sight.
  private func columns(_ count: Int, seconds: Int) -> [Int] {
    let first = max(0, (end / seconds - count + 1) * seconds)
    return stride(from: first, to: end, by: seconds).suffix(count).map { start in
      let part = values[start..<min(end, start + seconds)]
      return Int((part.reduce(0) { $0 + Double($1) } / Double(part.count)).rounded())
    }
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
