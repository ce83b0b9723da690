import TerminalUI

/// Other hosts.
extension Command {
  static let hosts = Command(
    "hosts", "list the hosts: which are connected, what came from each, how far their clocks differ",
    keys: [.character("H")], in: .panes, isUseful: { $0.showsHosts }
  ) { $0.openHosts() }

  /// Other hosts.
  static let hosting: [Command] = [hosts]
}
