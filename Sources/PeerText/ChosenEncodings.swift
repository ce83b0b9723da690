package import PayloadText
package import UDPCore

/// How peers write, as far as flags, variables and the configuration say.
package struct ChosenEncodings: Hashable, Sendable {
  /// One encoding for all peers; `nil` finds out each one's.
  package var fixed: TextEncoding?
  /// What goes before that, by address.
  package var byAddress: AddressMap<PresetEncoding>
  /// What text is written in for peers whose encoding is not known.
  package var undecided: UndecidedEncoding

  package init(
    fixed: TextEncoding? = nil, byAddress: AddressMap<PresetEncoding> = AddressMap(),
    undecided: UndecidedEncoding = UndecidedEncoding()
  ) {
    self.fixed = fixed
    self.byAddress = byAddress
    self.undecided = undecided
  }

  /// Everything as one rule; `nil` where nothing was chosen, so that it costs nothing.
  package var rule: PeerEncodings.Rule? {
    let wide = fixed.map { PresetEncoding.encoding($0) }
    if byAddress.isEmpty {
      if wide == nil { return nil }
      return { _ in wide }
    }
    let map = byAddress
    return { peer in map.match(peer)?.value ?? wide }
  }

  /// The peers' texts in which these count.
  package var texts: PeerTexts {
    byAddress.isEmpty
      ? PeerTexts(fixed: fixed, undecided: undecided) : PeerTexts(fixed: nil, rule: rule, undecided: undecided)
  }
}
