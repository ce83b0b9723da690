/// Everything that somebody else needs to understand what was seen, in one folder.
extension Command {
  static let bundle = Command(
    "bundle",
    "write a new folder: the rows shown as pcapng, the peers, the configuration, and a summary",
    keys: [], in: .panes,
    argument: CommandArgument("FOLDER", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.writeBundle(to: path, &effects)
    }
  ) { $0.openBundleLine() }
}
