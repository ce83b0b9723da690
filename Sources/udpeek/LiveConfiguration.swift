import Basics
import Configuration
import DisplayFilter
import Monitor
import PayloadText
import PeerText

/// The configuration of a running screen, and what flags said over it.
struct LiveConfiguration {
  private var current: Configuration
  private let theme: String?
  /// What `--encoding` says goes before the file.
  private let hasEncodingFlag: Bool
  private let hasUndecidedFlag: Bool
  private let encodings: ChosenEncodings

  init(_ reception: Reception, theme: String?) {
    current = reception.configuration
    self.theme = theme
    encodings = reception.encodings
    hasEncodingFlag = reception.hasEncodingFlag
    hasUndecidedFlag = reception.hasUndecidedFlag
  }

  /// Reads it again. A file that is no TOML, as while it is being edited, changes nothing.
  /// - Returns: what counts now, and what a person should know.
  mutating func reload(_ settings: MonitorSettings) -> (settings: MonitorSettings, notice: Announcement) {
    let new = ConfigurationFile.load(interfaces: settings.interfaces)
    if !new.isWhole, let complaint = new.complaint {
      return (settings, Announcement(complaint.text, .failure, tail: "\(complaint.tail); nothing is changed"))
    }
    let later = new.fixedDifferences(from: current)
    current = new
    var settings = settings
    var chosen =
      hasEncodingFlag
      ? encodings : ChosenEncodings(fixed: new.settings.encoding, byAddress: new.settings.encodings)
    chosen.undecided = encodings.undecided
    if !hasUndecidedFlag { chosen.undecided.configured = new.settings.undecided }
    settings.take(new, theme: theme, encodings: chosen)
    if let complaint = new.complaint { return (settings, complaint) }
    if !new.isThere {
      let path = new.path.map { Phrase(verbatim: $0) } ?? "without HOME"
      return (settings, Announcement("there is no configuration file (\(path)): what is built in counts"))
    }
    if later.isEmpty { return (settings, Announcement("the configuration was read again", .information)) }
    let keys = later.joined(separator: ", ")
    let tail: Phrase = later.count == 1 ? " counts from the next start" : " count from the next start"
    return (settings, Announcement("read again; \(keys)", tail: tail))
  }
}

extension Configuration {
  /// What to say of mistakes in it; `nil` where there are none.
  var complaint: Announcement? {
    guard let first = mistakes.first else { return nil }
    let more: Phrase = mistakes.count == 1 ? "" : " (and \(mistakes.count - 1) more: udpeek config)"
    return Announcement(first.phrase, .failure, tail: more)
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
