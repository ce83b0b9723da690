import ArgumentParser
import Basics
import CommandCore
import Configuration
import Conversation
import Headless
import UDPCore

/// The command `udpeek replay`.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Send the datagrams of captures again, with their timing.",
    discussion: """
      Every whole UDP datagram of the files is sent to one endpoint, those that were received and those that were sent: \
      --filter in leaves out the latter. Several files are merged by time. The gaps are those of the capture; a \
      datagram without a time is sent at once. Ctrl-C stops. Exits with 1 if part of a file could not be read.

      With --peers each client of the recording sends from a socket of its own, so that a server sees as many clients \
      as there were. The side of a conversation that spoke first is the client; the answers are left out.

      With --check the requests alone are sent, each client from a socket of its own, and the answers are compared with \
      the recorded ones. What varies is ignored: counters, times, lengths, checksums and copied numbers; --match \
      exact compares every byte, text not the case and the line end, kind only the kind of answer. The differences are \
      printed, or a report: --tap, --json, --junit. Exits with 7 if an answer differs.

      Examples:
        udpeek replay night.pcapng --to 127.0.0.1:9000
        udpeek replay night.pcapng --to 192.0.2.7:9000 --speed 10 --filter 'in and src host 10.0.3.17'
        udpeek replay night-*.pcapng --to 127.0.0.1:9000
        udpeek replay load.pcap.gz --to '[::1]:9000' --top --loop 100
        udpeek replay players.pcapng --to 127.0.0.1:9000 --peers
        udpeek replay night.pcapng --to 127.0.0.1:9000 --check --junit report.xml
      """)

  @Argument(
    help: ArgumentHelp(
      "Captures: pcap, pcapng, JSON Lines or CSV, also compressed; - is standard input.", valueName: "file"),
    completion: Completions.captures)
  var files: [String]

  @Option(
    help: ArgumentHelp("Where to send: address:port, [IPv6 address]:port or name:port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var to: String

  @Option(help: ArgumentHelp("This many times as fast: 10, or 0.5 for half.", valueName: "x"))
  var speed: Double?

  @Flag(help: "As fast as possible, without gaps.")
  var top = false

  @Option(
    help: ArgumentHelp("Send the capture this many times (1), or forever.", valueName: "n"),
    completion: .list(["10", "forever"]), transform: Repetition.parse)
  var loop: Repetition?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Send only what matches.", valueName: "expr"),
    completion: Completions.filters)
  var filter: String?

  @OptionGroup var tunnels: InnerOption

  @Option(
    help: ArgumentHelp("Send from this endpoint: address:port, or a port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var from: String?

  @Flag(help: "Send from one socket for each client of the recording.")
  var peers = false

  @Option(
    name: .customLong("peer-limit"),
    help: ArgumentHelp(
      "With --peers or --check: open at most this many sockets; more peers share them.", valueName: "n"))
  var peerLimit: Int?

  @Flag(help: "Send the requests, and compare the answers with the recorded ones.")
  var check = false

  @Option(
    help: ArgumentHelp("With --check: the server of the recording, if it has several.", valueName: "host[:port]"))
  var device: String?

  @Option(
    help: ArgumentHelp(
      "With --check: the answers that are equal: exact, varying (the default), text or kind.", valueName: "how"),
    completion: .list(MessageMatch.allCases.map(\.rawValue)))
  var match: MessageMatch?

  @Option(
    help: ArgumentHelp(
      "With --check: wait this long for an answer beyond its recorded delay (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parse)
  var wait: TimeSpan?

  @Flag(help: "With --check: report in the Test Anything Protocol.")
  var tap = false

  @Flag(help: "With --check: report as JSON Lines.")
  var json = false

  @Option(
    help: ArgumentHelp("With --check: write a report as JUnit's XML too; - prints it.", valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var junit: String?

  @OptionGroup var meaning: FormatOption

  func validate() throws {
    if let speed, !(speed > 0 && speed <= 1e6) { throw ValidationError("--speed needs a number above 0") }
    if speed != nil, top { throw ValidationError("--speed and --top exclude each other") }
    try CaptureOptions.checkStandardInput(files)
    if files.contains("-"), loop?.continues(after: 1) ?? false {
      throw ValidationError("--loop needs a file: standard input can be read only once")
    }
    if let peerLimit, peerLimit < 1 { throw ValidationError("--peer-limit needs a number from 1") }
    if peerLimit != nil, !peers, !check { throw ValidationError("--peer-limit goes with --peers or --check") }
    if check { try validateCheck() } else { try validateWithoutCheck() }
  }

  private func validateCheck() throws {
    if peers { throw ValidationError("--check sends from one socket for each peer already: leave --peers out") }
    if loop != nil { throw ValidationError("--loop and --check exclude each other") }
    if filter != nil { throw ValidationError("--filter and --check exclude each other: --device chooses the server") }
    try ReportOptions.check(tap: tap, json: json, junit: junit)
  }

  private func validateWithoutCheck() throws {
    let given = [
      ("--device", device != nil), ("--match", match != nil), ("--wait", wait != nil), ("--tap", tap), ("--json", json),
      ("--junit", junit != nil), ("--format", meaning.format != nil),
    ]
    if let (name, _) = given.first(where: \.1) { throw ValidationError("\(name) goes with --check") }
    if peers, files.contains("-") {
      throw ValidationError(
        "--peers needs a file: standard input can be read only once, and the peers are counted first")
    }
  }

  func run() throws {
    let interfaces = InterfaceNames.current()
    let configuration = ConfinedCommand.replay.loadConfined(interfaces) {
      $0.files = files + meaning.files
      $0.written = [junit].compactMap { $0 }
    }
    configuration.problems.forEach { StandardError.say($0.phrase) }
    let aliases = configuration.settings.aliases
    let goal: Destination
    let source: EndpointArgument?
    do {
      let argument = try EndpointArgument(to, aliases: aliases, isDestination: true)
      source = try from.map { try EndpointArgument($0, aliases: aliases) }
      goal = try argument.destination(interfaces: interfaces, link: source?.scope)
    } catch let error as EndpointSyntaxError {
      throw CommandFailure(error.phrase, .usage)
    } catch {
      throw CommandFailure(Phrase(error))
    }
    if let objection = source?.objection(toSendingTo: goal.peer) {
      throw CommandFailure("--from \(from ?? ""): \(objection)", .usage)
    }
    if let source, peers || check, source.port != 0 {
      throw CommandFailure("--from \(from ?? ""): several sockets need a port each; write port 0", .usage)
    }
    let flags = Setup.Flags(filter: filter ?? "", format: meaning.format, inner: tunnels.inner)
    let setup = try Setup(flags, configuration: configuration, interfaces: interfaces)
    let pace = top ? ReplayPace.Speed.top : .speed(speed ?? 1)
    guard check else {
      return try Replaying(
        files, to: goal, from: source, at: pace, loops: loop ?? .times(1),
        peers: peers ? .each(limit: peerLimit) : .one,
        setup
      ).run()
    }
    try Checking(files, to: goal, from: source, try checkOptions(pace, aliases), setup).run()
  }

  private func checkOptions(_ pace: ReplayPace.Speed, _ aliases: Aliases) throws(CommandFailure) -> Checking.Options {
    var options = Checking.Options()
    options.device = try device.map { text throws(CommandFailure) in try DeviceChoice(text, aliases) }
    options.match = match ?? .varying
    options.pace = pace
    if let wait { options.patience = wait }
    options.peerLimit = peerLimit
    (options.report, options.junit) = ReportOptions.targets(tap: tap, json: json, junit: junit)
    return options
  }
}
