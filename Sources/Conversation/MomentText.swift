import Basics

/// A date, a time of day, or both in a text: `2026-11-22`, `21:07:45`, `2026/11/22 21:07:45.123`.
struct MomentText {
  /// The bytes of the text.
  private(set) var range: Range<Int>
  /// The separators of the date, `-`, `/` or `.`; `nil` without a date.
  private var dateMark: UInt8?
  /// The byte between date and time.
  private var middle: UInt8?
  private var hasTime = false
  /// The digits behind the second.
  private var fractionDigits = 0
  /// The time, in nanoseconds: since the Unix epoch as if it were UTC, or since midnight without a date.
  private(set) var nanoseconds: Int64 = 0

  /// Whether the text says no date.
  var isTimeOfDay: Bool { dateMark == nil }

  /// The nanoseconds of a day.
  static let day: Int64 = 86_400_000_000_000

  /// Reads the moment that begins at a place; `nil` if there is none.
  init?(_ bytes: [UInt8], at start: Int, end: Int) {
    var place = start
    func digits(_ count: Int) -> Int? {
      guard place + count <= end else { return nil }
      var number = 0
      for byte in bytes[place..<place + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      place += count
      return number
    }
    func take(_ wanted: UInt8) -> Bool {
      guard place < end, bytes[place] == wanted else { return false }
      place += 1
      return true
    }
    func isOver() -> Bool { place >= end || !(0x30...0x39).contains(bytes[place]) }
    func timeOfDay() -> (seconds: Int, nanoseconds: Int64, digits: Int)? {
      guard let hour = digits(2), hour < 24, take(0x3a), let minute = digits(2), minute < 60, take(0x3a),
        let second = digits(2), second < 61
      else { return nil }
      var (fraction, count): (Int64, Int) = (0, 0)
      if place + 1 < end, bytes[place] == 0x2e, (0x30...0x39).contains(bytes[place + 1]) {
        place += 1
        var unit: Int64 = 100_000_000
        while !isOver(), count < 9 {
          fraction += Int64(bytes[place] - 0x30) * unit
          unit /= 10
          count += 1
          place += 1
        }
      }
      return isOver() ? (hour * 3_600 + minute * 60 + second, fraction, count) : nil
    }
    range = start..<start
    if let time = timeOfDay() {
      hasTime = true
      fractionDigits = time.digits
      nanoseconds = Int64(time.seconds) * 1_000_000_000 + time.nanoseconds
      range = start..<place
      return
    }
    place = start
    guard let year = digits(4), (1970...2100).contains(year), place < end, [0x2d, 0x2e, 0x2f].contains(bytes[place])
    else { return nil }
    let mark = bytes[place]
    guard take(mark), let month = digits(2), (1...12).contains(month), take(mark), let day = digits(2),
      (1...31).contains(day), isOver()
    else { return nil }
    dateMark = mark
    nanoseconds = Int64(CalendarTime.daysSinceEpoch(year, month, day)) * Self.day
    range = start..<place
    guard place < end, [0x20, 0x54, 0x5f].contains(bytes[place]) else { return }
    let separator = bytes[place]
    place += 1
    guard let time = timeOfDay() else { return }
    (middle, hasTime, fractionDigits) = (separator, true, time.digits)
    nanoseconds += Int64(time.seconds) * 1_000_000_000 + time.nanoseconds
    range = start..<place
  }

  /// Returns the text of the same form that says at `new` what this one says at `old`, in nanoseconds since the Unix
  /// epoch.
  func moved(from old: Int64, to new: Int64) -> [UInt8] {
    // What is cut off of a time is cut off of the moment too.
    let unit = (0..<(9 - fractionDigits)).reduce(Int64(1)) { unit, _ in unit * 10 }
    var time = nanoseconds &+ (new.floored(by: unit) &- old.floored(by: unit)) &* unit
    if isTimeOfDay { time = (time % Self.day + Self.day) % Self.day }
    let moment = CalendarTime(time, offset: 0)
    var text: [UInt8] = []
    if let dateMark {
      text += Array(moment.year.digits(4).utf8) + [dateMark]
      text += Array(moment.month.digits(2).utf8) + [dateMark] + Array(moment.day.digits(2).utf8)
    }
    guard hasTime else { return text }
    if let middle { text.append(middle) }
    text += Array(moment.timeOfDay.utf8)
    if fractionDigits > 0 { text += [0x2e] + Array(moment.nanosecond.digits(9).utf8.prefix(fractionDigits)) }
    return text
  }
}
