import TerminalUI

/// Recording.
extension Command {
  static let record = Command(
    "record",
    "record to a new file, or stop; behind its name, all or selected begins in the past, marked takes marked rows alone",
    keys: [.character("W")], in: .panes,
    argument: CommandArgument("FILE", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.startRecording(to: path, &effects)
    }
  ) { state, effects in state.toggleRecording(&effects) }
}
