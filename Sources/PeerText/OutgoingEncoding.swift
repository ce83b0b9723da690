package import PayloadText

/// The encoding of text sent to a peer whose own is unknown, because it has sent only ASCII, or nothing.
package struct UndecidedEncoding: Hashable, Sendable {
  /// The encoding that the user set (`--undecided`, `undecided` in the configuration); `nil` if none.
  package var configured: TextEncoding?
  /// The encoding of the locale.
  package var locale: TextEncoding

  /// Creates a setting; by default nothing is configured and the locale's encoding is UTF-8.
  package init(_ configured: TextEncoding? = nil, locale: TextEncoding = .utf8) {
    self.configured = configured
    self.locale = locale
  }

  /// The encoding in effect.
  package var encoding: TextEncoding { configured ?? locale }
}

/// The encoding of text sent to a peer, and the reason for it.
package struct OutgoingEncoding: Hashable, Sendable {
  /// The reason for an outgoing encoding.
  package enum Reason: Hashable, Sendable {
    /// The peer uses it, or the user chose it for the peer.
    case peer
    /// Another peer on the same host certainly uses it.
    case host
    /// The user has sent to the peer in it before.
    case accepted
    /// `--undecided`, or the configuration.
    case configured
    /// Nothing else decided, so the locale does.
    case locale
  }

  /// The encoding.
  package let encoding: TextEncoding
  /// The reason for it.
  package let reason: Reason
}
