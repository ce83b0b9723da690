/// The home folder of the user.
package enum HomeFolder {
  /// Returns `path` with a leading `~` replaced by the home folder; unchanged if `HOME` is not set.
  package static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = Environment.variable("HOME") else { return path }
    return home + path.dropFirst()
  }
}
