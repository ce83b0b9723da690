import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import PayloadText
import PeerText
import Templates
import UDPCore

/// The command `udpeek discover`.
struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask everybody on a network, and list who answers.",
    discussion: """
      WHERE is a broadcast address or a group, which is asked by each interface that is up, or a network, each address of \
      which is asked. MESSAGE is written as for udpeek send. The list has each device's address, its name, its hardware \
      address with the vendor where a list of vendors is installed (Wireshark's, ieee-data), the interface, how long its \
      answer took, and the answer. The exit status is 3 when nobody answered.

      Examples:
        udpeek discover 255.255.255.255:9000 'who?'
        udpeek discover 239.255.255.250:1900 'M-SEARCH * HTTP/1.1\\r\\nHOST: 239.255.255.250:1900\\r\\n\\r\\n'
        udpeek discover 10.0.3.0/24:9000 --hex '7e 01' --wait 1s --json
        udpeek discover '[ff02::1]:9000' 'who?' --interface eth0
      """)

  @Argument(help: ArgumentHelp("Whom to ask: address:port, or a network such as 10.0.3.0/24:9000.", valueName: "where"))
  var target: String

  @Argument(help: ArgumentHelp("What to send.", valueName: "message"))
  var message: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The encoding of MESSAGE (utf-8) and of the answers (auto).", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Flag(help: "MESSAGE is bytes as hex: '7e 01 05'.")
  var hex = false

  @Flag(help: "MESSAGE has no escapes: a backslash is a backslash.")
  var raw = false

  @Option(
    help: ArgumentHelp("Wait this long for answers after the last message (2s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var wait: TimeSpan?

  @Option(
    help: ArgumentHelp("Ask by this interface alone.", valueName: "name"), completion: Completions.interfaces)
  var interface: String?

  @Option(help: ArgumentHelp("The hop limit, 1 to 255.", valueName: "n"))
  var ttl: Int?

  @Flag(help: "One JSON object per line for each device.")
  var json = false

  func validate() throws {
    if hex && raw { throw ValidationError("--hex and --raw exclude each other") }
    if let ttl, !(1...255).contains(ttl) { throw ValidationError("--ttl needs a number from 1 to 255") }
  }

  func run() throws {
    let interfaces = InterfaceNames.current()
    let settings = ConfigurationFile.load(interfaces: interfaces).settings
    let reading = try ArgumentValue.encoding(encoding)
    var undecided = try ArgumentValue.undecided(nil, settings)
    undecided.locale = .utf8
    let targets = try DiscoveryTargets(target, by: interface, LinkTable.current(), settings.aliases)
    let console = try Console(forceUTF8: json)
    var context = TemplateContext(time: 0)
    context.interfaces = interfaces
    context.limit = targets.destinations[0].peer.address.largestPayload
    let message = try GeneratedMessage(
      message, form: hex ? .hex : raw ? .raw : .text, as: reading ?? undecided.encoding, context, seed: nil, console)
    var options = Discovering.Options()
    if let wait { options.wait = wait }
    options.encoding = reading
    options.undecided = undecided
    options.hopLimit = ttl
    options.isJSON = json
    try Discovering(try message.source(), to: targets, options, settings.aliases, interfaces).run(console)
  }
}
