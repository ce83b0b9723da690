/// The place where keys go.
package enum Focus: String, Sendable, Hashable, CaseIterable {
  case table
  case detail
  /// The list of peers.
  case peers
  /// The list of kinds of datagrams.
  case kinds
  /// The conversation with one peer.
  case conversation
  /// The large graph of rates.
  case rate
  /// The graph of fields.
  case graph
  /// The sliders of a relay.
  case relay
  /// Wireshark's tree.
  case wireshark
  /// The line of a reply or a new message.
  case reply
  /// The filter line.
  case filter
  /// The line that says what to find.
  case find
  /// The line after `:`.
  case command
  /// The line that says which file to write to.
  case write
  /// The list of encodings.
  case encodings
  /// The list of saved messages.
  case messages
  /// The list of columns to sort by.
  case sorting
  /// The list of rules that answer.
  case rules
  /// The list of alarms.
  case alarms
  /// The list of hosts.
  case hosts
  /// The list of the fields that were found.
  case structure
  /// The report of why nothing arrives.
  case doctor
  /// The choice of what is copied.
  case copying
  /// The choice of the rows that a recording begins with.
  case recording
  /// The question whether to quit although marks and notes are in no file.
  case quitting
  case help
  /// The line that says what to look for in the help.
  case helpSearch

  /// Whether letters go into a line: then no letter is a shortcut.
  var isEditor: Bool {
    switch self {
    case .reply, .filter, .find, .command, .write, .helpSearch: true
    default: false
    }
  }

  /// Whether letters are typed: into a line, or to search a list.
  package var takesLetters: Bool { isEditor || [.encodings, .sorting, .messages].contains(self) }
}
