import PayloadText
import PeerText
import UDPCore

/// What lies over the table and has the keys: the help, or a list to choose from.
enum Overlay: Sendable, Hashable {
  /// The help, scrolled down by so many lines.
  case help(offset: Int)
  /// The filter language, over the filter line.
  case language(LanguageHelp)
  case encodings(EncodingList)
  case messages(MessageList)
  /// The column to sort by.
  case sorting(SortList)
  /// What of the selected row, or of the marked ones, goes to the clipboard.
  case copying
  /// The question before quitting.
  case quitting

  var focus: Focus {
    switch self {
    case .help, .language: .help
    case .encodings: .encodings
    case .messages: .messages
    case .sorting: .sorting
    case .copying: .copying
    case .quitting: .quitting
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

    /// How it is called.
    var name: String { encoding?.name ?? "auto" }
  }

  /// Whether it is chosen for the message in the panel alone.
  var isForMessage = false
  /// The peer; `nil` chooses for all.
  var peer: Endpoint?
  /// Further peers that it is chosen for.
  var others: [Endpoint]
  let entries: [Entry]
  /// Index into `entries`.
  private(set) var selected: Int
  /// The letters that led to the selected entry.
  private(set) var search = ""

  /// The list with `current` selected; `candidates` in order of likelihood.
  init(
    peer: Endpoint?, others: [Endpoint] = [], current: TextEncoding?, candidates: [EncodingCandidate] = [],
    isForMessage: Bool = false
  ) {
    self.isForMessage = isForMessage
    self.peer = peer
    self.others = others
    let known = Set(candidates.map(\.encoding))
    entries =
      [Entry()] + candidates.map { Entry(encoding: $0.encoding, likelihood: $0.likelihood) }
      + TextEncoding.allCases.filter { !known.contains($0) }.map { Entry(encoding: $0) }
    selected = entries.firstIndex { $0.encoding == current } ?? 0
  }

  mutating func select(_ index: Int) {
    selected = index
    search = ""
  }

  /// Selects the entry below, after the last one the first.
  mutating func step() {
    select((selected + 1) % entries.count)
  }

  /// Goes to the first entry that begins with the letters so far, else to one that begins with this letter.
  mutating func type(_ letter: Unicode.Scalar) {
    let letter = String(letter).lowercased()
    for letters in [search + letter, letter] {
      guard let index = index(beginning: letters) else { continue }
      selected = index
      search = letters
      return
    }
  }

  /// Takes the last letter back.
  mutating func typeBack() {
    search = String(search.dropLast())
    selected = index(beginning: search) ?? selected
  }

  /// The first entry whose name begins so, or else one of its other names.
  private func index(beginning letters: String) -> Int? {
    entries.firstIndex { $0.name.hasPrefix(letters) }
      ?? entries.firstIndex { $0.encoding?.aliases.contains { $0.hasPrefix(letters) } ?? false }
  }
}
