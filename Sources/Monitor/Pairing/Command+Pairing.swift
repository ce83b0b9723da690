import Formats
import TerminalUI

/// Requests with their answers.
extension Command {
  static let pair = Command(
    "pair", "pair requests with answers by their order, or by a field that both have; off ends it", keys: [],
    in: .panes,
    argument: CommandArgument(
      "FIELD",
      candidates: { state, before in
        before.isEmpty ? [PairingRule.orderWord, "off"] + state.formats.inForce.fieldNames : []
      }
    ) { state, word, _ throws(CommandArgument.Problem) in try state.pair(by: word) }
  ) { $0.pair(by: .order) }

  static let conversation = Command(
    "conversation", "show the conversation with the selected peer as a chat, theirs left and ours right, or close it",
    keys: [.character("c")], in: .panes, footer: "Conversation",
    instead: FooterWord("Close") { $0.focus == .conversation }, isUseful: { $0.focus == .conversation }
  ) { $0.toggleConversation() }
  static let conversationRow = Command(
    "conversation-row", "go to the row of the selected message in the table", keys: [.enter], in: [.conversation],
    footer: "Row"
  ) { $0.showConversationRow() }

  /// Requests, answers, and conversations.
  static let pairing: [Command] = [pair, conversation, conversationRow]
}
