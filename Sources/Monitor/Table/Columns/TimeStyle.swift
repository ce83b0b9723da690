import Basics

/// The origin or the form of the Time column.
package enum TimeStyle: String, Sendable, Hashable, CaseIterable {
  /// The local time of day; the date too where the day changes and where it is not today.
  case clock
  /// The start of the program.
  case sinceStart = "since-start"
  /// The row above.
  case sincePrevious = "since-previous"
  /// The local date and time of day.
  case date

  /// The column's heading.
  var heading: Phrase {
    switch self {
    case .clock: "Time"
    case .sinceStart: "Since start"
    case .sincePrevious: "Delta"
    case .date: "Date and time"
    }
  }

  /// The sentence that it is in force.
  var sentence: Phrase {
    switch self {
    case .clock: "times are of the day"
    case .sinceStart: "times count from the start"
    case .sincePrevious: "times count from the row above"
    case .date: "times have their date"
    }
  }

  /// The next one round.
  var next: TimeStyle {
    switch self {
    case .clock: .sinceStart
    case .sinceStart: .sincePrevious
    case .sincePrevious: .date
    case .date: .clock
    }
  }

  /// The columns of an entry, without the fraction of a second when brief; a date that the clock shows adds to it.
  func width(isBrief: Bool) -> Int {
    switch self {
    case .clock, .sinceStart, .sincePrevious: isBrief ? 8 : 12
    case .date: isBrief ? 19 : 23
    }
  }
}

/// The forms of times: several each, the most exact first, so that a column never cuts one but takes a shorter form or
/// a larger unit.
enum TimeText {
  /// `21:07:45.123`, `21:07:45`, `21:07` from nanoseconds since the Unix epoch, by local time.
  static func clock(_ time: Int64, _ offsets: UTCOffsets) -> [String] {
    let exact = CalendarTime(time, offsets).timeOfDayInMilliseconds
    return [exact, String(exact.prefix(8)), String(exact.prefix(5))]
  }

  /// `2026-11-22 21:07:45.123456`: all that is known but nanoseconds.
  static func full(_ time: Int64, _ offsets: UTCOffsets) -> String {
    let second = clock(time, offsets)[1]
    return "\(CalendarTime(time, offsets).date) \(second).\((fraction(time) / 1_000).digits(6))"
  }

  /// The span between two times in nanoseconds: seconds (`+12.345678`) below 10,000 of them, then hours
  /// (`+2:46:40.123`), then days (`+4d 03:46:40`). A clock that went back shows `-`.
  static func span(from start: Int64, to end: Int64) -> [String] {
    let (difference, overflow) = end.subtractingReportingOverflow(start)
    if overflow { return ["?"] }
    let sign = difference < 0 ? "-" : "+"
    let seconds = Int64(difference.magnitude / 1_000_000_000)
    let fraction = Int64(difference.magnitude % 1_000_000_000)
    return forms(seconds, fraction).map { sign + $0 }
  }

  private static func forms(_ seconds: Int64, _ fraction: Int64) -> [String] {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60)
    let clock = ":\(two(minutes % 60)):\(two(seconds % 60))"
    let milliseconds = (fraction / 1_000_000).digits(3)
    var forms: [String] = []
    if seconds < 10_000 {
      forms += ["\(seconds).\((fraction / 1_000).digits(6))", "\(seconds).\(milliseconds)"]
    }
    forms.append("\(hours)\(clock).\(milliseconds)")
    if hours < 100 { forms.append("\(hours)\(clock)") }
    if days > 0 {
      forms += ["\(days)d \(two(hours % 24))\(clock)", "\(days)d \(two(hours % 24)):\(two(minutes % 60))"]
    }
    if hours < 100 { forms.append("\(hours)h \(two(minutes % 60))m") }
    if days > 0 { forms += ["\(days)d \(two(hours % 24))h", "\(days)d"] }
    forms.append(hours > 0 ? "\(hours)h" : minutes > 0 ? "\(minutes)m" : "\(seconds)s")
    return forms
  }

  private static func two(_ number: some BinaryInteger) -> String { number.digits(2) }

  /// Nanoseconds within the second.
  private static func fraction(_ time: Int64) -> Int64 {
    let rest = time % 1_000_000_000
    return rest < 0 ? rest + 1_000_000_000 : rest
  }
}

extension [String] {
  /// The first that takes at most so many columns; all are ASCII. `nil` where none does.
  func first(fitting columns: Int) -> String? { first { $0.utf8.count <= columns } }
}
