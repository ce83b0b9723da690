import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import Impairment
import Screen
import UDPCore

/// The command `udpeek relay`.
struct Relay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Stand between clients and a server: show what passes, and impair it.",
    discussion: """
      Clients write to the relay as if it were the server. Each gets a socket of its own toward the target, so that the \
      target tells clients apart and answers find back. A row is what passes between the two, once in each direction: \
      its source and destination are the client and the target, as if nothing stood between, and it says what was done \
      to the datagram: lost on purpose, delayed, duplicated. What leaves with other bytes than it came has a second \
      row, with the bytes that left. With several --to, everything from clients goes to each of them, and rows name \
      the first.

      Impairments are written as for tc-netem(8), apply to both directions unless --up or --down says otherwise, and \
      are decided for each client and direction by itself. Answers that come from another address or port than the \
      target's are not relayed. At the end the relay accounts for every datagram.

      Examples:
        udpeek relay 5000 --to 10.0.3.17:5000
        udpeek relay 5000 --to 10.0.3.17:5000 --loss 3% --delay 80ms 20ms
        udpeek relay 5000 --to 10.0.3.17:5000 --profile lte --headless --json
        udpeek relay 514 --to 10.0.0.7:514 --to 10.0.0.8:514 --no-answers
      """)

  @Argument(
    help: ArgumentHelp("Where to receive (8080).", valueName: "endpoint"), completion: Completions.endpoints)
  var endpoints: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where to pass everything on to: address:port or name:port; repeatable, then each gets everything.",
      valueName: "endpoint"))
  var to: [String]

  @Flag(name: .customLong("no-answers"), help: "Pass nothing back to clients.")
  var noAnswers = false

  @Flag(help: "Print a line for each datagram on standard output instead of opening the screen.")
  var headless = false

  @OptionGroup var impairments: ImpairmentOptions

  @Option(
    help: ArgumentHelp("Swallow what matches a filter.", valueName: "expr"), completion: Completions.filters)
  var drop: String?

  @Option(
    help: ArgumentHelp(
      "Change payloads as sed does, in the peer's encoding: s/old/new/g; repeatable.", valueName: "s/old/new/"))
  var rewrite: [String] = []

  @Option(help: ArgumentHelp("At most this many clients at a time (1024).", valueName: "n"))
  var clients: Int?

  @Option(
    help: ArgumentHelp("Forget a client after this time without a datagram (60s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var idle: TimeSpan?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Show only what matches; everything is relayed.", valueName: "expr"),
    completion: Completions.filters)
  var filter: String?

  @OptionGroup var decoding: EncodingOption
  @OptionGroup var meaning: FormatOption
  @OptionGroup var alarm: AlarmOption
  @OptionGroup var metrics: MetricsOptions
  @OptionGroup var output: ListenOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var limit: MemoryOption

  @Option(help: ArgumentHelp("The size of each socket's receive buffer (8MiB).", valueName: "size"))
  var rcvbuf: SizeArgument?

  @Option(help: ArgumentHelp("Keep at most this much of each payload; it is relayed whole.", valueName: "bytes"))
  var snap: Int?

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var confinement: ConfinementOptions

  func validate() throws {
    if let snap, !(0...65_535).contains(snap) { throw ValidationError("--snap needs a number from 0 to 65535") }
    if let clients, !(1...60_000).contains(clients) {
      throw ValidationError("--clients needs a number from 1 to 60000")
    }
    if headless, let option = screen.given {
      throw ValidationError("\(option) is for the screen; leave out --headless, or \(option)")
    }
    if !headless, let option = output.given {
      throw ValidationError("\(option) goes with --headless")
    }
  }

  func run() throws {
    let configuration = ConfigurationFile.load()
    let settings = configuration.settings
    let flags = Setup.Flags(
      filter: filter, encoding: decoding.encoding, format: meaning.format, alarms: alarm.alarms)
    let setup = try Setup(flags, configuration: configuration)
    let plan = try plan(setup)
    var options = ReceiveOptions(settings)
    if let memory = limit.bytes { options.memory = memory }
    if let rcvbuf { options.receiveBuffer = rcvbuf.bytes }
    if let snap { options.snapLength = snap }
    let own = endpoints.isEmpty && !settings.endpoints.isEmpty ? nil : endpoints.isEmpty ? ["8080"] : endpoints
    let reception = Reception(
      setup,
      at: try own.map { texts throws(CommandFailure) in try ArgumentValue.endpoints(texts, settings.aliases) }
        ?? settings.endpoints,
      options: options, recording: recording.request, relay: plan, metrics: try metrics.request(setup))
    var needs = confinement.needs
    needs.showsScreen = !headless
    let confined = reception.confined(as: .relay, needs, dissects: !headless || output.dissect)
    guard headless else { return try LiveScreen(confined, screen.flags).run() }
    try Listening(confined, try output.options(setup)).run()
  }

  /// Returns what the relay does.
  private func plan(_ setup: Setup) throws(CommandFailure) -> RelayPlan {
    let aliases = setup.configuration.settings.aliases
    var targets: [Destination] = []
    for text in to {
      let argument = try ArgumentValue.endpoint(text, aliases, isDestination: true)
      do throws(SocketError) { targets.append(try argument.destination(interfaces: setup.interfaces)) } catch {
        throw CommandFailure(error.phrase, .usage)
      }
    }
    var plan = RelayPlan(to: targets)
    plan.passesAnswers = !noAnswers
    if let clients { plan.clientLimit = clients }
    if let idle { plan.idleTime = Int64(idle.nanoseconds) }
    plan.profile = try impairments.impairments()
    plan.seed = impairments.seed ?? .random(in: 0...UInt64(UInt32.max))
    var filters = RelayFilters()
    filters.drop = try drop.map { text throws(CommandFailure) in
      try ArgumentValue.filter(
        text, interfaces: setup.interfaces, aliases: aliases, fields: setup.library,
        knowing: [])
    }
    filters.only = try impairments.only.map { text throws(CommandFailure) in
      try ArgumentValue.filter(
        text, interfaces: setup.interfaces, aliases: aliases, fields: setup.library,
        knowing: [])
    }
    filters.rewrites = try rewrite.map { text throws(CommandFailure) in
      do throws(Rewrite.SyntaxError) { return try Rewrite(text) } catch {
        throw CommandFailure("--rewrite: \(error.phrase)", .usage)
      }
    }
    plan.judge = filters.judge(setup.encodings)
    plan.judged =
      (drop.map { [("--drop", $0)] } ?? []) + (impairments.only.map { [("--only", $0)] } ?? [])
      + rewrite.map { ("--rewrite", $0) }
    plan.ending = { [failures = filters.failures] in failures.sentences }
    return plan
  }
}
