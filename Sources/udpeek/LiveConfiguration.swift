import Configuration
import DisplayFilter
import Monitor

/// The configuration of a running screen, and what flags said over it.
struct LiveConfiguration {
  private var current: Configuration
  private let theme: String?
  /// What `--encoding` says goes before the file.
  private let hasEncodingFlag: Bool
  private let encodings: ChosenEncodings

  init(_ reception: Reception, theme: String?) {
    current = reception.configuration
    self.theme = theme
    encodings = reception.encodings
    hasEncodingFlag = reception.hasEncodingFlag
  }

  /// Reads it again.
  /// - Returns: what counts now, and what a person should know.
  mutating func reload(_ settings: MonitorSettings) -> (settings: MonitorSettings, sentence: String, Notice.Kind) {
    let new = ConfigurationFile.load(interfaces: settings.interfaces)
    let later = new.fixedDifferences(from: current)
    current = new
    var settings = settings
    let chosen = ChosenEncodings(fixed: new.settings.encoding, byAddress: new.settings.encodings)
    settings.take(new, theme: theme, encodings: hasEncodingFlag ? encodings : chosen)
    if let first = new.mistakes.first {
      let more = new.mistakes.count == 1 ? "" : " (and \(new.mistakes.count - 1) more: udpeek config)"
      return (settings, "\(first)\(more)", .failure)
    }
    if later.isEmpty { return (settings, "the configuration was read again", .information) }
    let verb = later.count == 1 ? "counts" : "count"
    return (settings, "read again; \(later.joined(separator: ", ")) \(verb) from the next start", .warning)
  }
}

extension Configuration {
  /// What to say of mistakes in it; `nil` where there are none.
  var complaint: String? {
    guard let first = mistakes.first else { return nil }
    return mistakes.count == 1 ? first.description : "\(first) (and \(mistakes.count - 1) more: udpeek config)"
  }
}

/// The themes that can be chosen.
enum ThemeNames {
  /// Those that are shipped, and the configuration's.
  static func all(_ settings: Settings) -> [String] {
    let shipped = Theme.shipped.map(\.name)
    return shipped + settings.themes.keys.filter { !shipped.contains($0) }.sorted()
  }

  /// Refuses a name that is none of them.
  static func check(_ theme: String?, _ settings: Settings) throws(Failure) {
    let names = all(settings)
    guard let theme, !names.contains(theme) else { return }
    throw Failure(
      "unknown theme '\(theme)'\(Spelling.hint(for: theme, among: names)); there are: \(names.joined(separator: ", "))",
      .usage)
  }
}
