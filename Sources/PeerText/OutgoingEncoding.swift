package import PayloadText
import UDPCore

/// What text is written in for a peer whose own encoding is not known: it has sent ASCII alone, or nothing.
package struct UndecidedEncoding: Hashable, Sendable {
  /// What a person said (`--undecided`, `undecided` in the configuration); `nil` for nothing.
  package var configured: TextEncoding?
  /// That of the locale.
  package var locale: TextEncoding

  /// Unless told nothing is said, and the locale's is UTF-8.
  package init(_ configured: TextEncoding? = nil, locale: TextEncoding = .utf8) {
    self.configured = configured
    self.locale = locale
  }

  /// The one that counts.
  package var encoding: TextEncoding { configured ?? locale }
}

/// What text for a peer is written in, and why.
package struct OutgoingEncoding: Hashable, Sendable {
  /// What decided.
  package enum Reason: Hashable, Sendable {
    /// What the peer writes, or what a person chose for it.
    case peer
    /// Another peer of the same address is certain.
    case host
    /// The person sent in it before.
    case accepted
    /// `--undecided`, or the configuration.
    case configured
    /// Nothing: it is the locale's.
    case locale
  }

  /// What text is written in.
  package let encoding: TextEncoding
  /// What decided for it.
  package let reason: Reason
}
