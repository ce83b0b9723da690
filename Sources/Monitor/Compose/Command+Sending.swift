import Basics
import PayloadText
import TerminalUI

extension Command {
  /// Writing to peers.
  static let sending: [Command] = [
    Command(
      "reply", "write to the selected peer, from the address it wrote to",
      keys: [.character("r"), .function(5)], in: .panes, footer: "Reply", isUseful: { $0.subject != nil }
    ) { $0.openReply() },
    Command(
      "new", "write a message to any endpoint, an address or a name", keys: [.character("n")], in: .panes,
      footer: "New", isUseful: { $0.focus == .table }
    ) { $0.openNewMessage() },
    Command(
      "send-marked", "write one message to all marked peers, and to the peers of all marked rows",
      keys: [.character("S")], in: .panes, footer: "Send to marked", isUseful: { !$0.peers.list.marked.isEmpty }
    ) { $0.openSeveral() },
    Command(
      "send-again", "send the last message again", keys: [.character("R")], in: .panes, footer: "Again",
      isUseful: { $0.compose.lastSent != nil }
    ) { state, effects in state.sendAgain(&effects) }.showing { state in
      state.compose.lastSent.map { state.words($0.whom) }
    },
    Command(
      "repeat", "repeat the panel's message, or the last one: 100 0.5s, forever 2s; {interrupt} stops",
      keys: [],
      in: .panes,
      argument: CommandArgument("COUNT TIME", isOptional: false) {
        (state, argument, effects) throws(CommandArgument.Problem) in try state.startRepeating(argument, &effects)
      }
    ) { _ in },
    Command(
      "send-file", "send a file as one datagram, to the panel's recipient or to the selected peer", keys: [],
      in: .panes,
      argument: CommandArgument("PATH", isOptional: false, isPath: true) {
        (state, argument, effects) throws(CommandArgument.Problem) in try state.sendFile(argument, &effects)
      }
    ) { _ in },
    Command(
      "save-message",
      "save the panel's message, or the last one, in the configuration; ! after the name replaces an old one",
      keys: [], in: .panes,
      argument: CommandArgument(
        "NAME", isOptional: false, candidates: { state, _ in state.configuration.messages.keys.sorted() }
      ) { (state, argument, effects) throws(CommandArgument.Problem) in try state.saveMessage(argument, &effects) }
    ) { _ in },
    Command(
      "message", "put a saved message into the panel", keys: [], in: .panes,
      argument: CommandArgument(
        "NAME", isOptional: false, candidates: { state, _ in state.configuration.messages.keys.sorted() }
      ) { (state, argument, _) throws(CommandArgument.Problem) in try state.useMessage(argument) }
    ) { _ in },
  ]

  /// The keys of the panel beside those of all lines.
  static let panel: [Command] = [
    Command(
      "message-hex", "convert this message from text to hexadecimal bytes, or back", keys: [.control("x")],
      in: [.reply], footer: "Hex", instead: FooterWord("Text") { $0.compose.panel?.form == .hex },
      isUseful: { $0.compose.isWriting }
    ) { $0.toggleHexMessage() },
    Command(
      "message-from", "send a new message from the next bound endpoint", keys: [.function(6)], in: [.reply],
      footer: "From", isUseful: { $0.departure != nil && $0.configuration.bound.count > 1 }
    ) { $0.stepDeparture() },
    Command(
      "messages", "list the saved messages, to insert one", keys: [.function(9)], in: [.reply], footer: "Saved",
      isUseful: { !$0.configuration.messages.isEmpty && $0.compose.isWriting }
    ) { $0.openMessages() },
    Command(
      "message-repeat", "set how often to send the message", keys: [.control("r")], in: [.reply], footer: "Repeat",
      isUseful: { $0.compose.isWriting }
    ) {
      $0.openPanelCommand(
        "repeat ", "the message is empty: type one, or \($0.key("send-again")) in the table sends the last one again")
    },
    Command(
      "message-save", "save the message under a name", keys: [.alt("s")], in: [.reply], footer: "Save",
      isUseful: { $0.compose.isWriting }
    ) {
      $0.openPanelCommand("save-message ", "the message is empty: type the one to save")
    },
    Command(
      "message-file", "send a file in place of a message", keys: [.control("o")], in: [.reply], footer: "File",
      isUseful: { $0.compose.isWriting }
    ) {
      $0.openFileLine()
    },
    Command(
      "line-break", "start a new line in the message", keys: [.alt("\r"), .control("j")], in: [.reply],
      footer: "New line", isUseful: { $0.compose.isWriting }
    ) { state, effects in state.breakLine(&effects) },
    Command(
      "message-literal", "take this message literally, with its backslashes, or interpret its escapes again",
      keys: [.alt("r"), .control("v")], in: [.reply], footer: "Literal",
      instead: FooterWord("Escapes") { $0.compose.panel?.form == .raw },
      isUseful: { $0.compose.isWriting }
    ) { $0.toggleLiteralMessage() },
    Command(
      "message-as-peer", "write the message the way its peer is written to now, if that has changed since you began",
      keys: [.alt("t")], in: [.reply], footer: "As peer", isUseful: { $0.hasOutdatedCoding }
    ) { $0.takeSuggestion() },
    Command(
      "message-empty", "clear all lines of the message", keys: [.alt("u")], in: [.reply], footer: "Empty",
      isUseful: { $0.compose.panel?.editor.isEmpty == false }
    ) { $0.emptyMessage() },
    Command(
      "restart-counter", "start the counter of the panel's message over, or that of the last message",
      keys: [.alt("n")], in: [.reply], isUseful: { $0.compose.isWriting }
    ) { $0.restartCounter() },
    Command("use-message", "insert the selected message", keys: [.enter], in: [.messages], footer: "Insert") {
      $0.chooseMessage()
    },
    Command("complete-message", "complete the name", keys: [.tab], in: [.messages]) { $0.changeList(.complete) },
  ]

  static let send = Command(
    "send", "send the message, or move on from the endpoint to the message; the panel stays open", keys: [.enter],
    in: [.reply],
    footer: "Send", instead: FooterWord("Next") { $0.compose.panel?.isAsking == true }
  ) {
    state, effects in state.submitPanel(&effects)
  }
}
