import Basics

/// A piece of a time's pattern.
enum TimePattern: Hashable, Sendable {
  /// Characters as they are.
  case text(String)
  /// A conversion, by its letter.
  case conversion(UInt8)
  /// The fraction of the second, with this number of digits.
  case fraction(digits: Int)

  /// The letters of the conversions.
  static let conversions = "YymdHMSjeFTDRpIabABuwszLfNn%"

  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// Parses a pattern: `%H:%M:%S.%L`. Returns the offset of a `%` that begins no conversion if there is one.
  static func parse(_ pattern: ArraySlice<Unicode.Scalar>) -> Result<[TimePattern], Misplaced> {
    var pieces: [TimePattern] = []
    var text = String.UnicodeScalarView()
    var place = pattern.startIndex
    while place < pattern.endIndex {
      guard pattern[place] == "%" else {
        text.append(pattern[place])
        place += 1
        continue
      }
      guard let (piece, count) = conversion(pattern[(place + 1)...]) else { return .failure(Misplaced(offset: place)) }
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
      pieces.append(piece)
      place += 1 + count
    }
    return .success(text.isEmpty ? pieces : pieces + [.text(String(text))])
  }

  /// The place of a `%` that begins no conversion.
  struct Misplaced: Error {
    let offset: Int
  }

  /// The conversion at the start of a text that followed a `%`, and its length.
  private static func conversion(_ text: ArraySlice<Unicode.Scalar>) -> (TimePattern, Int)? {
    guard let letter = text.first, letter.isASCII else { return nil }
    if let digits = letter.properties.numericType == nil ? nil : Int(letter.value) - 0x30, text.dropFirst().first == "N"
    {
      return (1...9).contains(digits) ? (.fraction(digits: digits), 2) : nil
    }
    switch letter {
    case "L": return (.fraction(digits: 3), 1)
    case "f": return (.fraction(digits: 6), 1)
    case "N": return (.fraction(digits: 9), 1)
    default: return conversions.unicodeScalars.contains(letter) ? (.conversion(UInt8(letter.value)), 1) : nil
    }
  }

  /// Returns the text of the piece at a time.
  func text(at time: CalendarTime, second: Int64, offset: Int) -> String {
    switch self {
    case .text(let text): return text
    case .fraction(let digits): return String(time.nanosecond.digits(9).prefix(digits))
    case .conversion(let letter): return Self.text(of: Unicode.Scalar(letter), time, second: second, offset: offset)
    }
  }

  private static func text(
    of letter: Unicode.Scalar, _ time: CalendarTime, second: Int64, offset: Int
  ) -> String {
    let day = CalendarTime.daysSinceEpoch(time.year, time.month, time.day)
    let weekday = ((day + 4) % 7 + 7) % 7
    let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
    switch letter {
    case "Y": return time.year.digits(4)
    case "y": return (time.year % 100).digits(2)
    case "m": return time.month.digits(2)
    case "d": return time.day.digits(2)
    case "e": return time.day < 10 ? " \(time.day)" : String(time.day)
    case "H": return time.hour.digits(2)
    case "I": return hour.digits(2)
    case "p": return time.hour < 12 ? "AM" : "PM"
    case "M": return time.minute.digits(2)
    case "S": return time.second.digits(2)
    case "j": return (day - CalendarTime.daysSinceEpoch(time.year, 1, 1) + 1).digits(3)
    case "F": return time.date
    case "T": return time.timeOfDay
    case "R": return time.hour.digits(2) + ":" + time.minute.digits(2)
    case "D": return time.month.digits(2) + "/" + time.day.digits(2) + "/" + (time.year % 100).digits(2)
    case "a": return String(weekdays[weekday].prefix(3))
    case "A": return weekdays[weekday]
    case "b": return String(months[time.month - 1].prefix(3))
    case "B": return months[time.month - 1]
    case "u": return String(weekday == 0 ? 7 : weekday)
    case "w": return String(weekday)
    case "s": return String(second)
    case "z": return zone(offset)
    case "n": return "\n"
    default: return "%"
    }
  }

  private static func zone(_ offset: Int) -> String {
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+") + (minutes / 60).digits(2) + (minutes % 60).digits(2)
  }
}
