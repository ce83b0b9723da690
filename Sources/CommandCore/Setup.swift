package import Alarms
import Basics
package import Configuration
package import DisplayFilter
package import Formats
import PayloadText
package import PeerText
package import UDPCore

/// The settings for reading rows: the configuration, overridden by flags.
package struct Setup: Sendable {
  /// The values of the flags that override the configuration; `nil` for those not given.
  package struct Flags: Sendable {
    package var filter: String?
    package var encoding: String?
    package var undecided: String?
    /// The name of a format, `auto`, or the path of a file of formats.
    package var format: String?
    /// The rule by which requests are paired with answers: `order`, or the name of a field; `nil` for no pairing.
    package var pair: String?
    /// Whether VXLAN and GENEVE in capture files are taken apart.
    package var inner = false
    /// Alarms in words.
    package var alarms: [String] = []

    /// Creates flags with these values.
    package init(
      filter: String? = nil, encoding: String? = nil, undecided: String? = nil, format: String? = nil,
      pair: String? = nil, inner: Bool = false, alarms: [String] = []
    ) {
      self.pair = pair
      self.alarms = alarms
      self.inner = inner
      self.format = format
      self.filter = filter
      self.encoding = encoding
      self.undecided = undecided
    }
  }

  package let filter: DisplayFilter
  /// The encodings chosen for peers.
  package let encodings: ChosenEncodings
  package let interfaces: InterfaceNames
  package let configuration: Configuration
  /// The formats in force.
  package let library: FormatLibrary
  /// The alarms of flags, beside those of the configuration.
  package let ownAlarms: [AlarmRule]
  /// Whether a flag asks for the fields of datagrams, or the user has formats.
  package let showsFields: Bool
  /// The rule by which requests are paired with answers; `nil` for no pairing.
  package let pairing: PairingRule?
  /// Whether VXLAN and GENEVE in capture files are taken apart.
  package let showsInner: Bool
  /// Whether a flag sets one encoding for all peers.
  package let hasEncodingFlag: Bool
  /// Whether a flag sets the encoding for peers that have only sent ASCII.
  package let hasUndecidedFlag: Bool

  /// Applies the flags to the configuration.
  /// - Throws: an error that explains the first invalid flag.
  package init(
    _ flags: Flags, configuration: Configuration, interfaces: InterfaceNames = .current()
  ) throws(CommandFailure) {
    let settings = configuration.settings
    self.configuration = configuration
    self.interfaces = interfaces
    encodings = try Self.encodings(flags, settings)
    let library =
      try flags.format.map { name throws(CommandFailure) in
        try FormatArgument.library(name, configuration, interfaces)
      } ?? settings.library
    self.library = library
    showsFields = flags.format != nil || !library.own.isEmpty
    filter =
      try flags.filter.map { source throws(CommandFailure) in
        try ArgumentValue.filter(source, interfaces: interfaces, aliases: settings.aliases, fields: library)
      } ?? settings.filter
    do throws(AlarmWords.Problem) {
      ownAlarms = try AlarmWords.rules(flags.alarms, settings, library: library, interfaces)
    } catch {
      throw CommandFailure("bad alarm: \(error.phrase)", .usage)
    }
    pairing = try flags.pair.map { word throws(CommandFailure) in
      guard let rule = PairingRule(word, library.book) else {
        let near = Spelling.hint(for: word, among: [PairingRule.orderWord] + library.fieldNames)
        throw CommandFailure(
          "--pair: no format has the field '\(word)'\(near); 'order' pairs without a field", .usage)
      }
      return rule
    }
    showsInner = flags.inner
    hasEncodingFlag = flags.encoding != nil
    hasUndecidedFlag = flags.undecided != nil
  }

  /// Refuses a filter that can hold for no row where only `facts` are known.
  package func checkFilter(knowing facts: FilterFacts) throws(CommandFailure) {
    if let objection = filter.objection(knowing: facts) { throw CommandFailure("bad filter: \(objection)", .usage) }
  }

  /// The alarms that what arrives may raise.
  package var alarms: [AlarmRule] { configuration.settings.alarms + ownAlarms }

  /// The formats by which every datagram is read: where its fields are handed over, or a filter asks for gaps; `nil`
  /// for none.
  /// - Parameters:
  ///   - handsOver: whether the command prints the fields of datagrams.
  ///   - others: filters beside the command's own.
  package func observedFormats(handsOver: Bool, _ others: DisplayFilter?...) -> FormatBook? {
    showsFields && handsOver || ([filter] + others.compactMap { $0 }).contains(where: \.needsGaps) ? library.book : nil
  }

  /// A new pairing of requests with answers; `nil` for none.
  package var newPairing: RequestPairing? { pairing.map { RequestPairing($0, library.book) } }

  /// Returns the chosen encodings. A flag overrides the whole configuration; within that, narrower addresses override
  /// wider ones.
  private static func encodings(_ flags: Flags, _ settings: Settings) throws(CommandFailure) -> ChosenEncodings {
    let undecided = try ArgumentValue.undecided(flags.undecided, settings)
    guard let encoding = flags.encoding else {
      return ChosenEncodings(encodingForAll: settings.encoding, byAddress: settings.encodings, undecided: undecided)
    }
    return ChosenEncodings(encodingForAll: try ArgumentValue.encoding(encoding), undecided: undecided)
  }
}
