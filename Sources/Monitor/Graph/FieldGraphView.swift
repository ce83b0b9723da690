import Basics
import PayloadText
import TerminalUI

/// The pane of the graph of fields: a plot for each field, side by side or one below the other.
struct FieldGraphView {
  /// The graph; `nil` where none was chosen.
  let graph: FieldGraph?
  /// Whether a filter hides rows.
  let isFiltered: Bool
  /// Whether rows wait to be read.
  let isBehind: Bool
  let isFocused: Bool
  let look: Look

  /// The least columns in which two plots stand side by side.
  private static let leastForTwo = 96
  /// The fewest rows of a plot below another one.
  private static let leastRows = 4

  /// The places of the plots in a pane below its rule. The last fields have none where there is no room.
  private static func plots(in area: Rect, fields: Int) -> [Rect] {
    let isWide = fields > 1 && area.columns >= leastForTwo
    let perLine = isWide ? 2 : 1
    let lines = max(1, min((fields + perLine - 1) / perLine, area.rows / leastRows))
    let width = isWide ? (area.columns - 2) / 2 : area.columns
    return (0..<min(fields, lines * perLine)).map { index in
      let (line, side) = (index / perLine, index % perLine)
      let top = area.rows * line / lines
      return area.dropping(top: top).taking(top: area.rows * (line + 1) / lines - top)
        .dropping(left: side * (width + 2)).taking(left: width)
    }
  }

  /// Columns of values of each plot in a pane.
  static func columns(in rect: Rect, fields: Int) -> Int {
    max(1, (plots(in: rect.dropping(top: 1), fields: fields).first?.columns ?? 0) - RatePlot.scaleColumns)
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty, let graph else { return }
    let area = rect.dropping(top: 1)
    let room = Self.columns(in: rect, fields: graph.fields.count)
    let plots = Self.plots(in: area, fields: graph.fields.count)
    canvas.rule(title(graph, room, hidden: graph.fields.count - plots.count), in: rect, style: look.theme.quiet)
    let window = graph.window(room)
    guard !window.columns.isEmpty else {
      let text: Phrase = isBehind ? "counting" : "no row that is shown has such a number"
      canvas.draw([(look.words(text), look.theme.quiet)], in: area.line(0).dropping(left: 1))
      return
    }
    for (field, place) in plots.enumerated() {
      FieldPlot(
        name: SafeText(graph.fields[field]), unit: graph.units[field].map { SafeText($0) }, field: field,
        window: window, isFocused: isFocused, look: look
      ).draw(on: &canvas, in: place)
    }
  }

  private func title(_ graph: FieldGraph, _ room: Int, hidden: Int) -> [LinePart] {
    let names = SafeText(graph.fields.joined(separator: ", "))
    let whole = graph.peer.map { peer in look.words("\(names) from \(SafeText(look.name(of: peer)))") }
    var title = PaneTitle(whole ?? look.words("\(names) of all rows"), brief: names, isFocused: isFocused, look)
    if isFiltered { title.add("that the filter shows", brief: "filtered", rank: 60) }
    let time = TimeAxis.text(of: graph.timePerColumn(room))
    title.add("\(time) a column", brief: Phrase(verbatim: time), rank: 50)
    if hidden > 0 { title.add("no room for \(hidden)", rank: 65) }
    if isBehind { title.add("counting", rank: 70) }
    return title.parts
  }
}

/// The plot of one field: its value, minimum, mean and maximum, a bar for each column that reaches to the mean of its
/// values and faintly to the greatest, and the times below.
struct FieldPlot {
  let name: SafeText
  let unit: SafeText?
  /// The index of the field.
  let field: Int
  let window: FieldWindow
  let isFocused: Bool
  let look: Look

  /// The height of a bar at the top of the plot.
  private static let full = 10_000

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard rect.rows >= 2, rect.columns >= 16 else { return }
    let theme = look.theme
    var whole = FieldValues.Range()
    for column in window.columns { if let range = column[field] { whole.merge(range) } }
    canvas.draw(
      LinePart.fitted(caption(whole), columns: rect.columns - 1, gap: "  "), in: rect.line(0).dropping(left: 1))
    guard whole.count > 0, rect.rows >= 3 else { return }
    let scale = PlotScale(whole.least...whole.greatest)
    let plot = rect.dropping(left: RatePlot.scaleColumns).dropping(top: 1).dropping(bottom: 1)
    let labels = rect.dropping(top: 1).dropping(bottom: 1)
    draw(scale.range.upperBound, on: &canvas, in: labels.line(0))
    if plot.rows >= 5 { draw(scale.middle, on: &canvas, in: labels.line(plot.rows / 2)) }
    if plot.rows >= 2 { draw(scale.range.lowerBound, on: &canvas, in: labels.line(plot.rows - 1)) }
    let bars = window.columns.map { $0[field] }
    func heights(_ value: (FieldValues.Range) -> Double) -> [Int] {
      bars.map { range in range.map { 1 + Int(scale.share(of: value($0)) * Double(Self.full - 1)) } ?? 0 }
    }
    Sparkline(heights(\.greatest), top: Self.full).draw(on: &canvas, in: plot, style: theme.quiet)
    Sparkline(heights(\.mean), top: Self.full).draw(on: &canvas, in: plot, style: theme.accent)
    if let span = window.span {
      TimeAxis(span, look).draw(
        below: bars.count, on: &canvas, in: rect.line(rect.rows - 1).dropping(left: RatePlot.scaleColumns))
    }
    if let cursor = window.cursor, bars.count - cursor <= plot.columns {
      let place = plot.dropping(left: plot.columns - (bars.count - cursor)).taking(left: 1)
      canvas.restyle(place) { theme.select(&$0, isFocused: isFocused) }
    }
  }

  /// The value under the cursor, else the newest, and minimum, mean and maximum of what is in sight.
  private func caption(_ whole: FieldValues.Range) -> [LinePart] {
    let theme = look.theme
    var parts = [LinePart(forms: [[(name, theme.accent)]], rank: 85)]
    if let cursor = window.cursor, let times = window.times {
      let clock = TimeText.clock(times.lowerBound, look.utcOffsets)
      parts.append(LinePart(SafeText(clock[0]), SafeText(clock[1]), style: theme.quiet, rank: 60))
      let values = window.columns[cursor][field]
      parts.append(LinePart(values.map { self.text($0) } ?? look.symbols.none, style: theme.plain, rank: LinePart.kept))
    } else {
      let last = whole.count > 0 ? text(whole.last) : look.symbols.none
      parts.append(LinePart(last, style: theme.plain, rank: LinePart.kept))
    }
    guard whole.count > 0 else { return parts }
    func add(_ text: Phrase, _ rank: Int) {
      parts.append(LinePart(look.words(text), style: theme.quiet, rank: rank))
    }
    add("min \(Self.number(whole.least))", 42)
    add("mean \(PlotScale.text(whole.mean, digits: 5))", 41)
    add("max \(Self.number(whole.greatest))", 43)
    return parts
  }

  /// The values of a column: one, or from the least to the greatest with the mean.
  private func text(_ values: FieldValues.Range) -> SafeText {
    guard values.count > 1, values.least < values.greatest else { return text(values.last) }
    return look.words(
      "\(Self.number(values.least)) to \(text(values.greatest)), mean \(Self.number(values.mean)) of \(Figures.grouped(values.count))"
    )
  }

  private func text(_ value: Double) -> SafeText {
    unit.map { SafeText(Self.number(value)) + " " + $0 } ?? SafeText(Self.number(value))
  }

  /// A number with as many digits as a person reads: six.
  static func number(_ value: Double) -> String { PlotScale.text(value, digits: 6) }

  /// Draws a number of the scale at the left of a line.
  private func draw(_ value: Double, on canvas: inout Canvas, in line: Rect) {
    let label = SafeText(Self.number(value)).prefix(columns: RatePlot.scaleColumns - 1)
    canvas.drawRight(label, style: look.theme.quiet, in: line.taking(left: RatePlot.scaleColumns - 1))
  }
}
