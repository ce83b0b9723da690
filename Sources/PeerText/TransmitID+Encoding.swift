package import PayloadText
package import UDPCore

/// The encoding of a rule's answer, which its row carries.
extension TransmitID {
  private static let encodings = TextEncoding.allCases

  /// The encoding in which the answer was written, `hex` for bytes; `nil` if it is that of the peer's other texts.
  package var sentEncoding: TextEncoding? {
    tag > 0 && Int(tag) <= Self.encodings.count ? Self.encodings[Int(tag) - 1] : nil
  }

  /// Returns the tag of an answer in an encoding.
  package static func tag(_ encoding: TextEncoding) -> UInt8 {
    UInt8(truncatingIfNeeded: (encodings.firstIndex(of: encoding) ?? -1) + 1)
  }
}
