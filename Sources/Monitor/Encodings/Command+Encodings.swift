import TerminalUI

/// Choosing and keeping encodings.
extension Command {
  static let encoding = Command(
    "encoding", "choose the encoding of the selected peer",
    keys: [.character("e"), .function(8)], in: .panes,
    footer: "Encoding", isUseful: { $0.subject != nil }
  ) { $0.openEncodings(forAll: false) }
  static let keepEncoding = Command(
    "keep-encoding", "save the encoding of the selected row's peer in the configuration, for its address",
    keys: [],
    in: .panes,
    argument: CommandArgument(
      "ADDRESS or NETWORK", isOptional: true,
      candidates: { state, before in before.isEmpty ? state.keepableTargets : [] }
    ) { state, text, effects throws(CommandArgument.Problem) in try state.keepEncoding(for: text, &effects) }
  ) { state, effects in state.keepEncoding(&effects) }
  static let messageEncoding = Command(
    "message-encoding", "choose the encoding of this message, or of a peer that has only sent ASCII",
    keys: [.function(8)], in: [.reply],
    footer: "Encoding", isUseful: { $0.compose.panel?.peer != nil }
  ) { $0.openEncodings(forAll: false) }
  static let encodingOfAll = Command(
    "encoding-of-all", "choose one encoding for all peers", keys: [.character("E")], in: .panes
  ) { $0.openEncodings(forAll: true) }
  static let nextEncoding = Command(
    "next-encoding", "the next encoding, likeliest first; e does the same", keys: [.function(8)],
    in: [.encodings], footer: "Next"
  ) { $0.changeList(.step) }
  static let choose = Command(
    "choose", "take the selected encoding; letters select one by its name", keys: [.enter], in: [.encodings],
    footer: "Choose"
  ) { $0.chooseEncoding(&$1) }
}
