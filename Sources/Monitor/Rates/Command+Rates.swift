import TerminalUI

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
