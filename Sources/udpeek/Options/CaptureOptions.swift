import ArgumentParser

/// The arguments and options common to the commands that read capture files.
struct CaptureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Capture files: pcap, pcapng, JSON Lines or CSV of udpeek, plain, .gz or .zst; - is standard input.",
      valueName: "file"), completion: Completions.captures)
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Only what matches.", valueName: "expr"), completion: Completions.filters)
  var filter: String?

  @OptionGroup var tunnels: InnerOption

  func validate() throws { try Self.checkStandardInput(files) }

  /// Checks that standard input is named at most once.
  /// - Throws: a validation error if it is named twice.
  static func checkStandardInput(_ files: [String]) throws {
    if files.filter({ $0 == "-" || $0 == "/dev/stdin" }).count > 1 {
      throw ValidationError("standard input can be read only once; name other pipes as /dev/fd/3")
    }
  }
}
