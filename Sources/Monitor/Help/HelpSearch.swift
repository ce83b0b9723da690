import Basics
import PayloadText
import TerminalUI

/// What is looked for in the help: only entries that hold every word stay.
struct HelpSearch: Sendable {
  var editor = LineEditor()
  /// Whether letters go into the line; afterwards the lines that were found can be scrolled.
  var isTyping = true

  /// What is said where nothing is found.
  static let nothing = "nothing here holds that: {leave} shows all again"

  /// The words, in lower case.
  var words: [String] { editor.text.lowercased().split(separator: " ").map(String.init) }

  /// The entries of `lines` that hold every word, in any order, some of them perhaps in their heading; with the headings.
  func found(in lines: [HelpLine], _ catalogue: Catalogue, _ keymap: Keymap) -> [HelpLine] {
    let words = words
    guard !words.isEmpty else { return lines }
    var found: [HelpLine] = []
    var heading: HelpLine?
    var context = ""
    for line in lines {
      let text = "\(line.keys.description) \(line.text.description)".lowercased()
      if line.isHeading {
        heading = line
        context = text
      } else if !line.isBlank, words.allSatisfy({ text.contains($0) || context.contains($0) }) {
        if let heading {
          if !found.isEmpty { found.append(HelpLine(text: "")) }
          found.append(heading)
        }
        heading = nil
        found.append(line)
      }
    }
    return found.isEmpty ? [HelpLine(text: catalogue(Phrase(Self.nothing), keymap))] : found
  }
}
