import Glibc
import Plumbing

/// The folder `$XDG_STATE_HOME/udpeek`, in which the screen stores its state; only the owner can read it.
package enum StateFolder {
  /// Returns the path of a file in the folder, and creates missing folders; `nil` if there is no home folder.
  package static func path(of file: String) -> String? {
    guard
      let base = Environment.variable("XDG_STATE_HOME") ?? Environment.variable("HOME").map({ $0 + "/.local/state" }),
      base.hasPrefix("/")
    else { return nil }
    let folder = base + "/udpeek"
    makeFolders(folder)
    return folder + "/" + file
  }

  /// Creates a folder and its missing parents, accessible only to the owner.
  static func makeFolders(_ folder: String) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      _ = unsafe mkdir(path, 0o700)
    }
  }
}
