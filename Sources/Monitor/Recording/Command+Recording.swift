import TerminalUI

/// Recording.
extension Command {
  static let record = Command(
    "record",
    "record to a new file; with all or selected from that row in memory, with marked those alone; again to stop",
    keys: [.character("W")], in: .panes,
    argument: CommandArgument("FILE", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.startRecording(to: path, &effects)
    }
  ) { state, effects in state.toggleRecording(&effects) }
}
