import TerminalUI

extension Command {
  /// Writing to peers.
  static let sending: [Command] = [
    Command(
      "reply", "write to the selected peer, from the address it wrote to",
      keys: [.character("r"), .function(5)], in: .panes, footer: "Reply", isUseful: { $0.subject != nil }
    ) { $0.openReply() },
    Command(
      "new", "write a message to any endpoint", keys: [.character("n")], in: .panes, footer: "New",
      isUseful: { $0.focus == .table }
    ) { $0.openNewMessage() },
    Command("send-again", "send the last message again", keys: [.character("R")], in: .panes) { state, effects in
      state.sendAgain(&effects)
    },
  ]
}
