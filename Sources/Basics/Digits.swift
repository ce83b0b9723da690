extension BinaryInteger {
  /// Returns the number padded with leading zeros to at least `width` digits: `07`. Letters are lower-case.
  package func digits(_ width: Int, radix: Int = 10) -> String {
    let text = String(self, radix: radix)
    return text.utf8.count < width ? String(repeating: "0", count: width - text.utf8.count) + text : text
  }
}

extension Unicode.Scalar {
  /// The scalar's number as the Unicode Standard writes it: `U+4E2D`.
  package var codePoint: String { "U+" + value.digits(4, radix: 16).uppercased() }
}

/// Conversion between values and hexadecimal digits in ASCII.
package enum HexDigits {
  /// Returns the lower-case digit for a value from 0 to 15.
  @inlinable
  package static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
  }

  /// Returns the value of a digit in either case; `nil` for anything else.
  @inlinable
  package static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
    default: nil
    }
  }
}
