import Basics

/// Parsing of RFC 3339 times.
package enum RecordTime {
  /// Returns the nanoseconds from the Unix epoch to `2026-11-22T21:07:45.123456789Z`, or to a time with an offset such
  /// as `+01:00`; `nil` if the text is not a time, or one beyond 64 bits.
  package static func nanoseconds(_ text: String) -> Int64? {
    let text = Array(text.utf8)
    return unsafe nanoseconds(text.span.bytes)
  }

  /// Returns the nanoseconds from the Unix epoch to the time that a text in ASCII says.
  static func nanoseconds(_ text: RawSpan) -> Int64? {
    var reader = Reader()
    guard let year = reader.digits(4, text), reader.take("-", text), let month = reader.digits(2, text),
      reader.take("-", text), let day = reader.digits(2, text), reader.take("T", text) || reader.take(" ", text),
      let hour = reader.digits(2, text), reader.take(":", text), let minute = reader.digits(2, text),
      reader.take(":", text), let second = reader.digits(2, text), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    let fraction = reader.take(".", text) ? reader.fraction(text) : 0
    guard let fraction, let offset = reader.offset(text), reader.position == text.byteCount else { return nil }
    let seconds = CalendarTime.daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowOfSum) = product.addingReportingOverflow(fraction)
    return overflow || overflowOfSum ? nil : sum
  }

  /// The position in a text that is read from front to back.
  private struct Reader {
    var position = 0

    mutating func take(_ character: Unicode.Scalar, _ text: RawSpan) -> Bool {
      guard position < text.byteCount, text.byte(position) == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    /// Reads a number of exactly `count` digits.
    mutating func digits(_ count: Int, _ text: RawSpan) -> Int? {
      guard text.byteCount - position >= count else { return nil }
      var number = 0
      for offset in position..<position + count {
        let byte = text.byte(offset)
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      position += count
      return number
    }

    /// Reads a fraction of a second as nanoseconds; further digits are ignored.
    mutating func fraction(_ text: RawSpan) -> Int64? {
      var (number, unit): (Int64, Int64) = (0, 100_000_000)
      let start = position
      while position < text.byteCount, (0x30...0x39).contains(text.byte(position)) {
        number += Int64(text.byte(position) - 0x30) * unit
        unit /= 10
        position += 1
      }
      return position > start ? number : nil
    }

    /// Reads the offset from UTC in seconds.
    mutating func offset(_ text: RawSpan) -> Int? {
      if take("Z", text) || take("z", text) { return 0 }
      let isNegative = take("-", text)
      guard isNegative || take("+", text), let hours = digits(2, text), take(":", text), let minutes = digits(2, text)
      else { return nil }
      return (isNegative ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
  }
}
