/// The folder of the person who runs the program.
package enum HomeFolder {
  /// `path` with the home folder in the place of a leading `~`; unchanged where there is no `HOME`.
  package static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = Environment.variable("HOME") else { return path }
    return home + path.dropFirst()
  }
}
