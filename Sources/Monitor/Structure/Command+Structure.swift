import TerminalUI

/// The structure of binary datagrams.
extension Command {
  static let structure = Command(
    "structure",
    "show the fields that were found in the datagrams of the selected row's peer: counters, lengths, checksums",
    keys: [.character("B")], in: .rows
  ) { $0.openStructure(&$1) }
  static let structureByte = Command(
    "structure-byte", "go to the bytes of the selected field", keys: [.enter], in: [.structure], footer: "Bytes"
  ) { $0.goToField() }
  static let keepFormat = Command(
    "keep-format", "write the structure as a format into formats/NAME.toml beside the configuration", keys: [],
    in: .rows,
    argument: CommandArgument("NAME", isOptional: false) { (state, name, effects) throws(CommandArgument.Problem) in
      try state.keepFormat(name, &effects)
    }
  ) { _ in }
}
