import PayloadText
import UDPCore

/// The choice of an encoding, for one peer or for all: auto mode, what it thinks likely, and the rest of the encodings.
struct EncodingList: Sendable {
  /// An encoding, or auto mode.
  struct Entry: Sendable, Hashable {
    /// The encoding; `nil` is auto.
    var encoding: TextEncoding?
    /// The likelihood in auto mode, from 0 to 1; `nil` where auto mode has no opinion.
    var likelihood: Double?

    /// The name in the list.
    var name: String { encoding?.name ?? "auto" }
  }

  /// Whether it is chosen for the message in the panel alone.
  let isForMessage: Bool
  /// The peer; `nil` chooses for all.
  let peer: Endpoint?
  /// Further peers that it is chosen for.
  let others: [Endpoint]
  /// The encodings.
  var list: SelectableList<Entry>

  /// The list with `current` selected; `candidates` in order of likelihood.
  init(
    peer: Endpoint?, others: [Endpoint] = [], current: TextEncoding?, candidates: [EncodingCandidate] = [],
    isForMessage: Bool = false
  ) {
    self.isForMessage = isForMessage
    self.peer = peer
    self.others = others
    let known = Set(candidates.map(\.encoding))
    let entries =
      [Entry()] + candidates.map { Entry(encoding: $0.encoding, likelihood: $0.likelihood) }
      + TextEncoding.allCases.filter { !known.contains($0) }.map { Entry(encoding: $0) }
    list = SelectableList(entries, selected: entries.firstIndex { $0.encoding == current } ?? 0)
  }
}

extension EncodingList.Entry: ListEntry {
  static var typing: ListTyping { .restarting }
  var names: [String] { [name] + (encoding?.aliases ?? []) }
}
