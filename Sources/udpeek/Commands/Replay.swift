import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import UDPCore

/// The command `udpeek replay`.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send the datagrams of captures again, with their timing.",
    discussion: """
      Every whole UDP datagram of the files is sent to one endpoint, those that were received and those that were sent: \
      --filter in leaves out the latter. Several files are merged by time. The gaps are those of the capture; a \
      datagram without a time is sent at once. Ctrl-C stops. Exits with 1 if part of a file could not be read.

      Examples:
        udpeek replay night.pcapng --to 127.0.0.1:9000
        udpeek replay night.pcapng --to 192.0.2.7:9000 --speed 10 --filter 'in and src host 10.0.3.17'
        udpeek replay night-*.pcapng --to 127.0.0.1:9000
        udpeek replay load.pcap.gz --to '[::1]:9000' --top --loop 100
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

  @Option(
    help: ArgumentHelp("Send from this endpoint: address:port, or a port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var from: String?

  func validate() throws {
    if let speed, !(speed > 0 && speed <= 1e6) { throw ValidationError("--speed needs a number above 0") }
    if speed != nil, top { throw ValidationError("--speed and --top exclude each other") }
    try CaptureOptions.checkStandardInput(files)
    if files.contains("-"), loop?.continues(after: 1) ?? false {
      throw ValidationError("--loop needs a file: standard input can be read only once")
    }
  }

  func run() throws {
    let interfaces = InterfaceNames.current()
    let configuration = ConfigurationFile.load()
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
    let setup = try Setup(Setup.Flags(filter: filter ?? ""), configuration: configuration, interfaces: interfaces)
    try Replaying(
      files, to: goal, from: source, at: top ? .top : .speed(speed ?? 1), loops: loop ?? .times(1), setup
    ).run()
  }
}
