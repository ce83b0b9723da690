import Basics

/// What the Time column counts from.
package enum TimeStyle: Sendable, Hashable, CaseIterable {
  /// The local time of day.
  case clock
  /// The start of the program.
  case sinceStart
  /// The row above.
  case sincePrevious

  /// The column's heading.
  var heading: Phrase {
    switch self {
    case .clock: "Time"
    case .sinceStart: "Since start"
    case .sincePrevious: "Delta"
    }
  }

  /// The next one round.
  var next: TimeStyle {
    switch self {
    case .clock: .sinceStart
    case .sinceStart: .sincePrevious
    case .sincePrevious: .clock
    }
  }

  /// `21:07:45.123` from nanoseconds since the Unix epoch, `offset` seconds ahead of UTC; 12 columns, 8 when brief.
  static func clockText(_ time: Int64, offset: Int, isBrief: Bool) -> String {
    let seconds = floorDivide(time, 1_000_000_000)
    let milliseconds = floorModulo(time, 1_000_000_000) / 1_000_000
    let day = floorModulo(seconds.addingReportingOverflow(Int64(offset)).partialValue, 86_400)
    let text =
      "\(Figures.padded(day / 3_600, 2)):\(Figures.padded(day / 60 % 60, 2)):\(Figures.padded(day % 60, 2))"
    return isBrief ? text : "\(text).\(Figures.padded(milliseconds, 3))"
  }

  /// `+12.345678` between two times in nanoseconds, whole milliseconds when brief; a clock that went back shows `-`.
  static func spanText(from start: Int64, to end: Int64, isBrief: Bool) -> String {
    let (difference, overflow) = end.subtractingReportingOverflow(start)
    if overflow { return "?" }
    let magnitude = difference.magnitude
    let (unit, digits): (UInt64, Int) = isBrief ? (1_000_000, 3) : (1_000, 6)
    let seconds = magnitude / 1_000_000_000
    let fraction = Int64(magnitude % 1_000_000_000 / unit)
    return "\(difference < 0 ? "-" : "+")\(seconds).\(Figures.padded(fraction, digits))"
  }

  private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
  }

  private static func floorModulo(_ number: Int64, _ divisor: Int64) -> Int64 {
    let rest = number % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
