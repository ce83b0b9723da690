import Alarms
import Basics
import CommandCore
import Configuration
import DisplayFilter
import Formats
import Monitor
import PayloadText
import PeerText

/// The configuration of a running screen, with the flags that override it.
struct LiveConfiguration {
  private var current: Configuration
  private let theme: String?
  /// Whether `--encoding` was given, which overrides the file.
  private let hasEncodingFlag: Bool
  private let hasUndecidedFlag: Bool
  private let encodings: ChosenEncodings
  /// The formats of `--format FILE`, which come before those of the configuration.
  private let formats: [Format]
  /// The setup of the start, with the alarms of flags.
  let setup: Setup

  /// Begins with the configuration and flags of the start.
  init(_ setup: Setup, theme: String?) {
    self.setup = setup
    current = setup.configuration
    self.theme = theme
    encodings = setup.encodings
    hasEncodingFlag = setup.hasEncodingFlag
    hasUndecidedFlag = setup.hasUndecidedFlag
    let configured = setup.configuration.settings.library.own
    formats = setup.library.own.filter { format in !configured.contains { $0 === format } }
  }

  /// The configuration in force as TOML, as `udpeek config` prints it.
  func text(_ translated: (Phrase) -> String) -> String { current.text(translated) }
  /// The alarms in force.
  var alarms: [AlarmRule] { current.settings.alarms + setup.ownAlarms }

  /// The formats in force.
  var library: FormatLibrary { current.settings.library.adding(formats) }

  /// The folder of the recordings of alarms; `nil` for the usual one.
  var alarmFolder: String? { current.settings.alarmFolder }

  /// Reloads the configuration. A file that is not valid TOML, as while it is being edited, changes nothing.
  /// - Returns: the settings now in force, and a notice for the user.
  mutating func reload(_ settings: MonitorSettings) -> (settings: MonitorSettings, notice: Announcement) {
    let new = ConfigurationFile.load(interfaces: settings.interfaces)
    if !new.isWhole, let problemAnnouncement = new.problemAnnouncement {
      return (
        settings,
        Announcement(problemAnnouncement.text, .failure, tail: "\(problemAnnouncement.tail); nothing was changed")
      )
    }
    let later = new.fixedDifferences(from: current)
    current = new
    var settings = settings
    var chosen =
      hasEncodingFlag
      ? encodings : ChosenEncodings(encodingForAll: new.settings.encoding, byAddress: new.settings.encodings)
    chosen.undecided = encodings.undecided
    if !hasUndecidedFlag { chosen.undecided.configured = new.settings.undecided }
    settings.apply(new, theme: theme, encodings: chosen)
    settings.alarmCount += setup.ownAlarms.count
    settings.formats = { [library = new.settings.library.adding(formats)] in library.book }
    if let problemAnnouncement = new.problemAnnouncement { return (settings, problemAnnouncement) }
    if !new.isThere {
      let path = new.path.map { Phrase(verbatim: $0) } ?? "without HOME"
      return (settings, Announcement("there is no configuration file (\(path)): the defaults apply"))
    }
    if later.isEmpty { return (settings, Announcement("configuration reloaded", .information)) }
    let keys = later.joined(separator: ", ")
    let tail: Phrase = later.count == 1 ? " takes effect at the next start" : " take effect at the next start"
    return (settings, Announcement("reloaded; \(keys)", tail: tail))
  }
}

extension Configuration {
  /// The notice about problems in the configuration; empty if there are none.
  var problemAnnouncements: [Announcement] { problemAnnouncement.map { [$0] } ?? [] }

  /// A notice about problems in the configuration; `nil` if there are none.
  var problemAnnouncement: Announcement? {
    guard let first = problems.first else { return nil }
    let more: Phrase = problems.count == 1 ? "" : " (and \(problems.count - 1) more: udpeek config)"
    return Announcement(first.phrase, .failure, tail: more)
  }
}
