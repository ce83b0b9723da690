import DisplayFilter
package import Monitor
package import PeerText

extension MonitorSettings {
  /// Adopts the screen settings of a configuration; `theme` overrides the configured theme.
  package mutating func take(_ configuration: Configuration, theme name: String?, encodings: ChosenEncodings) {
    let settings = configuration.settings
    theme = Self.theme(name ?? settings.theme, settings)
    themes = settings.themeNames.map { ($0, Self.theme($0, settings)) }
    keymap = Keymap(settings.keys)
    aliases = settings.aliases
    messages = settings.messages
    colors = settings.colors
    columns.shown = settings.columns
    columns.widths = settings.columnWidths
    self.encodings = encodings
    isHex = settings.hex
    confirmsSend = settings.confirmSend
    time = settings.time
  }

  private static func theme(_ name: String, _ settings: Settings) -> Theme {
    func shipped(_ name: String) -> Theme { Theme.shipped.first { $0.name == name }?.theme ?? .standard }
    guard let own = settings.themes[name] else { return shipped(name) }
    var theme = shipped(own.base)
    for (part, style) in own.styles {
      if let part = Theme.Part(rawValue: part) { theme[part] = style }
    }
    return theme
  }
}
