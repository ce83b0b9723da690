import Basics
package import PayloadText

/// The help as lines of text, for who reads it without the screen.
package enum HelpText {
  /// The parts of the help, blank lines between them: a heading, then its entries, keys and words first.
  package static func lines(_ keymap: Keymap, _ catalogue: Catalogue) -> [SafeText] {
    HelpSection.allCases.flatMap { section -> [SafeText] in
      let entries = section.entries(keymap).map { (keys: catalogue($0.keys), text: catalogue(Phrase($0.text), keymap)) }
      let column = entries.reduce(0) { max($0, $1.keys.width) }
      let lines = entries.map { SafeText("  ") + $0.keys.padded(toColumns: column) + SafeText("  ") + $0.text }
      return (section == HelpSection.allCases.first ? [] : [SafeText()]) + [catalogue(Phrase(section.rawValue))] + lines
    }
  }
}
