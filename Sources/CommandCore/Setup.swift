import Basics
package import Configuration
package import DisplayFilter
import PayloadText
package import PeerText
package import UDPCore

/// How rows are read: the configuration, and what flags say in its place.
package struct Setup: Sendable {
  /// The values of the flags that go before the configuration; `nil` for those that were not given.
  package struct Flags: Sendable {
    package var filter: String?
    package var encoding: String?
    package var undecided: String?

    /// Flags with these values.
    package init(filter: String? = nil, encoding: String? = nil, undecided: String? = nil) {
      self.filter = filter
      self.encoding = encoding
      self.undecided = undecided
    }
  }

  package let filter: DisplayFilter
  /// How peers write, as far as that was chosen.
  package let encodings: ChosenEncodings
  package let interfaces: InterfaceNames
  package let configuration: Configuration
  /// Whether a flag names one encoding for all peers.
  package let hasEncodingFlag: Bool
  /// Whether a flag names the encoding for peers that have only sent ASCII.
  package let hasUndecidedFlag: Bool

  /// Judges the flags; what they leave open is the configuration's.
  /// - Throws: what is wrong with the first flag that is not understood.
  package init(
    _ flags: Flags, configuration: Configuration, interfaces: InterfaceNames = .current()
  ) throws(Failure) {
    let settings = configuration.settings
    self.configuration = configuration
    self.interfaces = interfaces
    encodings = try Self.encodings(flags, settings)
    filter =
      try flags.filter.map { source throws(Failure) in
        try ArgumentValue.filter(source, interfaces: interfaces, aliases: settings.aliases)
      } ?? settings.filter
    hasEncodingFlag = flags.encoding != nil
    hasUndecidedFlag = flags.undecided != nil
  }

  /// The encodings chosen by a flag, which goes before all of the configuration; there the narrower goes before the
  /// wider.
  private static func encodings(_ flags: Flags, _ settings: Settings) throws(Failure) -> ChosenEncodings {
    let undecided = try ArgumentValue.undecided(flags.undecided, settings)
    guard let encoding = flags.encoding else {
      return ChosenEncodings(fixed: settings.encoding, byAddress: settings.encodings, undecided: undecided)
    }
    return ChosenEncodings(fixed: try ArgumentValue.encoding(encoding), undecided: undecided)
  }
}
