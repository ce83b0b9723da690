import ArgumentParser
import CommandCore
import Headless

/// The command `udpeek formats`.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the formats by which datagrams are read, with their fields.",
    discussion: """
      Fields are words of the filter language (temp > 30, dns.qname contains "nl"), keys of --json and, in CSV, columns. \
      Formats of your own stand in the configuration and in formats/*.toml beside it, as udpeek-formats(5) explains. A \
      file with a mistake is reported with line, column and key; the exit status is then 2.

      Examples:
        udpeek formats
        udpeek formats dns ntp
        udpeek formats --check meter.toml
      """)

  @Argument(
    help: ArgumentHelp("The formats to list with every field.", valueName: "name"), completion: Completions.dataFormats)
  var names: [String] = []

  @Option(
    help: ArgumentHelp("Check a file of formats.", valueName: "file"), completion: .file(extensions: ["toml"]))
  var check: String?

  @Flag(help: "One JSON object per line.")
  var json = false

  func validate() throws {
    if check != nil, !names.isEmpty { throw ValidationError("--check checks a whole file: leave out the names") }
    if check != nil, json { throw ValidationError("--check and --json exclude each other") }
  }

  func run() throws {
    let configuration = ConfinedCommand.formats.loadConfined { $0.files = [check].compactMap { $0 } }
    let setup = try Setup(Setup.Flags(filter: ""), configuration: configuration)
    let listing = FormatListing(setup)
    if let check { try listing.check(check) } else { try listing.list(names, isJSON: json) }
  }
}
