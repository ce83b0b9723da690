package import PayloadText
package import UDPCore

/// The peers' encodings as set by options, environment variables and the configuration.
package struct ChosenEncodings: Hashable, Sendable {
  /// One encoding for all peers; `nil` detects each one's.
  package var encodingForAll: TextEncoding?
  /// The encodings by address, which take precedence over `encodingForAll`.
  package var byAddress: AddressMap<PresetEncoding>
  /// The encoding of text sent to peers whose own is unknown.
  package var undecided: UndecidedEncoding

  /// Creates settings, automatic by default.
  package init(
    encodingForAll: TextEncoding? = nil, byAddress: AddressMap<PresetEncoding> = AddressMap(),
    undecided: UndecidedEncoding = UndecidedEncoding()
  ) {
    self.encodingForAll = encodingForAll
    self.byAddress = byAddress
    self.undecided = undecided
  }

  /// All settings as one function; `nil` if there are none, so that they cost nothing.
  package var presets: PeerEncodings.Presets? {
    let wide = encodingForAll.map { PresetEncoding.encoding($0) }
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
      ? PeerTexts(encodingForAll: encodingForAll, undecided: undecided)
      : PeerTexts(encodingForAll: nil, presets: presets, undecided: undecided)
  }
}
