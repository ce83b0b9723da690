/// A length of time, parsed from `30` (seconds), `0.5`, `500ms`, `1s`, `2m`, `1h` or `1d`. Options, filters and
/// commands all use this syntax.
package struct TimeSpan: Hashable, Sendable {
  /// The length in nanoseconds.
  package let nanoseconds: UInt64

  /// The valid forms, for error messages.
  package static let forms: Phrase = "500ms, 1s, 2m, 1h, 1d, or a number of seconds"

  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]
  /// Unit names that are parsed but never written.
  private static let synonyms = ["": "s", "min": "m", "µs": "us", "μs": "us"]

  /// Creates a span from its length.
  package init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// Parses a span; returns `nil` if `text` is not one or exceeds 64 bits of nanoseconds. Fractions of a nanosecond are
  /// cut off.
  package init?(_ text: some StringProtocol) {
    let whole = text.utf8.prefix(while: Self.isDigit)
    var rest = text.utf8[whole.endIndex...]
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: Self.isDigit)
      if fraction.isEmpty { return nil }
      rest = rest[fraction.endIndex...]
    }
    if whole.isEmpty, fraction.isEmpty { return nil }
    let word = String(decoding: Array(rest), as: UTF8.self)
    let name = Self.synonyms[word] ?? word
    guard let unit = Self.units.first(where: { $0.name == name })?.nanoseconds,
      let count = whole.isEmpty ? 0 : UInt64(String(decoding: Array(whole), as: UTF8.self))
    else { return nil }
    let (product, isBeyond) = count.multipliedReportingOverflow(by: unit)
    let (sum, isMore) = product.addingReportingOverflow(Self.part(Array(fraction), of: unit))
    if isBeyond || isMore { return nil }
    nanoseconds = sum
  }

  /// Returns the nanoseconds that the digits after the point represent.
  private static func part(_ digits: [UInt8], of unit: UInt64) -> UInt64 {
    var (value, scale): (UInt64, UInt64) = (0, 1)
    // Further digits are below a nanosecond, even for days.
    for digit in digits.prefix(15) {
      value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
      scale *= 10
    }
    // The value is below the scale, so the quotient is below the unit.
    return scale.dividingFullWidth(value.multipliedFullWidth(by: unit)).quotient
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// The length in seconds.
  package var seconds: Double { Double(nanoseconds) / 1e9 }
}

extension TimeSpan: CustomStringConvertible {
  /// The span in the largest unit that needs no fraction, in a form that `init(_:)` parses: `90s`, `2m`, `1500ms`.
  package var description: String {
    let unit = Self.units.first { nanoseconds >= $0.nanoseconds && nanoseconds.isMultiple(of: $0.nanoseconds) }
    guard let unit else { return "0s" }
    return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
  }
}
