import Basics
package import CommandCore
package import Configuration
import Monitor

/// The themes that can be chosen.
package enum ThemeNames {
  /// Those that are shipped, and the configuration's.
  package static func all(_ settings: Settings) -> [String] {
    let shipped = Theme.shipped.map(\.name)
    return shipped + settings.themes.keys.filter { !shipped.contains($0) }.sorted()
  }

  /// Refuses a name that is none of them.
  package static func check(_ theme: String?, _ settings: Settings) throws(Failure) {
    let names = all(settings)
    guard let theme, !names.contains(theme) else { return }
    throw Failure(
      "unknown theme '\(theme)'\(Spelling.hint(for: theme, among: names)); there are: \(names.joined(separator: ", "))",
      .usage)
  }
}
