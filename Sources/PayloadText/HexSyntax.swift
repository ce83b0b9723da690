/// Bytes as a person writes them: `7e 01 05`, `7e:01:05`, `7e0105`.
enum HexSyntax {
  /// What is no digit, or a digit that lacks its second; `offset` counts scalars from 0.
  struct Failure: Error {
    var scalar: Unicode.Scalar
    var offset: Int
    var isLoneDigit: Bool
  }

  /// The bytes that pairs of digits stand for; blanks, line ends and colons may stand between bytes.
  static func bytes(_ text: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var first: (scalar: Unicode.Scalar, value: UInt8, offset: Int)?
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      if let digit = digit(scalar) {
        if let high = first {
          bytes.append(high.value << 4 | digit)
          first = nil
        } else {
          first = (scalar, digit, offset)
        }
      } else {
        if let first { throw Failure(scalar: first.scalar, offset: first.offset, isLoneDigit: true) }
        guard [" ", "\t", "\n", "\r", ":"].contains(scalar) else {
          throw Failure(scalar: scalar, offset: offset, isLoneDigit: false)
        }
      }
    }
    if let first { throw Failure(scalar: first.scalar, offset: first.offset, isLoneDigit: true) }
    return bytes
  }

  /// The value of a hexadecimal digit, either case; `nil` for anything else.
  static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.isASCII else { return nil }
    let byte = UInt8(truncatingIfNeeded: scalar.value)
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
    default: return nil
    }
  }
}
