package import Formats
package import PayloadText

/// A message of a recording, or one that is compared with it: the payload of a datagram, as far as its format knows it.
package struct PeerMessage: Sendable {
  /// The payload.
  package let bytes: [UInt8]
  /// The time in nanoseconds since the Unix epoch; `nil` if the recording has none.
  package let time: Int64?
  /// The format that reads it; `nil` for none.
  package var format: Format?
  /// The kind that the format names; `nil` for none.
  package var formatKind: String?
  /// The parts that vary according to the format.
  package var formatParts: [VaryingPart] = []
  /// The encoding of its text.
  package var encoding = TextEncoding.utf8

  /// Creates a message that no format reads.
  package init(_ bytes: [UInt8], time: Int64? = nil) {
    self.bytes = bytes
    self.time = time
  }
}
