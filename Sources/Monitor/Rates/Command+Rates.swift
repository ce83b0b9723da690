import TerminalUI

extension Command {
  /// The pane of rates.
  static let rates: [Command] = [
    Command(
      "rate", "show or hide the rates as a large graph; from the list of peers, those of the selected peer",
      keys: [.control("g")], in: .panes, footer: "Rate", instead: FooterWord("Close") { $0.focus == .rate },
      isUseful: { $0.focus == .rate }
    ) { $0.toggleRate() },
    Command(
      "rate-peer", "the rates of the selected row's peer alone, or of all again", keys: [.enter], in: [.rate],
      footer: "All peers", instead: FooterWord("One peer") { $0.peers.rates.graph.subject == nil }
    ) { $0.switchGraph() },
    Command("rate-next", "the rates of the next peer in the list", keys: [.down, .character("j")], in: [.rate]) {
      $0.stepGraph(1)
    },
    Command(
      "rate-previous", "the rates of the previous peer; before the first, of all together",
      keys: [.up, .character("k")],
      in: [.rate]
    ) { $0.stepGraph(-1) },
    Command(
      "rate-longer", "more seconds a column", keys: [.left, .character("h")], in: [.rate], footer: "Longer",
      isUseful: { !$0.showsFiles }
    ) { $0.changeGraphScale(1) },
    Command(
      "rate-shorter", "fewer seconds a column", keys: [.right, .character("l")], in: [.rate], footer: "Shorter",
      isUseful: { !$0.showsFiles }
    ) { $0.changeGraphScale(-1) },
  ]
}
