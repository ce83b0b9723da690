import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import Screen
import UDPCore

/// The command `udpeek open`.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open capture files, or the ports of other hosts, on the screen; - is standard input.",
    discussion: """
      Several files are shown as one table in order of time. An argument such as ssh://user@host/9000 is a host: udpeek \
      is started there by ssh and receives at port 9000, or at several endpoints with a slash between them; replies \
      leave from there. With --json, exits with 1 if part of a file could not be \
      read; a file that merely ends early may still be growing: that is a warning and status 0. Messages sent from the \
      screen are new ones, from a port that is bound for them.

      Examples:
        udpeek open night.pcapng
        udpeek open monday.pcap.gz tuesday.pcap.gz --filter 'port 5000'
        udpeek open ssh://user@gateway/9000 ssh://meters/9000/9001
        udpeek open - --json < night.pcapng | jq '.text // empty'
      """)

  @OptionGroup var capture: CaptureOptions

  @OptionGroup var decoding: EncodingOption

  @OptionGroup var meaning: FormatOption

  @OptionGroup var pairing: PairOption

  @Option(
    help: ArgumentHelp(
      "The encoding for messages to peers that have only sent ASCII (the locale's).", valueName: "name"),
    completion: Completions.encodings)
  var undecided: String?

  @OptionGroup var limit: MemoryOption

  @Flag(help: "No screen: print the lines of listen --json.")
  var json = false

  @OptionGroup var selection: FieldsOption

  @Option(
    name: .customLong("json-batch"),
    help: ArgumentHelp(
      "With --json, JSON arrays of up to this many objects, one array per line.", valueName: "n"))
  var jsonBatch: Int?

  @Flag(help: "With --json, add Wireshark's tree of each datagram, by sharkd where it is installed.")
  var dissect = false

  @OptionGroup var hosts: HostOptions

  @OptionGroup var screen: ScreenOptions

  @OptionGroup var confinement: ConfinementOptions

  func validate() throws {
    try selection.check(isJSON: json)
    try BatchArgument.check(jsonBatch, isJSON: json)
    if dissect, !json { throw ValidationError("--dissect goes with --json; on the screen, D shows Wireshark's tree") }
    if json, let option = screen.given ?? (limit.bytes == nil ? nil : "--memory") {
      throw ValidationError("\(option) is for the screen, and --json shows none")
    }
  }

  func run() throws {
    if !json, !StandardOutput.isTerminal {
      throw CommandFailure(
        "the screen needs a terminal on standard output; without one use: udpeek open --json, or udpeek convert", .usage
      )
    }
    let flags = Setup.Flags(
      filter: capture.filter, encoding: decoding.encoding, undecided: undecided, format: meaning.format,
      pair: pairing.pair, inner: capture.tunnels.inner)
    let configuration = ConfigurationFile.load()
    let addresses = try HostOptions.hosts(in: capture.files)
    if addresses.isEmpty, let option = hosts.given {
      throw CommandFailure("\(option) goes with hosts, such as ssh://user@host/9000", .usage)
    }
    var needs = confinement.needs
    needs.files = (addresses.isEmpty ? capture.files : []) + meaning.files
    needs.runsCommands = !addresses.isEmpty
    needs.dissects = dissect || !json
    needs.showsScreen = !json
    ConfinedCommand.open.confine(needs, configuration)
    let setup = try Setup(
      flags, configuration: configuration, interfaces: InterfaceNames.current().adding(HostSet.numbers(of: addresses)))
    let capture = try Capture(addresses.isEmpty ? capture.files : [], setup)
    let connections = addresses.isEmpty ? nil : HostSet(addresses, hosts.command)
    if json {
      let batch = jsonBatch.map { RecordBatch.Limits(rows: $0, time: nil) }
      let selection = try capture.setup.selection(selection.fields)
      return try FileListing(capture, connections, dissects: dissect, selection, batch: batch).run()
    }
    try ArgumentValue.check(theme: screen.theme, capture.setup.configuration.settings)
    try FileScreen(memory: limit.bytes, screen.flags).run(capture, connections)
  }
}
