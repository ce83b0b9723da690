import DisplayFilter
package import Monitor
package import PeerText

extension MonitorSettings {
  /// Adopts the screen settings of a configuration; `theme` overrides the configured theme.
  package mutating func apply(_ configuration: Configuration, theme name: String?, encodings: ChosenEncodings) {
    let settings = configuration.settings
    theme = settings.theme(named: name ?? settings.theme)
    themes = settings.themeNames.map { ($0, settings.theme(named: $0)) }
    keymap = settings.keys.isEmpty ? Keymap.standard.ofRelay(isRelay) : Keymap(settings.keys, isOfRelay: isRelay)
    aliases = settings.aliases
    messages = settings.messages
    colors = settings.colors
    columns = settings.columns
    self.encodings = encodings
    isHex = settings.hex
    alarmCount = settings.alarms.count
    confirmsSend = settings.confirmSend
    time = settings.time
    formats = { [library = settings.library] in library.book }
  }
}
