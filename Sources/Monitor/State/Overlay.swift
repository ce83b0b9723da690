import PayloadText
import UDPCore

/// What lies over the table and has the keys: the help, or a list to choose from.
enum Overlay: Sendable, Hashable {
  /// The help, scrolled down by so many lines.
  case help(offset: Int)
  case encodings(EncodingList)

  var focus: Focus {
    switch self {
    case .help: .help
    case .encodings: .encodings
    }
  }
}

/// The choice of an encoding, for one peer or for all: auto mode, what it thinks likely, and the rest of the encodings.
struct EncodingList: Sendable, Hashable {
  /// An encoding, or auto mode.
  struct Entry: Sendable, Hashable {
    /// `nil` is auto.
    var encoding: TextEncoding?
    /// How likely auto mode takes it for, from 0 to 1; `nil` where it has no opinion.
    var likelihood: Double?
  }

  /// The peer; `nil` chooses for all.
  var peer: Endpoint?
  let entries: [Entry]
  /// Index into `entries`.
  var selected: Int

  /// The list with `current` selected; `candidates` in order of likelihood.
  init(peer: Endpoint?, current: TextEncoding?, candidates: [EncodingCandidate] = []) {
    self.peer = peer
    let known = Set(candidates.map(\.encoding))
    entries =
      [Entry()] + candidates.map { Entry(encoding: $0.encoding, likelihood: $0.likelihood) }
      + TextEncoding.allCases.filter { !known.contains($0) }.map { Entry(encoding: $0) }
    selected = entries.firstIndex { $0.encoding == current } ?? 0
  }

  /// Selects the entry below, after the last one the first.
  mutating func step() {
    selected = (selected + 1) % entries.count
  }
}

/// The pane below the table: the selected datagram's bytes and text.
struct Detail: Sendable, Hashable {
  /// Lines that are scrolled out above.
  var offset = 0
}
