import ArgumentParser
import CommandCore
import PayloadText

/// The command `udpeek encodings`.
struct Encodings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encodings",
    abstract: "List the encodings and their other names.",
    discussion: """
      A peer that has only sent ASCII is shown as ascii, a datagram without text as hex. Which encoding such a peer \
      expects is unknown: --undecided NAME sets the one to use for messages to it.
      """)

  func run() throws {
    _ = ConfinedCommand.encodings.loadConfined()
    let missing = Dictionary(uniqueKeysWithValues: TextEncoding.missingConverters().map { ($0.encoding, $0.package) })
    let column = (TextEncoding.allCases.map(\.name.count).max() ?? 0) + 2
    var text = ""
    for encoding in TextEncoding.allCases {
      let name = encoding.name
      text += name + String(repeating: " ", count: column - name.count) + encoding.aliases.joined(separator: " ")
      if let package = missing[encoding] { text += "  (not on this system: install \(package))" }
      text += "\n"
    }
    try StandardOutput().print(text)
  }
}
