package import PayloadText
package import UDPCore

/// A datagram's text is that of its peer's encoding, whichever way it went: what filters compare with.
extension PeerTexts<Endpoint> {
  /// Looks at what a peer wrote, to decide how it writes.
  /// - Returns: whether its texts read differently from now on.
  @discardableResult
  package mutating func observe(_ datagram: Datagram) -> Bool {
    datagram.withPayload { observe($0, from: datagram.peer) }
  }

  /// The whole text, as filters compare it.
  package func string(of datagram: Datagram) -> String {
    datagram.withPayload { string($0, from: datagram.peer) }
  }

  /// The text, at most `limit` scalars of it.
  package func text(of datagram: Datagram, limit: Int = .max) -> DecodedText {
    datagram.withPayload { text($0, from: datagram.peer, limit: limit) }
  }
}
