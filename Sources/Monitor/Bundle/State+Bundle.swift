import Basics

/// Asking for a bundle.
extension State {
  /// `:bundle` without a name suggests one: `udpeek-20261123-070000`.
  mutating func openBundleLine() {
    openCommandLine("\(Command.bundle.name) ", suggesting: "udpeek-\(today.fileName)")
  }

  /// `:bundle FOLDER`.
  mutating func writeBundle(to path: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    guard saving.export == nil else {
      throw CommandArgument.Problem("still writing: \(key("interrupt")) stops it", all: path)
    }
    var folder = path[...]
    while folder.count > 1, folder.last == "/" { folder.removeLast() }
    effects.append(.writeBundle(String(folder)))
  }

  /// The contents of a bundle that is begun now.
  package var bundle: Bundle { Bundle(self) }
}
