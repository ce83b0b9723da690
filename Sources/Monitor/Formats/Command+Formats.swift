import Formats
import TerminalUI

/// Formats, which give bytes a meaning.
extension Command {
  static let format = Command(
    "format", "choose the format that reads datagrams: its name, auto or off", keys: [], in: .panes,
    argument: CommandArgument(
      "NAME", isOptional: false,
      candidates: { state, before in before.isEmpty ? ["auto", "off"] + state.formats.book.formatNames : [] }
    ) { state, name, _ throws(CommandArgument.Problem) in try state.chooseFormat(name) }
  ) { $0.openFormatLine() }
  static let fields = Command(
    "fields", "in the detail, show the fields of the datagram's format alone, or the bytes again",
    keys: [.character("i")], in: .rows, footer: "Fields", instead: FooterWord("Bytes") { $0.detail.form == .fields },
    isUseful: { $0.focus == .detail && $0.selectedDissection != nil }
  ) { state, effects in
    if state.waitsForFirstRow { state.openDoctor(&effects) } else { state.toggleFields() }
  }

  /// Formats and their fields.
  static let meaning: [Command] = [format, fields]
}
