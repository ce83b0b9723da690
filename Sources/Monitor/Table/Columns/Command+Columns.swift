import Formats

/// The columns of the table.
extension Command {
  static let columns = Command(
    "columns", "choose the columns and their order: number time source:25 text; +note, -size, default", keys: [],
    in: .panes,
    argument: CommandArgument(
      "NAME…",
      candidates: { state, before in
        state.table.columns.candidates(after: before, fields: state.formats.inForce.fieldNames)
      }
    ) {
      state, line, _ throws(CommandArgument.Problem) in try state.setColumns(line)
    }
  ) { $0.openCommandLine("columns \($0.table.columns.line)") }
}
