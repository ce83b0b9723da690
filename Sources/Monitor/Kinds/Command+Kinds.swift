import TerminalUI

/// The pane of kinds, and differences between datagrams of a kind.
extension Command {
  static let kinds: [Command] = [
    Command(
      "kinds", "show one line for each kind of each peer's datagrams, with the bytes that change lit, or hide it",
      keys: [.character("K")], in: .panes, footer: "Kinds", instead: FooterWord("Close") { $0.focus == .kinds },
      isUseful: { $0.focus == .kinds }
    ) { $0.toggleKinds() },
    Command(
      "kind-filter", "show only the rows of the selected kind, or all rows again", keys: [.enter], in: [.kinds],
      footer: "Only"
    ) { $0.filterSelectedKind() },
    Command(
      "kinds-notch", "notch the bytes that change now: hide them until they are cleared", keys: [.character("#")],
      in: [.kinds], footer: "Notch"
    ) { $0.notchKinds() },
    Command(
      "kinds-clear", "show the notched bytes again", keys: [.character("*")], in: [.kinds], footer: "Clear",
      isUseful: { $0.kinds.ledger.hasNotches }
    ) { $0.clearNotches() },
    Command(
      "difference", "mark what differs from the peer's previous datagram of that kind, or no longer",
      keys: [.character("d")], in: .rows
    ) { $0.toggleDifference() },
  ]
}
