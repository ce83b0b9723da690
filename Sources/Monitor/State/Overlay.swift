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
  private(set) var selected: Int
  /// The letters that led to the selected entry.
  private(set) var search = ""

  /// `nil` is "auto".
  static let entries: [TextEncoding?] = [nil] + TextEncoding.allCases.map(Optional.some)

  /// How an entry is called.
  static func name(of entry: TextEncoding?) -> String { entry?.name ?? "auto" }

  /// The list with `current` selected.
  init(peer: Endpoint?, current: TextEncoding?) {
    self.peer = peer
    selected = Self.entries.firstIndex(of: current) ?? 0
  }

  mutating func select(_ index: Int) {
    selected = index
    search = ""
  }

  /// Goes to the first entry that begins with the letters so far, else to one that begins with this letter.
  mutating func type(_ letter: Unicode.Scalar) {
    let letter = String(letter).lowercased()
    for letters in [search + letter, letter] {
      guard let index = Self.index(beginning: letters) else { continue }
      selected = index
      search = letters
      return
    }
  }

  /// Takes the last letter back.
  mutating func typeBack() {
    search = String(search.dropLast())
    selected = Self.index(beginning: search) ?? selected
  }

  /// The first entry whose name begins so, or else one of its other names.
  private static func index(beginning letters: String) -> Int? {
    entries.firstIndex { name(of: $0).hasPrefix(letters) }
      ?? entries.firstIndex { $0?.aliases.contains { $0.hasPrefix(letters) } ?? false }
  }
}

/// The pane below the table: the selected datagram's bytes and text.
struct Detail: Sendable, Hashable {
  /// Rows that are scrolled out above.
  var offset = 0
}
