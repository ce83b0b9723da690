import Basics
import PayloadText
import TerminalUI

/// A search in the help: only entries that contain every word stay.
struct HelpSearch: Sendable {
  var editor = LineEditor()
  /// Whether letters go into the line; afterwards the lines that were found can be scrolled.
  var isTyping = true

  /// The sentence where nothing is found.
  static let nothing = "nothing found: {leave} shows everything again"

  /// The words, in lower case.
  var words: [String] { editor.text.lowercased().split(separator: " ").map(String.init) }

  /// The entries of `lines` that hold every word, in any order, some of them perhaps in their heading or in the name of
  /// the command, which is then shown; with the headings.
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
      } else if !line.isBlank, words.allSatisfy({ [text, context, line.name].holds($0) }) {
        if let heading {
          if !found.isEmpty { found.append(HelpLine(text: "")) }
          found.append(heading)
        }
        heading = nil
        let isNamed = !words.allSatisfy { [text, context].holds($0) }
        found.append(isNamed ? line.showingName : line)
      }
    }
    return found.isEmpty ? [HelpLine(text: catalogue(Phrase(Self.nothing), keymap))] : found
  }
}

extension [String] {
  /// Whether one of the texts holds a word.
  fileprivate func holds(_ word: String) -> Bool { contains { $0.contains(word) } }
}

extension HelpLine {
  /// The line with the command's name in front of its text.
  fileprivate var showingName: HelpLine {
    var line = self
    line.text = SafeText(":\(name)  ") + text
    return line
  }
}
