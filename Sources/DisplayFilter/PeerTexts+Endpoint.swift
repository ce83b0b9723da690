package import PayloadText
package import UDPCore

extension PeerKey {
  /// Creates the key of a remote endpoint.
  package init(_ peer: Endpoint) {
    self.init(peer.address.high, peer.address.low, UInt64(peer.scope) << 16 | UInt64(peer.port))
  }

  /// The remote endpoint of this key.
  var endpoint: Endpoint {
    let address = IPAddress(high: words.0, low: words.1)
    return Endpoint(
      address, port: UInt16(truncatingIfNeeded: words.2), scope: UInt32(truncatingIfNeeded: words.2 >> 16))
  }
}

/// Peers identified by their endpoints.
extension PeerTexts {
  /// Learns a peer's encoding from a payload that it sent.
  /// - Returns: whether its text is now decoded differently.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> Bool {
    observe(payload, from: PeerKey(peer))
  }

  /// Sets the user's choice for one peer; `nil` returns it to the choice for all, or to automatic detection.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    set(encoding, for: PeerKey(peer))
  }

  /// The encoding of `peer`, as far as it is known.
  package func choice(for peer: Endpoint) -> EncodingChoice {
    choice(for: PeerKey(peer))
  }

  /// The encodings that auto mode considers for the peer, likeliest first; empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    candidates(for: PeerKey(peer))
  }

  /// The encoding of text sent to `peer`.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding {
    outgoing(for: PeerKey(peer))
  }

  /// Records that the user sent the peer text in this encoding, knowing that the peer's own is unknown.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    accept(encoding, for: PeerKey(peer))
  }
}
