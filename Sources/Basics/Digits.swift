extension BinaryInteger {
  /// The number in at least `width` digits, with zeros in front: `07`; letters are lower case.
  package func digits(_ width: Int, radix: Int = 10) -> String {
    let text = String(self, radix: radix)
    return text.utf8.count < width ? String(repeating: "0", count: width - text.utf8.count) + text : text
  }
}

extension Unicode.Scalar {
  /// The scalar's number as the Unicode Standard writes it: `U+4E2D`.
  package var codePoint: String { "U+" + value.digits(4, radix: 16).uppercased() }
}

/// Hexadecimal digits as ASCII bytes, both ways.
package enum HexDigits {
  /// The lower-case digit of a value from 0 to 15.
  @inlinable
  package static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
  }

  /// The value of a digit in either case; `nil` for anything else.
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
