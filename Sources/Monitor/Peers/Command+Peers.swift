import TerminalUI
import UDPCore

extension Command {
  /// The pane of peers.
  static let listing: [Command] = [
    Command(
      "peers", "show the list of peers with their figures, or hide it", keys: [.character("P"), .function(7)],
      in: .panes,
      footer: "Peers", instead: FooterWord("Close") { $0.focus == .peers }, isUseful: { $0.log.endNumber > 1 }
    ) { $0.togglePeers() },
    Command(
      "peer-filter", "show only the selected peer's rows, or all rows again", keys: [.enter], in: [.peers],
      footer: "Only"
    ) { $0.filterSelectedPeer() },
    Command(
      "peer-mark", "mark the selected peer, or remove its mark", keys: [.character("m")], in: [.peers],
      footer: "Mark"
    ) { $0.markPeer() },
    Command(
      "peer-sort", "sort the peers by the next column", keys: [.character(">"), .function(6)], in: [.peers],
      footer: "Sort"
    ) { $0.sortPeers(by: 1) },
    Command("peer-sort-back", "sort the peers by the previous column", keys: [.character("<")], in: [.peers]) {
      $0.sortPeers(by: -1)
    },
    Command(
      "peer-sort-invert", "reverse the order of the peers", keys: [.character("I")], in: [.peers],
      footer: "Invert"
    ) { $0.invertPeers() },
  ]
}
