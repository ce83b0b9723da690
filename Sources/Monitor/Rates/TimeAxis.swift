import Basics
import PayloadText
import TerminalUI

/// The times below a graph along the rows' own time.
struct TimeAxis {
  private let span: ClosedRange<Int64>
  private let look: Look

  /// Creates the axis of a span of times in nanoseconds since the Unix epoch.
  init(_ span: ClosedRange<Int64>, _ look: Look) {
    self.span = span
    self.look = look
  }

  /// Draws the times of the first and of the last datagram below the first and the last column.
  func draw(below columns: Int, on canvas: inout Canvas, in line: Rect) {
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
  static func text(of nanoseconds: Int64) -> String {
    for (unit, length) in [("s", 1_000_000_000), ("ms", 1_000_000)] as [(String, Int64)] where nanoseconds >= length {
      let rest = (nanoseconds % length / (length / 1_000)).digits(3)
      let fraction = rest.reversed().drop { $0 == "0" }.reversed()
      return Figures.grouped(nanoseconds / length) + (fraction.isEmpty ? "" : "." + String(fraction)) + " \(unit)"
    }
    return "\(nanoseconds / 1_000) µs"
  }
}
