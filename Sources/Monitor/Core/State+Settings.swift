import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// The configuration, while the screen runs.
extension State {
  /// An endpoint as the screen shows it: with the name that a person gave it.
  func name(of endpoint: Endpoint) -> String {
    configuration.aliases.text(of: endpoint, configuration.interfaces)
  }

  /// Puts a configuration that was read again in force, as far as that can be while the screen runs: theme, keys,
  /// names, messages, colours, columns, encodings.
  mutating func settingsChanged(to new: MonitorSettings, _ effects: inout [Effect]) {
    configuration.themes = new.themes
    configuration.theme =
      configuration.chosenTheme.flatMap { name in new.themes.first { $0.name == name }?.theme } ?? new.theme
    configuration.keymap = new.keymap
    configuration.aliases = new.aliases
    configuration.messages = new.messages
    configuration.confirmsSend = new.confirmsSend
    configuration.colors = new.colors
    configuration.formats = new.formats
    configuration.ownFormats = new.ownFormats
    formats.replace(new.formats)
    formatsChanged()
    if let unreadFilter { mention(Announcement(unreadFilter)) }
    // What :columns changed stays, unless the file's own choice changed.
    var new = new
    new.columns.usual = configuration.columns.usual
    if configuration.columns != new.columns { table.columns = ColumnSet(new.columns) }
    configuration.columns = new.columns
    table.widths = ColumnWidths()
    let old = configuration.encodings
    guard old != new.encodings else { return }
    configuration.encodings = new.encodings
    texts.set(presets: new.encodings.presets, insteadOf: old.byAddress.isEmpty ? old.encodingForAll : nil)
    texts.set(undecided: new.encodings.undecided)
    recordEncoding(of: nil, &effects)
    rejudge(nil)
  }

  /// Puts a theme in force until the end.
  mutating func use(themeNamed name: String) throws(CommandArgument.Problem) {
    guard let theme = configuration.themes.first(where: { $0.name == name }) else {
      let names = configuration.themes.map(\.name).joined(separator: " ")
      throw CommandArgument.Problem("no such theme; the themes are \(names)", all: name)
    }
    use(theme)
  }

  private mutating func use(_ theme: (name: String, theme: Theme)) {
    configuration.theme = theme.theme
    configuration.chosenTheme = theme.name
    say("theme \(theme.name): theme = \"\(theme.name)\" in the configuration keeps it")
  }

  /// Puts the next theme in force.
  mutating func useNextTheme() {
    let themes = configuration.themes
    guard !themes.isEmpty else { return }
    let now =
      themes.firstIndex { $0.name == configuration.chosenTheme }
      ?? themes.firstIndex { $0.theme == configuration.theme }
    use(themes[((now ?? -1) + 1) % themes.count])
  }
}
