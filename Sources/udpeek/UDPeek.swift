import ArgumentParser
import CommandCore

/// The root of the command line. Each command says its name: the parser would find it out by reflection, which takes as
/// long as the rest of its work.
struct UDPeek: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "udpeek",
    abstract: "The UDP workbench for the terminal.",
    usage: """
      udpeek [ENDPOINT ...] [options of watch]
      udpeek <command> [arguments]
      """,
    discussion: """
      Binds UDP ports, shows every datagram the moment it arrives, decoded in its sender's encoding, filters by \
      address, port or text, and answers through the same socket.

      ENDPOINT is 8080 (every address), 192.0.2.7:8080, [::1]:8080, [fe80::1%eth0]:8080, or a multicast group with \
      its interface: 239.1.1.1:5000@eth0. Port 0 lets the system choose.

      Every command confines itself to the folders that it was given; udpeek --version --verbose says what holds on \
      this system.

      Exit status: 0 done, 1 failed while running, 2 wrong usage, 3 nobody answered, 4 peer unreachable, 5 --until or \
      --expect was not met, 7 a test failed.
      """,
    version: Program.version,
    subcommands: [
      Watch.self, Listen.self, Send.self, Ping.self, Discover.self, Open.self, Info.self, Convert.self, Replay.self,
      MockCommand.self,
      Relay.self, ExpectCommand.self, FilterCommand.self,
      DoctorCommand.self, RulesCommand.self, FormatsCommand.self,
      Encodings.self, Checksums.self, KeysCommand.self, ConfigurationCommand.self, Demo.self,
    ],
    defaultSubcommand: Watch.self)

  /// The names of all commands: those of the table of confinement, which a test holds against the command line.
  static var commandNames: [String] { ConfinedCommand.allCases.map(\.rawValue) }
}
