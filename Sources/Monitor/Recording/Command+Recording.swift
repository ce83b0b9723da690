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
  static let recordNow = beginning("now", keys: [.character("n"), .enter], from: nil, "from now on")
  static let recordAll = beginning("all", keys: [.character("a")], from: .all, "from the first row in memory on")
  static let recordSelected = beginning(
    "selected", keys: [.character("s")], from: .selected, "from the selected row on")
  static let recordMarked = beginning(
    "marked", keys: [.character("m")], from: .marked, "the marked rows alone, at once")

  /// The rows that a recording can begin with, in the choice of them.
  static let recordingStarts = [recordNow, recordAll, recordSelected, recordMarked]

  private static func beginning(
    _ name: String, keys: [Key], from start: RecordingStart?, _ help: String
  ) -> Command {
    Command("record-\(name)", help, keys: keys, in: [.recording]) { $0.nameRecording(from: start) }
  }
}
