import Basics
import UDPCore

/// Other hosts, whose datagrams are shown in place of those of this one.
extension State {
  /// Whether the rows come from other hosts.
  var showsHosts: Bool { !configuration.hosts.isEmpty }

  /// Whether the rows come from elsewhere: peers are no neighbours then, and losses are not mended here.
  var isElsewhere: Bool { showsFiles || showsHosts }

  /// Takes what is known of the hosts, and shows it where the list is open, with the same one selected.
  mutating func hostsChanged(to records: [HostRecord]) {
    source.hosts = records
    guard case .hosts(let list) = interaction.overlay else { return }
    interaction.overlay = .hosts(SelectableList(records, selected: min(list.index, max(0, records.count - 1))))
  }

  mutating func openHosts() {
    guard showsHosts else {
      return say("no other hosts are shown here: udpeek open ssh://user@host/9000 shows one", .warning)
    }
    interaction.overlay = .hosts(SelectableList(source.hosts))
  }

  /// The line of a table without rows.
  var waitingForHosts: Phrase { "Waiting for datagrams from \(configuration.hosts.joined(separator: "  "))" }
}
