import ArgumentParser
import Basics
import CommandCore
import Configuration
import DisplayFilter
import PeerText
import UDPCore

/// The arguments and options common to `watch` and `listen`.
struct ReceptionOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Where to receive (8080).", valueName: "endpoint"), completion: Completions.endpoints)
  var endpoints: [String] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Show only what matches.", valueName: "expr"),
    completion: Completions.filters)
  var filter: String?

  @OptionGroup var decoding: EncodingOption

  @OptionGroup var meaning: FormatOption

  @OptionGroup var pairing: PairOption

  @Option(
    help: ArgumentHelp(
      "The encoding for answers to peers that have only sent ASCII (the locale's).", valueName: "name"),
    completion: Completions.encodings)
  var undecided: String?

  @Option(
    help: ArgumentHelp(
      "Answer every datagram with this message, whatever --filter shows, in the peer's encoding.", valueName: "text"))
  var reply: String?

  @Option(
    name: .customLong("reply-if"),
    help: ArgumentHelp(
      "Answer what matches a filter, as in '/^PING (\\d+)/=PONG {1}'; repeatable, the first that matches answers.",
      valueName: "expr=text"))
  var conditionalReplies: [String] = []

  @Option(
    help: ArgumentHelp(
      "Answer by the rules of a file, read again when it changes; see udpeek-rules(5).", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var rules: String?

  @Option(
    help: ArgumentHelp(
      "Give each datagram that --filter shows to a program, as a line of JSON on its standard input; it answers with lines of JSON.",
      valueName: "command"))
  var exec: String?

  @OptionGroup var alarm: AlarmOption

  @OptionGroup var metrics: MetricsOptions

  @Option(help: ArgumentHelp("Make what is random in answers repeatable.", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var recording: RecordingOptions

  @OptionGroup var replies: ReplyLimitOptions

  @Flag(
    name: .customLong("no-gro"),
    help: "Count kernel drops exactly, at the price of speed: do not let the kernel join datagrams (GRO).")
  var noGRO = false

  @OptionGroup var limit: MemoryOption

  @Option(help: ArgumentHelp("The size of each socket's receive buffer (8MiB).", valueName: "size"))
  var rcvbuf: SizeArgument?

  @Option(help: ArgumentHelp("Keep at most this much of each payload.", valueName: "bytes"))
  var snap: Int?

  func validate() throws {
    if let snap, !(0...65_535).contains(snap) { throw ValidationError("--snap needs a number from 0 to 65535") }
    if let exec, exec.allSatisfy({ $0 == " " }) {
      throw ValidationError("--exec needs a command, such as 'python3 answer.py'")
    }
    if !hasRules, seed != nil { throw ValidationError("--seed goes with --reply, --reply-if or --rules") }
    if !answers, replies.areGiven {
      throw ValidationError("--reply-rate and --allow-service-ports go with --reply, --reply-if, --rules or --exec")
    }
  }

  /// Whether any option answers datagrams.
  var answers: Bool { hasRules || exec != nil }

  /// Whether any option makes rules.
  private var hasRules: Bool { reply != nil || rules != nil || !conditionalReplies.isEmpty }

  /// Validates all options before a socket is opened.
  /// - Parameter configuration: the values that apply where no flag is given.
  func reception(_ configuration: Configuration) throws(CommandFailure) -> Reception {
    let settings = configuration.settings
    let flags = Setup.Flags(
      filter: filter, encoding: decoding.encoding, undecided: undecided, format: meaning.format,
      pair: pairing.pair, alarms: alarm.alarms)
    let setup = try Setup(flags, configuration: configuration)
    return Reception(
      setup, at: try endpoints(settings), options: receiveOptions(settings),
      answers: try answers(setup), recording: recording.request, metrics: try metrics.request(setup))
  }

  private func endpoints(_ settings: Settings) throws(CommandFailure) -> [EndpointArgument] {
    if endpoints.isEmpty, !settings.endpoints.isEmpty { return settings.endpoints }
    return try ArgumentValue.endpoints(endpoints.isEmpty ? ["8080"] : endpoints, settings.aliases)
  }

  private func receiveOptions(_ settings: Settings) -> ReceiveOptions {
    var options = ReceiveOptions(settings)
    if let memory = limit.bytes { options.memory = memory }
    if let rcvbuf { options.receiveBuffer = rcvbuf.bytes }
    if let snap { options.snapLength = snap }
    if noGRO { options.joinsDatagrams = false }
    return options
  }

  private func answers(_ setup: Setup) throws(CommandFailure) -> Reception.Answers? {
    guard answers else { return nil }
    let aliases = setup.configuration.settings.aliases
    let scope = RuleSource.scope(aliases, setup.interfaces, fields: setup.library)
    let options = try AutoReply(reply: reply, conditional: conditionalReplies, scope, setup.encodings)
    return Reception.Answers(
      RuleSource(options: options, path: rules, aliases: aliases, interfaces: setup.interfaces, fields: setup.library),
      limits: replies.limits(setup.configuration.settings), seed: seed, program: exec)
  }
}
