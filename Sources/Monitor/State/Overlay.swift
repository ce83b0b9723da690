import PayloadText
import UDPCore

/// What lies over the table and has the keys: the help, or a list to choose from.
enum Overlay: Sendable, Hashable {
  /// The help, scrolled down by so many lines.
  case help(offset: Int)
  /// The filter language, over the filter line.
  case language(LanguageHelp)
  case encodings(EncodingList)

  var focus: Focus {
    switch self {
    case .help, .language: .help
    case .encodings: .encodings
    }
  }
}

/// The choice of an encoding, for one peer or for all.
struct EncodingList: Sendable, Hashable {
  /// The peer; `nil` chooses for all.
  var peer: Endpoint?
  /// Index into `entries`.
  var selected: Int

  /// `nil` is "auto".
  static let entries: [TextEncoding?] = [nil] + TextEncoding.allCases.map(Optional.some)

  /// The list with `current` selected.
  init(peer: Endpoint?, current: TextEncoding?) {
    self.peer = peer
    selected = Self.entries.firstIndex(of: current) ?? 0
  }

  /// Selects the entry `distance` below, at most the last one.
  mutating func move(_ distance: Int) {
    let (target, overflow) = selected.addingReportingOverflow(distance)
    let last = Self.entries.count - 1
    selected = overflow ? (distance > 0 ? last : 0) : min(max(0, target), last)
  }
}

/// The pane below the table: the selected datagram's bytes and text.
struct Detail: Sendable, Hashable {
  /// Lines that are scrolled out above.
  var offset = 0
}
