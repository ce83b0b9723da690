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
    let style = look.theme.title(isFocused: isFocused)
    let graph = rates.graph
    let whose = graph.subject.map { SafeText($0.text(look.interfaces)) } ?? look.words("all peers")
    var parts = [LinePart(look.words("received from \(whose)"), whose, style: style, rank: LinePart.kept)]
    func add(_ text: Phrase, _ brief: Phrase, _ rank: Int) {
      let dot = look.symbols.dot + " "
      parts.append(LinePart(dot + look.words(text), dot + look.words(brief), style: style, rank: rank))
    }
    if let file = graph.file {
      let time = Self.text(of: file.timePerColumn(columns))
      add("\(time) a column", Phrase(verbatim: time), 50)
      add("by the times in the file", "file", 40)
    } else {
      let seconds = graph.secondsPerColumn
      add(seconds == 1 ? "1 s a column" : "mean of \(seconds) s a column", "\(seconds) s", 50)
    }
    if graph.isBehind(source.log) { add("counting", "counting", 60) }
    return parts
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
        drawTimes: { canvas, line, columns in draw(file.span, below: columns, on: &canvas, in: line) },
        words: look.words)
    }
    let count = file.datagrams(in: 1).first ?? 0
    return (
      plot(
        look.words(count == 1 ? "1 datagram" : "\(Figures.grouped(count)) datagrams"), file.datagrams, Figures.grouped),
      plot(SafeText(Figures.bytes(file.bytes(in: 1).first ?? 0)), file.bytes, Figures.bytes)
    )
  }

  /// Draws the times of the first and of the last datagram below the first and the last column.
  private func draw(_ span: ClosedRange<Int64>?, below columns: Int, on canvas: inout Canvas, in line: Rect) {
    guard let span else { return }
    let place = line.taking(right: max(columns, min(line.columns, 24)))
    let (start, end) = (look.calendar(span.lowerBound), look.calendar(span.upperBound))
    let clocks = zip(TimeText.clock(span.lowerBound, look.utcOffsets), TimeText.clock(span.upperBound, look.utcOffsets))
    let forms: [(String, String)]
    if start.isSameDay(as: end) {
      forms = clocks.map { ("\(start.date) \($0)", $1) } + clocks.map { ($0, $1) }
    } else {
      // Times of day alone would say that the file is of one day.
      forms = clocks.map { ("\(start.date) \($0)", "\(end.date) \($1)") } + Self.dates(start.date, end.date)
    }
    guard let (first, last) = forms.first(where: { $0.count + $1.count + 2 <= place.columns }) else { return }
    canvas.draw(SafeText(first), at: place.origin, style: look.theme.quiet, in: place)
    canvas.drawRight(SafeText(last), style: look.theme.quiet, in: place)
  }

  /// The forms of two different dates, the longer first: whole, and the part in which they differ.
  private static func dates(_ first: String, _ last: String) -> [(String, String)] {
    let (year, otherYear) = (first.dropLast("-MM-DD".count), last.dropLast("-MM-DD".count))
    let brief =
      year == otherYear ? (first.suffix("MM-DD".count), last.suffix("MM-DD".count)) : (year, otherYear)
    return [(first, last), (String(brief.0), String(brief.1))]
  }

  /// `20 µs`, `140 ms`, `2.5 s`, `1,200 s`: exact, unlike a rounded span.
  private static func text(of nanoseconds: Int64) -> String {
    for (unit, length) in [("s", 1_000_000_000), ("ms", 1_000_000)] as [(String, Int64)] where nanoseconds >= length {
      let rest = (nanoseconds % length / (length / 1_000)).digits(3)
      let fraction = rest.reversed().drop { $0 == "0" }.reversed()
      return Figures.grouped(nanoseconds / length) + (fraction.isEmpty ? "" : "." + String(fraction)) + " \(unit)"
    }
    return "\(nanoseconds / 1_000) µs"
  }
}
