import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The pane of rates: datagrams and bytes a second of the last minutes, or datagrams and bytes along the time of
/// capture files; of all peers or of one; side by side or one below the other.
struct RateView {
  let rates: Rates
  let source: Source
  let isFocused: Bool
  let look: Look

  /// The least columns in which two graphs stand side by side.
  private static let leastForTwo = 96

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let area = rect.dropping(top: 1)
    let isWide = area.columns >= Self.leastForTwo
    let half = isWide ? (area.columns - 2) / 2 : area.columns
    canvas.rule(title(columns: half - RatePlot.scaleColumns), in: rect, style: look.theme.quiet)
    let plots = rates.graph.file.map(plots) ?? livePlots
    // One plot alone where two would be too small to read.
    if isWide {
      plots.datagrams.draw(on: &canvas, in: area.taking(left: half), look.theme)
      plots.bytes.draw(on: &canvas, in: area.dropping(left: half + 2), look.theme)
    } else if area.rows >= 8 {
      plots.datagrams.draw(on: &canvas, in: area.taking(top: area.rows / 2), look.theme)
      plots.bytes.draw(on: &canvas, in: area.dropping(top: area.rows / 2), look.theme)
    } else {
      plots.datagrams.draw(on: &canvas, in: area, look.theme)
    }
  }

  /// - Parameter columns: columns of a graph.
  private func title(columns: Int) -> [LinePart] {
    let graph = rates.graph
    let whose = graph.subject.map { SafeText($0.text(look.interfaces)) } ?? look.words("all peers")
    var title = PaneTitle(look.words("received from \(whose)"), brief: whose, isFocused: isFocused, look)
    if let file = graph.file {
      let time = TimeAxis.text(of: file.timePerColumn(columns))
      title.add("\(time) a column", brief: Phrase(verbatim: time), rank: 50)
      title.add("by the times in the file", brief: "file", rank: 40)
    } else {
      let seconds = graph.secondsPerColumn
      title.add(seconds == 1 ? "1 s a column" : "mean of \(seconds) s a column", brief: "\(seconds) s", rank: 50)
    }
    if graph.isBehind(source.log) { title.add("counting", rank: 60) }
    return title.parts
  }

  // MARK: Live

  private var livePlots: (datagrams: RatePlot, bytes: RatePlot) {
    let history = rates.graph.peer?.history ?? rates.meter.history
    let whole = rates.graph.peer?.whole(before: source.clock.wall) ?? history.end
    func plot(_ unit: SafeText, _ values: [Int], _ figure: @escaping (Int) -> String) -> RatePlot {
      let end = min(max(0, whole - history.dropped), values.count)
      let now = end > 0 ? values[end - 1] : 0
      return RatePlot(
        caption: SafeText(figure(now)) + unit, values: { means(of: values, until: end, columns: $0) }, figure: figure,
        drawTimes: { canvas, line, _ in drawAges(on: &canvas, in: line) }, words: look.words)
    }
    return (
      plot(" " + look.words("datagrams/s"), history.datagrams, Figures.grouped),
      plot("/s", history.bytes, Figures.bytes)
    )
  }

  /// The newest columns, each the mean of its seconds. A column holds the same seconds as long as it is in sight.
  /// - Parameter end: the first second that is not over yet.
  private func means(of values: [Int], until end: Int, columns: Int) -> [Int] {
    let seconds = rates.graph.secondsPerColumn
    let first = max(0, (end / seconds - columns + 1) * seconds)
    return stride(from: first, to: end, by: seconds).suffix(columns).map { start in
      let part = values[start..<min(end, start + seconds)]
      return Int((part.reduce(0) { $0 + Double($1) } / Double(part.count)).rounded())
    }
  }

  /// Draws ages, every twenty columns.
  private func drawAges(on canvas: inout Canvas, in line: Rect) {
    let style = look.theme.quiet
    canvas.drawRight(look.words("now"), style: style, in: line)
    for back in stride(from: 20, to: line.columns - 2, by: 20) {
      let text = SafeText(Self.age(back * rates.graph.secondsPerColumn))
      canvas.draw(text, at: line.dropping(left: line.columns - 1 - back).origin, style: style, in: line)
    }
  }

  /// `-20 s`, `-1:40`.
  private static func age(_ seconds: Int) -> String {
    if seconds < 100 { return "-\(seconds) s" }
    return "-\(seconds / 60):" + (seconds % 60).digits(2)
  }

  // MARK: Files

  private func plots(of file: FileRates) -> (datagrams: RatePlot, bytes: RatePlot) {
    func plot(
      _ caption: SafeText, _ values: @escaping (Int) -> [Int], _ figure: @escaping (Int) -> String
    ) -> RatePlot {
      RatePlot(
        caption: caption, values: values, figure: figure,
        drawTimes: { canvas, line, columns in
          if let span = file.span { TimeAxis(span, look).draw(below: columns, on: &canvas, in: line) }
        },
        words: look.words)
    }
    let count = file.datagrams(in: 1).first ?? 0
    return (
      plot(
        look.words(count == 1 ? "1 datagram" : "\(Figures.grouped(count)) datagrams"), file.datagrams, Figures.grouped),
      plot(SafeText(Figures.bytes(file.bytes(in: 1).first ?? 0)), file.bytes, Figures.bytes)
    )
  }
}
