/// A moment as a date and a time of day in the Gregorian calendar.
package struct CalendarTime: Sendable, Hashable {
  /// The date; months and days count from 1.
  package let year, month, day: Int
  /// The time of day.
  package let hour, minute, second: Int
  /// The nanoseconds after the second, from 0 to 999,999,999.
  package let nanosecond: Int

  /// Creates the moment `time` nanoseconds after the Unix epoch, `offset` seconds ahead of UTC. Date algorithm: Howard
  /// Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  package init(_ time: Int64, offset: Int) {
    let (quotient, remainder) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    nanosecond = Int(remainder < 0 ? remainder + 1_000_000_000 : remainder)
    let seconds = Int(remainder < 0 ? quotient - 1 : quotient) + min(max(offset, -172_800), 172_800)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Returns the number of days from 1970-01-01 to a date (`days_from_civil` from the same article).
  package static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date: `2026-11-22`.
  package var date: String { year.digits(4) + "-" + monthAndDay }

  /// The date without the year: `11-22`.
  package var monthAndDay: String { month.digits(2) + "-" + day.digits(2) }

  /// The time of day: `21:07:45`.
  package var timeOfDay: String { hour.digits(2) + ":" + minute.digits(2) + ":" + second.digits(2) }

  /// The time of day: `21:07:45.123`.
  package var timeOfDayInMilliseconds: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(12)
    for (number, mark) in [(hour, ":"), (minute, ":"), (second, ".")] as [(Int, Unicode.Scalar)] {
      bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
      bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
      bytes.append(UInt8(ascii: mark))
    }
    let milliseconds = nanosecond / 1_000_000
    for digit in [milliseconds / 100, milliseconds / 10 % 10, milliseconds % 10] {
      bytes.append(UInt8(ascii: "0") + UInt8(digit))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The day, in days since 1970-01-01.
  package var dayNumber: Int { Self.daysSinceEpoch(year, month, day) }

  /// Returns whether both moments fall on the same day.
  package func isSameDay(as other: CalendarTime) -> Bool { (year, month, day) == (other.year, other.month, other.day) }

  /// Returns the date, without the year if it is the same as that of `today`.
  package func date(seenOn today: CalendarTime) -> String { year == today.year ? monthAndDay : date }

  /// The moment as part of a file name: `20261122-210745`.
  package var fileName: String {
    year.digits(4) + month.digits(2) + day.digits(2) + "-" + hour.digits(2) + minute.digits(2) + second.digits(2)
  }
}
