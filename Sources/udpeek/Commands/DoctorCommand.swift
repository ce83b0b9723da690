import ArgumentParser
import CommandCore
import Configuration
import Headless
import UDPCore

/// The command `udpeek doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say why datagrams do not arrive at an endpoint, with evidence and cure.",
    discussion: """
      Looks at sockets, interfaces, addresses, routes, neighbours, group memberships, the firewall's rules, queues and \
      counters of this host, without root as far as that goes, and names what keeps datagrams away or takes them, the \
      most likely cause first, each with what was read and a command that helps. What could not be looked at is said. \
      At the end it sends itself a datagram on each interface. It changes nothing.

      With --from it knows whose datagrams are missed, and looks at the way back to that host, at rp_filter and at \
      what is connected with it.

      The exit status is 0 when nothing was found and the datagrams arrived, and 1 when a cause was found or one did \
      not arrive.

      Examples:
        udpeek doctor
        udpeek doctor 10.0.0.1:8080 --from 10.0.3.17
        udpeek doctor 239.1.1.1:5000@eth0
        udpeek doctor 514 --json | jq -r '.findings[0].cure'
      """)

  @Argument(
    help: ArgumentHelp("Where datagrams are missed (8080).", valueName: "endpoint"), completion: Completions.endpoints)
  var endpoint: String?

  @Option(help: ArgumentHelp("The host whose datagrams are missed.", valueName: "address"))
  var from: String?

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let setup = try Setup(Setup.Flags(filter: ""), configuration: ConfinedCommand.doctor.loadConfined())
    let place = endpoint ?? setup.configuration.settings.endpoints.first?.source ?? "8080"
    try Doctoring(place, sender: from, setup, isJSON: json).run()
  }
}
