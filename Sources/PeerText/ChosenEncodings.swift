package import PayloadText
package import UDPCore

/// The peers' encodings as set by options, environment variables and the configuration.
package struct ChosenEncodings: Hashable, Sendable {
  /// One encoding for all peers; `nil` detects each one's.
  package var fixed: TextEncoding?
  /// The encodings by address, which take precedence over `fixed`.
  package var byAddress: AddressMap<PresetEncoding>
  /// The encoding of text sent to peers whose own is unknown.
  package var undecided: UndecidedEncoding

  /// Creates settings, automatic by default.
  package init(
    fixed: TextEncoding? = nil, byAddress: AddressMap<PresetEncoding> = AddressMap(),
    undecided: UndecidedEncoding = UndecidedEncoding()
  ) {
    self.fixed = fixed
    self.byAddress = byAddress
    self.undecided = undecided
  }

  /// All settings as one rule; `nil` if there are none, so that they cost nothing.
  package var rule: PeerEncodings.Rule? {
    let wide = fixed.map { PresetEncoding.encoding($0) }
    if byAddress.isEmpty {
      if wide == nil { return nil }
      return { _ in wide }
    }
    let map = byAddress
    return { peer in map.match(peer)?.value ?? wide }
  }

  /// Creates the peers' texts that these settings apply to.
  package var texts: PeerTexts {
    byAddress.isEmpty
      ? PeerTexts(fixed: fixed, undecided: undecided) : PeerTexts(fixed: nil, rule: rule, undecided: undecided)
  }
}
