import ArgumentParser
import CommandCore
import PayloadText

/// The command `udpeek encodings`.
struct Encodings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The encodings, and their other names.",
    discussion: """
      A peer that has only sent ASCII is shown as ascii, a datagram that holds no text as hex. In which encoding the \
      former reads is not known: --undecided NAME says in which it is written to.
      """)

  func run() throws {
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
