import Impairment
import TerminalUI

/// A relay: what it does to datagrams, while it runs.
extension Command {
  static let relaying: [Command] = [
    Command(
      "relay", "show or hide the sliders: loss, delay, jitter and rate, and what became of each client's datagrams",
      keys: [.character("%")], in: .panes, footer: "Sliders", instead: FooterWord("Close") { $0.focus == .relay }
    ) { $0.toggleRelay() },
    Command(
      "impair-off", "take all impairments off, or put them back", keys: [.character("0")], in: .panes,
      footer: "All off", instead: FooterWord("Restore") { !$0.relaying.isImpaired },
      isUseful: { $0.relaying.hasImpairments }
    ) { state, effects in state.toggleImpairments(&effects) },
    Command(
      "relay-hold", "hold the datagrams of the selected row's direction, or let go what is held",
      keys: [.character(" ")], in: .panes, footer: "Hold",
      instead: FooterWord("Let go") { !$0.relaying.held.isEmpty }
    ) { state, effects in state.toggleHold(&effects) },
    Command(
      "inject", "write to the target as the selected row's client", keys: [.character("i")], in: .panes,
      footer: "To target", isUseful: { $0.relaySubject != nil }
    ) { $0.openInjection(.up) },
    Command(
      "inject-client", "write to the selected row's client as the target", keys: [.alt("i")], in: .panes,
      footer: "To client", isUseful: { $0.relaySubject != nil }
    ) { $0.openInjection(.down) },
    Command("slider-next", "the next slider", keys: [.down, .character("j")], in: [.relay]) { $0.stepSlider(1) },
    Command("slider-previous", "the previous slider", keys: [.up, .character("k")], in: [.relay]) {
      $0.stepSlider(-1)
    },
    Command(
      "slider-less", "less of it, in steps", keys: [.left, .character("h")], in: [.relay], footer: "Less"
    ) { state, effects in state.push(-1, &effects) },
    Command(
      "slider-more", "more of it, in steps", keys: [.right, .character("l")], in: [.relay], footer: "More"
    ) { state, effects in state.push(1, &effects) },
    Command(
      "slider-clients", "change it for all clients, or for the selected row's client alone",
      keys: [.character("a")], in: [.relay], footer: "One client",
      instead: FooterWord("All clients") { $0.relaying.scope != .everyone }
    ) { $0.switchScope() },
    Command(
      "slider-direction", "change it in both directions, toward the target alone, or toward the client alone",
      keys: [.character("d")], in: [.relay], footer: "Direction"
    ) { $0.switchDirections() },
    Command("slider-type", "type its value", keys: [.enter], in: [.relay], footer: "Type") { $0.typeSlider() },
    Command(
      "impair",
      "set one impairment, in the words of its option, for what the sliders are about; off takes it away",
      keys: [], in: .panes,
      argument: CommandArgument(
        "KIND VALUE", isOptional: false,
        candidates: { _, before in before.isEmpty ? State.impairmentNames : [] }
      ) { (state, argument, effects) throws(CommandArgument.Problem) in try state.impair(argument, &effects) }
    ) { _ in },
  ].map { $0.ofRelay() }
}
