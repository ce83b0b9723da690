import ArgumentParser
import Basics
import CommandCore
import Configuration
import Conversation
import Headless
import UDPCore

/// The command `udpeek mock`.
struct MockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mock",
    abstract: "Stand in for a recorded device: answer its clients as it did.",
    discussion: """
      A request equal to a recorded one gets the recorded answers, with the recorded delays. What varies in requests is \
      not compared: counters, times, lengths, checksums and numbers that the answer returns, as far as a format names \
      them or the recording shows them. An answer is made anew: its counter goes on, its time is now, what it returns \
      is of this request, and its length and checksums are right. A request that was recorded several times gets the \
      recorded answers in turn, each peer by itself, then from the first one again; times at which it was not answered \
      are left out.

      --match says which requests are equal: exact, byte for byte; varying, but for what varies; text, but also for \
      letter case, encoding, and spaces and line ends around the text; kind, whatever they say, if they are of one \
      kind: that of their format, texts that differ in numbers, or bytes of one size that begin alike.

      What has no recorded answer is printed in red on a terminal, with a note, and counted. Answers leave under the \
      same limits as those of --reply, but large ones may go to loopback.

      Examples:
        udpeek mock meter.pcapng --at 127.0.0.1:5000
        udpeek mock night.pcapng --at 5000 --device 10.0.3.17
        udpeek mock night.pcap.gz --at 127.0.0.1:5000 --match kind --speed 10 --json
      """)

  @Argument(
    help: ArgumentHelp(
      "Captures: pcap, pcapng, JSON Lines or CSV, also compressed; - is standard input.", valueName: "file"),
    completion: Completions.captures)
  var files: [String]

  @Option(
    help: ArgumentHelp("Where to receive: a port or address:port; repeatable.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var at: [String]

  @Option(help: ArgumentHelp("The device of the recording, if it has several.", valueName: "host[:port]"))
  var device: String?

  @Option(
    help: ArgumentHelp("The requests that are equal: exact, varying (the default), text or kind.", valueName: "how"),
    completion: .list(MessageMatch.allCases.map(\.rawValue)))
  var match: MessageMatch = .varying

  @Option(help: ArgumentHelp("Answer this many times as fast: 10, or 0.5 for half.", valueName: "x"))
  var speed: Double?

  @OptionGroup var decoding: EncodingOption
  @OptionGroup var meaning: FormatOption
  @OptionGroup var tunnels: InnerOption
  @OptionGroup var alarm: AlarmOption
  @OptionGroup var metrics: MetricsOptions

  @OptionGroup var replies: ReplyLimitOptions

  @Flag(
    name: .customLong("allow-large-answers"),
    help: "Let answers larger than 256 bytes and three times the request go to any peer, not to loopback alone.")
  var allowsLargeAnswers = false

  @OptionGroup var output: ListenOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var confinement: ConfinementOptions

  func validate() throws {
    try CaptureOptions.checkStandardInput(files)
    if let speed, !(speed > 0 && speed <= 1e6) { throw ValidationError("--speed needs a number above 0") }
  }

  func run() throws {
    let configuration = ConfigurationFile.load()
    let settings = configuration.settings
    let flags = Setup.Flags(
      filter: "", encoding: decoding.encoding, format: meaning.format, inner: tunnels.inner, alarms: alarm.alarms)
    let setup = try Setup(flags, configuration: configuration)
    let reception = Reception(
      setup, at: try ArgumentValue.endpoints(at, settings.aliases), options: ReceiveOptions(settings),
      recording: recording.request, metrics: try metrics.request(setup))
    // Before the recording is read, which comes from elsewhere.
    ConfinedCommand.mock.confine(
      confinement.needs.adding(files).adding(reception, dissects: output.dissect), configuration)
    var options = Mocking.Options()
    options.device = try device.map { text throws(CommandFailure) in try DeviceChoice(text, settings.aliases) }
    options.match = match
    options.speed = speed ?? 1
    options.limits = replies.limits(settings)
    options.limits.largeReplies = allowsLargeAnswers ? .always : .onLoopback
    try Mocking(files, at: reception, options, printing: output.options(setup)).run()
  }
}

extension MessageMatch: ExpressibleByArgument {}
