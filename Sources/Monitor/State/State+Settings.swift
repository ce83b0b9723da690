import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What the configuration says, while the screen runs.
extension State {
  /// An endpoint as the screen shows it: with the name that a person gave it.
  func name(of endpoint: Endpoint) -> String {
    configuration.aliases.text(of: endpoint, configuration.interfaces)
  }

  /// Puts a configuration that was read again in force, as far as that can be while the screen runs: theme, keys, names,
  /// messages, colours, columns, encodings.
  mutating func take(_ new: MonitorSettings, _ effects: inout [Effect]) {
    configuration.theme = new.theme
    configuration.keymap = new.keymap
    configuration.aliases = new.aliases
    configuration.messages = new.messages
    configuration.colors = new.colors
    // What :columns changed stays, unless the file's own choice changed.
    if configuration.columns != new.columns { columns = ColumnSet(new.columns) }
    configuration.columns = new.columns
    widths = ColumnWidths()
    let old = configuration.encodings
    guard old != new.encodings else { return }
    configuration.encodings = new.encodings
    peers.set(rule: new.encodings.rule, insteadOf: old.byAddress.isEmpty ? old.fixed : nil)
    recordEncoding(of: nil, &effects)
    rejudge(nil)
  }

  /// Asks for the encoding of the selected row's peer to be written into the configuration.
  mutating func keepEncoding(_ effects: inout [Effect]) {
    guard let peer = selectedDatagram?.peer else { return say("no row is selected") }
    effects.append(.keepEncoding(peers.choice(for: peer).encoding, .address(peer.address)))
  }

  /// The same for the addresses that `argument` names, a network perhaps.
  mutating func keepEncoding(
    for argument: String, _ effects: inout [Effect]
  ) throws(CommandArgument.Problem) {
    guard let peer = selectedDatagram?.peer else {
      throw CommandArgument.Problem("no row is selected: its encoding is kept", all: argument)
    }
    guard let target = configuration.aliases.target(named: argument) ?? AddressTarget(argument) else {
      throw CommandArgument.Problem("write an address, a network or an endpoint: 10.0.0.0/8", all: argument)
    }
    effects.append(.keepEncoding(peers.choice(for: peer).encoding, target))
  }

  /// Addresses and networks of the selected row's peer, for Tab.
  var keepableTargets: [String] {
    guard let peer = selectedDatagram?.peer else { return [] }
    let lengths = peer.address.isIPv4 ? [24, 16] : [64, 48]
    return [peer.address.description]
      + lengths.compactMap { IPNetwork(peer.address, length: $0)?.description }
  }
}
