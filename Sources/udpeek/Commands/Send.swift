import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import PayloadText
import PeerText
import Templates
import UDPCore

/// The command `udpeek send`.
struct Send: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send datagrams; with --wait, print the replies.",
    discussion: """
      MESSAGE may contain the escapes \\n \\r \\t \\0 \\\\ \\xNN \\u{…}, so text and bytes mix; --raw takes it \
      literally. Without a message, the bytes of a pipe are sent unchanged, in one datagram; without a pipe, an empty \
      datagram is sent.

      Fields in braces are made anew for each datagram: {n} counts, {time:%H:%M:%S}, {random:20..30}, {uuid}; {len:u8} \
      is the length of the message, {crc16-modbus} the checksum of what precedes it (udpeek checksums lists them all). \
      A brace before a letter or a digit is written {{; JSON needs no change.

      With --wait, several datagrams (--lines, --repeat) leave one after the other: each when the one before was \
      answered, or when its time to wait is over. With --interval too they leave at those times, and answers are \
      printed as they come. The exit status is 3 when answers are missing. With --expect, only an answer that matches \
      counts, and the exit status is 5 when others came in its place.

      With --rate, --duration or --to, datagrams leave on a schedule, a late one without delaying those after it, and \
      the end reports what was achieved. Answers are not read. The exit status is 4 when the network refused one.

      Examples:
        udpeek send 127.0.0.1:8080 hello --encoding gbk --wait 2
        udpeek send 192.0.2.7:9000 --hex '7e 01 {n:u16be} {crc16-modbus}'
        udpeek send sensor.example:9000 'temp?\\r\\n' --repeat 10 --interval 500ms
        udpeek send 192.0.2.7:9000 'state?' --wait 1s --expect '/state=(ON|OFF)/'
        udpeek send 239.1.1.1:5000@eth0 hello
        udpeek send 192.0.2.7:9000 'load {n} {crc32}' --rate 20000 --duration 10s
        grep temp commands | udpeek send 192.0.2.7:9000 --lines --wait 1s
      """)

  @Argument(
    help: ArgumentHelp(
      "Where to send: address:port, [IPv6 address]:port, name:port, or an alias of the configuration.",
      valueName: "endpoint"),
    completion: Completions.endpoints)
  var endpoint: String

  @Argument(help: ArgumentHelp("What to send.", valueName: "message"))
  var message: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The encoding of MESSAGE (utf-8) and of the replies (auto).", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Option(
    help: ArgumentHelp("The encoding of MESSAGE only (utf-8).", valueName: "name"),
    completion: Completions.encodings)
  var undecided: String?

  @Flag(help: "MESSAGE is bytes as hex: '7e 01 05'.")
  var hex = false

  @Flag(help: "MESSAGE has no escapes: a backslash is a backslash.")
  var raw = false

  @Option(
    help: ArgumentHelp("Send a file's bytes as one datagram; - is standard input.", valueName: "path"),
    completion: .file())
  var file: String?

  @Flag(help: "With --file or a pipe: send each line as one datagram, without its line feed.")
  var lines = false

  @Option(
    help: ArgumentHelp("Send from this endpoint: address:port, or a port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var from: String?

  @Option(
    help: ArgumentHelp("Wait this long for the answers to a datagram and print them: 2s, 500ms.", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parse)
  var wait: TimeSpan?

  @Option(help: ArgumentHelp("With --wait: the number of answers to wait for, to each datagram (1).", valueName: "n"))
  var replies: Int?

  @Option(
    help: ArgumentHelp(
      "With --wait: the filter that an answer has to match; the exit status is 5 if none does.", valueName: "expr"),
    completion: Completions.filters)
  var expect: String?

  @Option(help: ArgumentHelp("The hop limit, 1 to 255.", valueName: "n"))
  var ttl: Int?

  @Option(
    help: ArgumentHelp("Send through this interface, whatever the routes say.", valueName: "name"),
    completion: Completions.interfaces)
  var interface: String?

  @Option(
    help: ArgumentHelp("Send this many times (1), or forever.", valueName: "n"),
    completion: .list(["10", "forever"]), transform: Repetition.parse)
  var `repeat`: Repetition?

  @Option(
    help: ArgumentHelp("The seed of the message's random fields: the same seed, the same values.", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("With --repeat or --lines: the time between two datagrams (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parse)
  var interval: TimeSpan?

  @Option(
    help: ArgumentHelp("Send this many a second to each endpoint: 1000, 0.5, or max.", valueName: "n"),
    completion: .list(["1000", "max"]), transform: MessageRate.parse)
  var rate: MessageRate?

  @Option(
    help: ArgumentHelp("Send for this long, --rate a second or one each --interval.", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var duration: TimeSpan?

  @Option(
    help: ArgumentHelp("Send to this endpoint too, with counters of its own; may be repeated.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var to: [String] = []

  @Flag(help: "One JSON object per line for each datagram sent or received.")
  var json = false

  func validate() throws {
    if message != nil && file != nil { throw ValidationError("a message and --file exclude each other") }
    if hex && raw { throw ValidationError("--hex and --raw exclude each other") }
    if lines && file == nil && (message != nil || !InputFile.isPiped) {
      throw ValidationError("--lines goes with --file, or with a pipe in place of a message")
    }
    if message == nil && (hex || raw) { throw ValidationError("--hex and --raw go with a message") }
    if encoding != nil && wait == nil && !json && (message == nil || hex) {
      throw ValidationError("--encoding goes with a message that is text, or with --wait or --json")
    }
    if undecided != nil && (message == nil || hex) {
      throw ValidationError("--undecided goes with a message that is text")
    }
    if seed != nil && template?.isRandom != true {
      throw ValidationError("--seed goes with a message that has random fields")
    }
    if expect != nil && wait == nil { throw ValidationError("--expect goes with --wait") }
    if replies != nil && wait == nil { throw ValidationError("--replies goes with --wait") }
    if let replies, replies < 1 { throw ValidationError("--replies needs a number from 1") }
    if interval != nil && `repeat` == nil && !lines && duration == nil {
      throw ValidationError("--interval goes with --repeat, --duration or --lines")
    }
    try checkGenerator()
    if let ttl, !(1...255).contains(ttl) { throw ValidationError("--ttl needs a number from 1 to 255") }
  }

  /// The first option that asks for a schedule; `nil` without one.
  private var generatorOption: String? {
    rate != nil ? "--rate" : duration != nil ? "--duration" : to.isEmpty ? nil : "--to"
  }

  private func checkGenerator() throws {
    guard let option = generatorOption else { return }
    if rate != nil && interval != nil {
      throw ValidationError("--rate and --interval exclude each other: --rate 100 is --interval 10ms")
    }
    if rate != nil && `repeat` == nil && duration == nil {
      throw ValidationError("--rate goes with --repeat or --duration, such as --duration 10s")
    }
    if wait != nil || json {
      throw ValidationError(
        "\(option) reads no answers and prints no datagrams; leave out \(json ? "--json" : "--wait")")
    }
    if lines { throw ValidationError("\(option) sends one message; for --lines use --interval and --repeat") }
  }

  func run() throws {
    try ArgumentValue.checkUndecided(undecided, beside: encoding)
    let interfaces = InterfaceNames.current()
    let settings = ConfinedCommand.send.loadConfined(interfaces) {
      $0.files = [file].compactMap { $0 } + (template?.files ?? [])
    }.settings
    let aliases = settings.aliases
    let reading = try ArgumentValue.encoding(encoding)
    var undecided = try ArgumentValue.undecided(undecided, settings)
    undecided.locale = .utf8
    let writing = reading ?? undecided.encoding
    let source = try from.map { text throws(CommandFailure) in try ArgumentValue.endpoint(text, aliases) }
    let goals = try ([endpoint] + to).map { text throws(CommandFailure) in
      let goal = try ArgumentValue.destination(text, interfaces, aliases, by: interface, link: source?.scope)
      if let objection = source?.objection(toSendingTo: goal.peer) {
        throw CommandFailure("--from \(from ?? ""): \(objection)", .usage)
      }
      return goal
    }
    let console = try Console(forceUTF8: json)
    if generatorOption != nil {
      let message = try message(in: writing, to: goals, from: source?.endpoint, interfaces, console)
      return try Generating(message, to: goals, generatorOptions(from: source), interfaces).run(console)
    }
    let payloads = try payloads(in: writing, to: goals, from: source?.endpoint, interfaces, console)
    var options = Sending.Options()
    options.repeats = `repeat` ?? .times(1)
    options.interval = interval
    options.wait = wait
    options.replies = replies ?? 1
    options.expectation = try expect.map { source throws(CommandFailure) in
      try ArgumentValue.filter(
        source, interfaces: interfaces, aliases: aliases, fields: settings.library,
        knowing: [])
    }
    options.encoding = reading
    options.undecided = undecided
    options.isJSON = json
    options.from = source
    options.hopLimit = ttl
    try Sending(payloads, to: goals[0], options, interfaces).run(console)
  }

  private func generatorOptions(from source: EndpointArgument?) -> Generating.Options {
    var options = Generating.Options()
    if let interval {
      options.rate = interval.seconds > 0 ? .perSecond(1 / interval.seconds) : .top
    } else if let rate {
      options.rate = rate
    }
    options.repeats = `repeat` ?? (duration == nil ? .times(1) : .forever)
    options.duration = duration
    options.from = source
    options.hopLimit = ttl
    return options
  }

  /// The path of standard input if a pipe takes the place of the message; otherwise `nil`.
  private func pipe(_ console: Console) -> String? {
    guard message == nil, InputFile.isPiped else { return nil }
    InputFile.explainSilence(console)
    return "-"
  }

  private func payloads(
    in encoding: TextEncoding, to goals: [Destination], from local: Endpoint?, _ interfaces: InterfaceNames,
    _ console: Console
  ) throws(CommandFailure) -> any PayloadSource {
    if lines, let file = file ?? pipe(console) {
      let limit = goals[0].peer.address.largestPayload
      return try LineFile(file, limit: limit, isRepeated: `repeat`?.continues(after: 1) ?? false)
    }
    return try message(in: encoding, to: goals, from: local, interfaces, console).source()
  }

  /// The message: that of the command line, or the bytes of a file or a pipe.
  private func message(
    in encoding: TextEncoding, to goals: [Destination], from local: Endpoint?, _ interfaces: InterfaceNames,
    _ console: Console
  ) throws(CommandFailure) -> GeneratedMessage {
    let limit = goals.map(\.peer.address.largestPayload).min() ?? TemplateContext.largest
    if let file = file ?? pipe(console) { return .bytes(try InputFile.bytes(file, limit: limit, console)) }
    var context = TemplateContext(time: 0)
    context.peer = goals[0].peer
    context.local = local
    context.interfaces = interfaces
    context.limit = limit
    return try GeneratedMessage(message ?? "", form: form, as: encoding, context, seed: seed, console)
  }

  /// The form of the message.
  private var form: MessageForm { hex ? .hex : raw ? .raw : .text }

  /// The message; `nil` if there is none or it has a mistake.
  private var template: Template? { message.flatMap { try? Template($0, form: form) } }
}

extension EndpointArgument {
  /// The endpoint, if it names an address and a port.
  fileprivate var endpoint: Endpoint? {
    guard case .address(let address, _) = host, port != 0, !address.isUnspecified else { return nil }
    return Endpoint(address, port: port)
  }
}
