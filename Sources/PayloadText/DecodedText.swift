/// A decoded payload: scalars, and the bytes that were none. Nothing in it is safe for a terminal yet: that is
/// `SafeText`'s work.
package struct DecodedText: Sendable, Hashable {
  /// One scalar, or one byte that could not be decoded.
  package enum Unit: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case badByte(UInt8)
  }

  package var units: [Unit]
  /// Whether the payload ends inside a character; its bytes are then among the last units, ASCII as itself.
  package var isCut: Bool
  /// Whether decoding stopped at the caller's limit, with payload left.
  package var isPartial: Bool

  package init(units: [Unit] = [], isCut: Bool = false, isPartial: Bool = false) {
    self.units = units
    self.isCut = isCut
    self.isPartial = isPartial
  }

  /// The text with U+FFFD for each bad byte: what filters compare with.
  package var string: String {
    var text = String.UnicodeScalarView()
    for unit in units {
      if case .scalar(let scalar) = unit { text.append(scalar) } else { text.append("\u{fffd}") }
    }
    return String(text)
  }
}
