/// The commands, each with what it may still do once it has confined itself. A command that is not here cannot confine
/// itself, and a test holds this list against the command line.
package enum ConfinedCommand: String, CaseIterable, Sendable {
  case watch, listen, send, ping, discover, open, info, convert, replay, mock, relay, expect, filter, doctor, rules
  case formats, encodings, checksums, keys, config, demo

  /// What a command needs whatever its options are.
  package struct Row: Hashable, Sendable {
    /// Whether it opens sockets of the Internet, and asks for names.
    package var usesNetwork = false
    /// Whether it has a screen, on which a person names files: those below the current folder and the temporary ones.
    package var hasScreen = false
    /// Whether it looks into other processes and asks programs of the system, which Landlock would keep from it.
    package var examinesSystem = false
  }

  /// The table.
  package var row: Row {
    switch self {
    case .watch, .relay, .demo: Row(usesNetwork: true, hasScreen: true)
    // Messages are sent from the screen of files too.
    case .open: Row(usesNetwork: true, hasScreen: true)
    case .listen, .send, .ping, .discover, .replay, .mock, .expect: Row(usesNetwork: true)
    case .doctor: Row(usesNetwork: true, examinesSystem: true)
    case .info, .convert, .filter, .rules, .formats, .encodings, .checksums, .keys, .config: Row()
    }
  }
}
