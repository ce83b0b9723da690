import Basics
package import UDPCore

/// A script for `udpeek expect` to be written, and the rows that it is made of.
package struct ScriptRequest: Hashable, Sendable {
  /// The rows of a script.
  package enum Rows: Hashable, Sendable {
    /// These, in the order of their numbers.
    case marked([UInt64])
    /// All from and to an endpoint.
    case conversation(Endpoint)
  }

  /// The path as it was typed; `~/` begins the home folder.
  package let path: String
  /// Whether a file that is there may be replaced.
  package let replaces: Bool
  /// The rows.
  package let rows: Rows
}

extension State {
  /// `:test FILE`: has a script written from the marked rows, or those of the selected row's peer, and with `!` in place
  /// of a file that is there.
  mutating func writeScript(to argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    var name = argument[...]
    let replaces = name.hasSuffix("!")
    if replaces { name.removeLast() }
    while name.last == " " { name.removeLast() }
    guard let last = name.split(separator: "/", omittingEmptySubsequences: false).last, !last.isEmpty else {
      throw CommandArgument.Problem("the name of the file is missing", all: argument)
    }
    // Only the screen could show what standard output gets.
    guard name != "-" else {
      throw CommandArgument.Problem("a script needs a file; write its name, such as meter.udp", all: argument)
    }
    let marked = markedInLog
    let rows: ScriptRequest.Rows
    if !marked.isEmpty {
      rows = .marked(marked)
    } else if let datagram = selectedDatagram {
      rows = .conversation(datagram.peer)
    } else {
      throw CommandArgument.Problem("no row is selected or marked", all: argument)
    }
    effects.append(.writeScript(ScriptRequest(path: String(name), replaces: replaces, rows: rows)))
  }
}
