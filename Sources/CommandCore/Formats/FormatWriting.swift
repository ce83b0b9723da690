package import Basics
import CLinux
import Plumbing

/// Writing of formats into the folder `formats` beside the configuration file.
package enum FormatWriting {
  /// Writes a format into `NAME.toml`; an existing file is only replaced if `replaces`.
  /// - Returns: a sentence that says what was written.
  package static func keep(_ text: String, as name: String, replaces: Bool) throws(CommandFailure) -> Phrase {
    guard let configuration = ConfigurationFile.path else {
      throw CommandFailure("HOME is not set, so there is no place for a format; set it")
    }
    let folder = "/" + configuration.split(separator: "/").dropLast().joined(separator: "/") + "/formats"
    StateFolder.makeFolders(folder)
    let path = folder + "/\(name).toml"
    do throws(KeptFile.Problem) {
      let isThere = try KeptFile.read(path, limit: 0) != nil
      guard replaces || !isThere else {
        throw KeptFile.Problem("the file exists; :keep-format \(name)! replaces it")
      }
      try KeptFile.replace(path, with: Array(text.utf8), isNew: !isThere)
    } catch {
      throw CommandFailure("not saved in \(path): \(error.reason)")
    }
    return "saved the format \(name) in \(path)"
  }
}
