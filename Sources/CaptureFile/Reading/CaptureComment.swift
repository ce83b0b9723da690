package import UDPCore

/// What a capture file says of a datagram in words.
package struct CaptureComment: Hashable, Sendable {
  /// The datagram's number in the log; that of the last one before, where the comment stands behind a file's datagrams.
  package let number: UInt64
  /// Its remote endpoint; `nil` where the comment is on the interface or its statistics.
  package let peer: Endpoint?
  package let text: String
  package let subject: ParsedComment.Subject

  package init(number: UInt64, peer: Endpoint?, text: String, subject: ParsedComment.Subject) {
    self.number = number
    self.peer = peer
    self.text = text
    self.subject = subject
  }

  /// Whether it is in words of a person alone, whatever they say.
  package var isNote: Bool { subject == .note }
}
