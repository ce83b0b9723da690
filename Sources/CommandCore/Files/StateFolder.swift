import Glibc
import Plumbing

/// `$XDG_STATE_HOME/udpeek`, where the screen keeps what it remembers; for its owner alone.
package enum StateFolder {
  /// The path of a file in it, made with the folders on the way; `nil` without a home.
  package static func path(of file: String) -> String? {
    guard
      let base = Environment.variable("XDG_STATE_HOME") ?? Environment.variable("HOME").map({ $0 + "/.local/state" }),
      base.hasPrefix("/")
    else { return nil }
    let folder = base + "/udpeek"
    makeFolders(folder)
    return folder + "/" + file
  }

  /// Makes a folder and those above it, each for its owner alone, as far as they are missing.
  static func makeFolders(_ folder: String) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      _ = unsafe mkdir(path, 0o700)
    }
  }
}
