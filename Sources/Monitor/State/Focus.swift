/// Where keys go.
package enum Focus: String, Sendable, Hashable, CaseIterable {
  case table
  case detail
  /// The list of peers.
  case peers
  /// The large graph of rates.
  case rate
  /// The line of a reply or a new message.
  case reply
  /// The filter line.
  case filter
  /// The line that says what to find.
  case find
  /// The line after `:`.
  case command
  /// The list of encodings.
  case encodings
  case help

  /// Whether letters go into a line: then no letter is a shortcut.
  var isEditor: Bool {
    switch self {
    case .reply, .filter, .find, .command: true
    case .table, .detail, .peers, .rate, .encodings, .help: false
    }
  }

  /// Whether letters are typed: into a line, or to search a list.
  var takesLetters: Bool { isEditor || self == .encodings }
}
