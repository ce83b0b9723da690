/// A moment as a date and a time of day.
struct CalendarTime: Sendable, Hashable {
  let year, month, day, hour, minute, second: Int

  /// Nanoseconds since the Unix epoch, `offset` seconds ahead of UTC. The date is found as in Howard Hinnant's
  /// "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  init(_ time: Int64, offset: Int) {
    let seconds = Int(time / 1_000_000_000 - (time % 1_000_000_000 < 0 ? 1 : 0)) + min(max(offset, -172_800), 172_800)
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

  /// The local date and time of day.
  init(_ time: Int64, _ offsets: UTCOffsets) { self.init(time, offset: offsets.offset(at: time)) }

  /// `2026-11-22`.
  var date: String { Figures.padded(Int64(year), 4) + "-" + monthAndDay }

  /// `11-22`.
  var monthAndDay: String { Figures.padded(Int64(month), 2) + "-" + Figures.padded(Int64(day), 2) }

  /// Whether both are of the same day.
  func isSameDay(as other: CalendarTime) -> Bool { (year, month, day) == (other.year, other.month, other.day) }

  /// The date as short as it is clear beside `today`: without a year that is this one.
  func date(seenOn today: CalendarTime) -> String { year == today.year ? monthAndDay : date }

  /// `20261122-210745`.
  var fileName: String {
    let date = Figures.padded(Int64(year), 4) + Figures.padded(Int64(month), 2) + Figures.padded(Int64(day), 2)
    let time = Figures.padded(Int64(hour), 2) + Figures.padded(Int64(minute), 2) + Figures.padded(Int64(second), 2)
    return "\(date)-\(time)"
  }
}
