import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// What the configuration says, while the screen runs.
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
    // What :columns changed stays, unless the file's own choice changed.
    if configuration.columns != new.columns { table.columns = ColumnSet(new.columns) }
    configuration.columns = new.columns
    table.widths = ColumnWidths()
    let old = configuration.encodings
    guard old != new.encodings else { return }
    configuration.encodings = new.encodings
    texts.set(rule: new.encodings.rule, insteadOf: old.byAddress.isEmpty ? old.fixed : nil)
    texts.set(undecided: new.encodings.undecided)
    recordEncoding(of: nil, &effects)
    rejudge(nil)
  }

  /// Puts a theme in force until the end.
  mutating func use(themeNamed name: String) throws(CommandArgument.Problem) {
    guard let theme = configuration.themes.first(where: { $0.name == name }) else {
      let names = configuration.themes.map(\.name).joined(separator: " ")
      throw CommandArgument.Problem("no such theme; there are \(names)", all: name)
    }
    use(theme)
  }

  private mutating func use(_ theme: (name: String, theme: Theme)) {
    configuration.theme = theme.theme
    configuration.chosenTheme = theme.name
    say("theme \(theme.name): theme = \"\(theme.name)\" in the configuration keeps it")
  }

  /// The same with the next theme.
  mutating func useNextTheme() {
    let themes = configuration.themes
    guard !themes.isEmpty else { return }
    let now =
      themes.firstIndex { $0.name == configuration.chosenTheme }
      ?? themes.firstIndex { $0.theme == configuration.theme }
    use(themes[((now ?? -1) + 1) % themes.count])
  }

  /// Asks for the encoding of the selected row's peer to be written into the configuration.
  mutating func keepEncoding(_ effects: inout [Effect]) {
    guard let peer = selectedDatagram?.peer else { return say("no row is selected") }
    if let refusal = undecidedRefusal(peer) { return say(refusal) }
    effects.append(.keepEncoding(texts.choice(for: peer).encoding, .address(peer.address)))
  }

  /// The same for the addresses that `argument` names, a network perhaps.
  mutating func keepEncoding(
    for argument: String, _ effects: inout [Effect]
  ) throws(CommandArgument.Problem) {
    guard let peer = selectedDatagram?.peer else {
      throw CommandArgument.Problem("no row is selected: its encoding is kept", all: argument)
    }
    if let refusal = undecidedRefusal(peer) { throw CommandArgument.Problem(refusal, 0..<0) }
    guard let target = configuration.aliases.target(named: argument) ?? AddressTarget(argument) else {
      throw CommandArgument.Problem("write an address, a network or an endpoint: 10.0.0.0/8", all: argument)
    }
    effects.append(.keepEncoding(texts.choice(for: peer).encoding, target))
  }

  /// Why there is no encoding of a peer to keep; `nil` where there is one.
  private func undecidedRefusal(_ peer: Endpoint) -> Phrase? {
    guard texts.choice(for: peer).isUndecided else { return nil }
    return "\(key("encoding")) chooses an encoding to keep: \(name(of: peer)) has only sent ASCII"
  }

  /// Addresses and networks of the selected row's peer, for Tab.
  var keepableTargets: [String] {
    guard let peer = selectedDatagram?.peer else { return [] }
    let lengths = peer.address.isIPv4 ? [24, 16] : [64, 48]
    return [peer.address.description]
      + lengths.compactMap { IPNetwork(peer.address, length: $0)?.description }
  }
}
