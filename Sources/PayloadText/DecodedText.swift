/// A decoded payload: scalars, and the bytes that could not be decoded. Nothing in it is safe for a terminal yet;
/// `SafeText` makes it so.
package struct DecodedText: Sendable, Hashable {
  /// One scalar, or one byte that could not be decoded.
  package enum Unit: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case badByte(UInt8)
  }

  /// The decoded units in payload order.
  package var units: [Unit]
  /// Whether the payload ends inside a character, whose bytes are then among the last units as bad bytes, or as ASCII.
  package var isCut: Bool
  /// Whether decoding stopped at the caller's limit before the payload's end.
  package var isPartial: Bool

  /// Creates a decoded payload, complete by default.
  package init(units: [Unit] = [], isCut: Bool = false, isPartial: Bool = false) {
    self.units = units
    self.isCut = isCut
    self.isPartial = isPartial
  }

  /// The text with U+FFFD for each bad byte, as filters compare it.
  package var string: String {
    var text = String.UnicodeScalarView()
    for unit in units {
      if case .scalar(let scalar) = unit { text.append(scalar) } else { text.append("\u{fffd}") }
    }
    return String(text)
  }
}
