import TerminalUI

/// Recording.
extension Command {
  static let record = Command(
    "record", "record everything received and sent to a new file; again to stop", keys: [.character("W")], in: .panes,
    argument: CommandArgument("FILE", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.startRecording(to: path, &effects)
    }
  ) { state, effects in state.toggleRecording(&effects) }
}
