package import UDPCore

/// What a capture file says of a datagram in words.
package struct CaptureComment: Hashable, Sendable {
  /// The datagram's number in the log.
  package let number: UInt64
  /// Its remote endpoint; `nil` where the comment is on the interface.
  package let peer: Endpoint?
  package let text: String
}
