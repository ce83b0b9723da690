import ArgumentParser
import CommandCore
import Headless

/// The command `udpeek checksums`.
struct Checksums: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checksums",
    abstract: "List the checksums of messages, or find the one that datagrams have.",
    discussion: """
      Each name is a field of messages: {crc16-modbus} is the checksum of everything before it. With datagrams, as hex, \
      the fields are printed that make the bytes at their end: checksums of all bytes before them, or from one of the \
      first ones, with up to 4 bytes behind. Several datagrams of one kind rule out what agrees by chance.

      Examples:
        udpeek checksums
        udpeek checksums '7e 01 05 d0 4b'
        udpeek checksums '01 03 02 00 05 78 47' '01 03 02 00 06 38 46' --json
      """)

  @Argument(help: ArgumentHelp("Datagrams as hex; each argument is one.", valueName: "datagram"))
  var datagrams: [String] = []

  @Flag(help: "One JSON object per line.")
  var json = false

  func run() throws {
    _ = ConfinedCommand.checksums.loadConfined()
    guard !datagrams.isEmpty else { return try StandardOutput().print(ChecksumListing.lines(isJSON: json)) }
    let finding = try ChecksumFinding(datagrams)
    try StandardOutput().print(try finding.lines(isJSON: json))
    if let doubt = finding.doubt { StandardError.say(doubt) }
  }
}
