import Basics

/// The value of a field of a datagram.
package enum FieldValue: Hashable, Sendable {
  case signed(Int64)
  case unsigned(UInt64)
  case real(Double)
  case text(String)
  case bytes([UInt8])
  case flag(Bool)
  /// A moment, in nanoseconds since the Unix epoch.
  case time(Int64)
  /// Several values of one kind, such as `3H:adc`.
  case list([FieldValue])
  /// A group, whose fields follow it in the dissection.
  case tree

  /// Creates the value of a text that another program wrote: a number where the text is a plain decimal one.
  package init(written text: String) {
    let utf8 = text.utf8
    guard utf8.count <= 24, let first = utf8.first, first == 0x2d || (0x30...0x39).contains(first) else {
      self = .text(text)
      return
    }
    let digits = first == 0x2d ? utf8.dropFirst() : utf8[...]
    let isPadded = digits.first == 0x30 && digits.count > 1 && digits.dropFirst().first != UInt8(ascii: ".")
    if isPadded {
      self = .text(text)
    } else if let number = Int64(text) {
      self = .signed(number)
    } else if utf8.allSatisfy({ (0x2b...0x39).contains($0) && $0 != 0x2c && $0 != 0x2f || $0 | 0x20 == 0x65 }),
      digits.last != UInt8(ascii: "."), let number = Double(text), number.isFinite
    {
      self = .real(number)
    } else {
      self = .text(text)
    }
  }

  /// The value as a number: a time in seconds, a flag as 0 or 1; `nil` for text that is no number, bytes and groups.
  package var number: Double? {
    switch self {
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .real(let value): value
    case .flag(let value): value ? 1 : 0
    case .time(let value): Double(value) / 1e9
    case .text(let text): Double(text)
    case .list(let values): values.first?.number
    case .bytes, .tree: nil
    }
  }

  /// The value for a person: `21.5`, `7e 01`, `2026-11-22 21:07:45.123456 UTC`.
  package var text: String {
    switch self {
    case .signed(let value): String(value)
    case .unsigned(let value): String(value)
    case .real(let value): Self.text(value)
    case .text(let text): text
    case .bytes(let bytes): bytes.map { Int($0).digits(2, radix: 16) }.joined(separator: " ")
    case .flag(let value): value ? "yes" : "no"
    case .time(let value): Self.text(time: value)
    case .list(let values): values.map(\.text).joined(separator: ", ")
    case .tree: ""
    }
  }

  /// The shortest decimal text of a number, without an exponent where that is readable.
  package static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    // A scaled number such as 215 * 0.1 has digits that come from binary fractions: twelve are enough.
    let rounded = rounded(value)
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return String(Int64(rounded)) }
    return "\(rounded)"
  }

  /// The number with at most twelve digits of which the last is significant.
  package static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0, abs(value) < 1e15, abs(value) > 1e-6 else { return value }
    var unit = 1e12
    var magnitude = abs(value)
    while magnitude >= 1 {
      magnitude /= 10
      unit /= 10
    }
    let rounded = (value * unit).rounded() / unit
    return rounded.isFinite ? rounded : value
  }

  private static func text(time: Int64) -> String {
    let moment = CalendarTime(time, offset: 0)
    let fraction = moment.nanosecond == 0 ? "" : "." + (moment.nanosecond / 1_000).digits(6)
    return [moment.date, moment.timeOfDay + fraction, "UTC"].joined(separator: " ")
  }
}
