/// Where keys go.
package enum Focus: String, Sendable, Hashable, CaseIterable {
  case table
  case detail
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
    case .table, .detail, .encodings, .help: false
    }
  }

  /// What the help calls it.
  var title: String {
    switch self {
    case .table: "In the table"
    case .detail: "In the detail"
    case .reply: "While writing a message"
    case .filter: "In the filter line"
    case .find: "In the find line"
    case .command: "In the command line"
    case .encodings: "In the list of encodings"
    case .help: "In this help"
    }
  }
}
