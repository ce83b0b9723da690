import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import Templates
import UDPCore

/// The command `udpeek ping`.
struct Ping: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping",
    abstract: "Send a message again and again, and measure how long answers take.",
    discussion: """
      Prints a line for each answer and ends with the loss and the round trips: shortest, median, 99th percentile, \
      longest. Times are the kernel's, of when the message left and when the answer arrived. MESSAGE is written as for \
      udpeek send, with fields: with {n} or {random:4B}, an answer that repeats them and comes too late is recognized.

      The next message leaves when the last one was answered or its time to wait is over, and no sooner than the \
      interval. Ctrl-C ends it. The exit status is 3 when no answer came, 4 when the network refused the messages, 5 \
      when no answer matches --expect.

      Examples:
        udpeek ping 192.0.2.7:9000 'state?'
        udpeek ping 192.0.2.7:9000 --hex '7e 01 {n:u16be} {crc16-modbus}' --count 100 --interval 50ms
        udpeek ping sensor.example:9000 'temp?\\r\\n' --wait 500ms --expect '/temp=/' --json
      """)

  @Argument(
    help: ArgumentHelp(
      "Where to send: address:port, [IPv6 address]:port, name:port, or an alias of the configuration.",
      valueName: "endpoint"),
    completion: Completions.endpoints)
  var endpoint: String

  @OptionGroup var message: MessageOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("End after this many messages.", valueName: "n"))
  var count: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The time between two messages (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parse)
  var interval: TimeSpan?

  @Option(
    help: ArgumentHelp("Wait this long for an answer (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var wait: TimeSpan?

  @Option(
    help: ArgumentHelp("The filter that an answer has to match.", valueName: "expr"),
    completion: Completions.filters)
  var expect: String?

  @Option(
    help: ArgumentHelp("Send from this endpoint: address:port, or a port.", valueName: "endpoint"),
    completion: Completions.endpoints)
  var from: String?

  @Option(
    help: ArgumentHelp("Send through this interface, whatever the routes say.", valueName: "name"),
    completion: Completions.interfaces)
  var interface: String?

  @Option(
    help: ArgumentHelp("The seed of the message's random fields: the same seed, the same values.", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "One JSON object per line: each message with its answer, then a summary.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print the statistics alone.")
  var quiet = false

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count needs a number from 1") }
  }

  func run() throws {
    let interfaces = InterfaceNames.current()
    let settings = ConfinedCommand.ping.loadConfined(interfaces) { $0.files = message.files }.settings
    let source = try from.map { text throws(CommandFailure) in
      try ArgumentValue.endpoint(text, settings.aliases)
    }
    let goal = try ArgumentValue.destination(
      endpoint, interfaces, settings.aliases, by: interface, link: source?.scope)
    if let objection = source?.objection(toSendingTo: goal.peer) {
      throw CommandFailure("--from \(from ?? ""): \(objection)", .usage)
    }
    let console = try Console(forceUTF8: json)
    var context = TemplateContext(time: 0)
    context.peer = goal.peer
    context.interfaces = interfaces
    context.limit = goal.peer.address.largestPayload
    let payloads = try message.source(context, seed: seed, settings, console)
    var options = Pinging.Options()
    options.count = count
    if let interval { options.interval = interval }
    if let wait { options.wait = wait }
    options.expectation = try expect.map { source throws(CommandFailure) in
      try ArgumentValue.filter(
        source, interfaces: interfaces, aliases: settings.aliases, fields: settings.library,
        knowing: [])
    }
    options.encoding = try message.reading()
    options.undecided = try message.undecided(settings)
    options.from = source
    options.hopLimit = message.ttl
    options.isJSON = json
    options.isQuiet = quiet
    try Pinging(payloads, to: goal, options, interfaces).run(console)
  }
}
