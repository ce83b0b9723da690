import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import Templates
import UDPCore

/// The command `udpeek discover`.
struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
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

  @OptionGroup var message: MessageOptions

  @Option(
    help: ArgumentHelp("Wait this long for answers after the last message (2s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var wait: TimeSpan?

  @Option(
    help: ArgumentHelp("Ask by this interface alone.", valueName: "name"), completion: Completions.interfaces)
  var interface: String?

  @Flag(help: "One JSON object per line for each device.")
  var json = false

  func run() throws {
    let interfaces = InterfaceNames.current()
    let settings = ConfinedCommand.discover.loadConfined(interfaces) { $0.files = message.files }.settings
    let targets = try DiscoveryTargets(target, by: interface, LinkTable.current(), settings.aliases)
    let console = try Console(forceUTF8: json)
    var context = TemplateContext(time: 0)
    context.interfaces = interfaces
    context.limit = targets.destinations[0].peer.address.largestPayload
    let payloads = try message.source(context, settings, console)
    var options = Discovering.Options()
    if let wait { options.wait = wait }
    options.encoding = try message.reading()
    options.undecided = try message.undecided(settings)
    options.hopLimit = message.ttl
    options.isJSON = json
    try Discovering(payloads, to: targets, options, settings.aliases, interfaces).run(console)
  }
}
