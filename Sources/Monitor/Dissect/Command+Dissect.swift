import TerminalUI

/// Wireshark's tree of a datagram.
extension Command {
  static let dissect = Command(
    "dissect", "show Wireshark's tree of the datagram, where sharkd is installed, or hide it",
    keys: [.character("D")], in: Set.rows.union([.wireshark]), footer: "Close",
    isUseful: { $0.focus == .wireshark }
  ) { $0.toggleDissection() }

  /// The pane of the tree.
  static let dissecting: [Command] = [
    dissect,
    Command(
      "unfold", "open the node, or go to the first one in it", keys: [.right, .character("l")], in: [.wireshark],
      footer: "Unfold", isUseful: { $0.dissection.tree != nil }
    ) { $0.unfoldNode() },
    Command(
      "fold", "close the node, or go to the one around it", keys: [.left, .character("h")], in: [.wireshark],
      footer: "Fold", isUseful: { $0.dissection.tree != nil }
    ) { $0.foldNode() },
    Command("fold-switch", "open or close the node", keys: [.enter], in: [.wireshark]) { $0.switchNode() },
  ]
}
