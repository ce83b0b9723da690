import Basics
import PayloadText

/// A line of the help: keys or words, and what they do.
struct HelpLine: Sendable, Hashable {
  var keys: SafeText = ""
  var text: SafeText
  var isHeading = false
  /// The name of the command whose keys these are, by which it is found too; empty where there is none.
  var name = ""

  /// Whether it only keeps two parts apart.
  var isBlank: Bool { keys.isEmpty && text.isEmpty }

  /// The command table and what lines may hold, by where keys count.
  static func commands(_ keymap: Keymap, _ catalogue: Catalogue) -> [HelpLine] {
    let names = Dictionary(Command.all.map { ($0.help, $0.name) }, uniquingKeysWith: { "\($0) \($1)" })
    return HelpSection.allCases.flatMap { section in
      [HelpLine(text: catalogue(Phrase(section.rawValue)), isHeading: true)]
        + section.entries(keymap).map {
          HelpLine(keys: catalogue($0.keys), text: catalogue(Phrase($0.text), keymap), name: names[$0.text] ?? "")
        } + [HelpLine(text: "")]
    }
  }

  /// `lines` with their texts wrapped, for `columns` columns.
  static func wrapped(_ lines: [HelpLine], columns: Int) -> [HelpLine] {
    let keysWidth = keysWidth(lines, columns)
    return lines.flatMap { line -> [HelpLine] in
      let texts = line.text.wrapped(columns: columns - 1 - (line.isHeading ? 1 : keysWidth + 3))
      let keys = line.keys.wrapped(columns: keysWidth)
      return (0..<max(texts.count, keys.count)).map { index in
        HelpLine(
          keys: index < keys.count ? keys[index] : "", text: index < texts.count ? texts[index] : "",
          isHeading: line.isHeading)
      }
    }
  }

  static func keysWidth(_ lines: [HelpLine], _ columns: Int) -> Int {
    min(lines.reduce(0) { max($0, $1.keys.width) }, columns / 3)
  }
}
