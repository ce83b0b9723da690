import ArgumentParser

/// The option that chooses the format of datagrams.
struct FormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read datagrams by a format: its name, a file of formats, or auto for the first that fits; see: udpeek formats.",
      valueName: "name|file"),
    completion: Completions.dataFormats)
  var format: String?

  /// The files that the option may name.
  var files: [String] { [format].compactMap { $0 } }
}
