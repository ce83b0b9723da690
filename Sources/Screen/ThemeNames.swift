import Basics
package import CommandCore
package import Configuration
import Monitor

/// The names of the available themes.
package enum ThemeNames {
  /// All theme names: the shipped ones, then the configured ones.
  package static func all(_ settings: Settings) -> [String] {
    let shipped = Theme.shipped.map(\.name)
    return shipped + settings.themes.keys.filter { !shipped.contains($0) }.sorted()
  }

  /// Throws an error if there is no theme of the given name.
  package static func check(_ theme: String?, _ settings: Settings) throws(Failure) {
    let names = all(settings)
    guard let theme, !names.contains(theme) else { return }
    throw Failure(
      "unknown theme '\(theme)'\(Spelling.hint(for: theme, among: names)); there are: \(names.joined(separator: ", "))",
      .usage)
  }
}
