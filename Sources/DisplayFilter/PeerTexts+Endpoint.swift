package import PayloadText
package import UDPCore

extension PeerKey {
  /// The key of a remote endpoint.
  package init(_ peer: Endpoint) {
    self.init(peer.address.high, peer.address.low, UInt64(peer.scope) << 16 | UInt64(peer.port))
  }

  /// The remote endpoint that the key is of.
  var endpoint: Endpoint {
    let address = IPAddress(high: words.0, low: words.1)
    return Endpoint(
      address, port: UInt16(truncatingIfNeeded: words.2), scope: UInt32(truncatingIfNeeded: words.2 >> 16))
  }
}

/// Peers by their endpoints.
extension PeerTexts {
  /// Looks at what a peer wrote, to decide how it writes.
  /// - Returns: whether its texts read differently from now on.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> Bool {
    observe(payload, from: PeerKey(peer))
  }

  /// A person's choice for one peer; `nil` decides by itself again.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    set(encoding, for: PeerKey(peer))
  }

  /// How `peer` writes, as far as is known.
  package func choice(for peer: Endpoint) -> EncodingChoice {
    choice(for: PeerKey(peer))
  }

  /// What auto mode thinks of the peer's datagrams: encodings in order of likelihood. Empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    candidates(for: PeerKey(peer))
  }

  /// What text for `peer` is written in.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding {
    outgoing(for: PeerKey(peer))
  }

  /// Keeps that the person sent a peer text in this encoding, knowing that the peer's own is not known.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    accept(encoding, for: PeerKey(peer))
  }
}
