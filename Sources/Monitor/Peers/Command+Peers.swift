import TerminalUI
import UDPCore

extension Command {
  /// The pane of peers.
  static let listing: [Command] = [
    Command(
      "peers", "the peers and their figures, and back", keys: [.character("P"), .function(7)], in: .panes,
      footer: "Peers", instead: FooterWord("Close") { $0.focus == .peers }, isUseful: { $0.log.endNumber > 1 }
    ) { $0.togglePeers() },
    Command(
      "peer-filter", "show only the selected peer's rows, and all again", keys: [.enter], in: [.peers], footer: "Only"
    ) { $0.filterSelectedPeer() },
    Command(
      "peer-mark", "mark the selected peer, or take its mark away", keys: [.character("m")], in: [.peers],
      footer: "Mark"
    ) { $0.markPeer() },
    Command(
      "peer-sort", "sort the peers by the next column", keys: [.character(">"), .function(6)], in: [.peers],
      footer: "Sort"
    ) { $0.sortPeers(by: 1) },
    Command("peer-sort-back", "sort the peers by the column before", keys: [.character("<")], in: [.peers]) {
      $0.sortPeers(by: -1)
    },
    Command(
      "peer-sort-invert", "turn the order of the peers round", keys: [.character("I")], in: [.peers],
      footer: "Invert"
    ) { $0.invertPeers() },
  ]
}

extension Command {
  /// The pane of rates.
  static let rates: [Command] = [
    Command(
      "rate", "the rates as a large graph, of the selected peer where the peers have the keys; and back",
      keys: [.control("g")], in: .panes, footer: "Rate", instead: FooterWord("Close") { $0.focus == .rate },
      isUseful: { $0.focus == .rate }
    ) { $0.toggleRate() },
    Command(
      "rate-peer", "the rates of the selected row's peer alone, and of all again", keys: [.enter], in: [.rate],
      footer: "All peers", instead: FooterWord("One peer") { $0.rates.graph.peer == nil }
    ) { $0.switchGraph() },
    Command("rate-next", "the rates of the next peer in the list", keys: [.down, .character("j")], in: [.rate]) {
      $0.stepGraph(1)
    },
    Command(
      "rate-previous", "the rates of the peer before; first come all together", keys: [.up, .character("k")],
      in: [.rate]
    ) { $0.stepGraph(-1) },
    Command(
      "rate-longer", "more seconds a column", keys: [.left, .character("h")], in: [.rate], footer: "Longer"
    ) { $0.stretchGraph(1) },
    Command(
      "rate-shorter", "fewer seconds a column", keys: [.right, .character("l")], in: [.rate], footer: "Shorter"
    ) { $0.stretchGraph(-1) },
  ]
}
