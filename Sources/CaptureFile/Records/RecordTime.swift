import Basics

/// Parsing of RFC 3339 times.
package enum RecordTime {
  /// Returns the nanoseconds from the Unix epoch to `2026-11-22T21:07:45.123456789Z`, or to a time with an offset such
  /// as `+01:00`; `nil` if the text is not a time, or one beyond 64 bits.
  package static func nanoseconds(_ text: String) -> Int64? {
    var reader = Reader(text: Array(text.utf8))
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
      let day = reader.digits(2), reader.take("T") || reader.take(" "), let hour = reader.digits(2), reader.take(":"),
      let minute = reader.digits(2), reader.take(":"), let second = reader.digits(2), (1...12).contains(month),
      (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    let fraction = reader.take(".") ? reader.fraction() : 0
    guard let fraction, let offset = reader.offset(), reader.isAtEnd else { return nil }
    let seconds = CalendarTime.daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowOfSum) = product.addingReportingOverflow(fraction)
    return overflow || overflowOfSum ? nil : sum
  }

  private struct Reader {
    let text: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    /// Reads a number of exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
      guard text.count - position >= count else { return nil }
      var number = 0
      for byte in text[position..<position + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      position += count
      return number
    }

    /// Reads a fraction of a second as nanoseconds; further digits are ignored.
    mutating func fraction() -> Int64? {
      var (number, unit): (Int64, Int64) = (0, 100_000_000)
      let start = position
      while position < text.count, (0x30...0x39).contains(text[position]) {
        number += Int64(text[position] - 0x30) * unit
        unit /= 10
        position += 1
      }
      return position > start ? number : nil
    }

    /// Reads the offset from UTC in seconds.
    mutating func offset() -> Int? {
      if take("Z") || take("z") { return 0 }
      let isNegative = take("-")
      guard isNegative || take("+"), let hours = digits(2), take(":"), let minutes = digits(2) else { return nil }
      return (isNegative ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
  }
}
