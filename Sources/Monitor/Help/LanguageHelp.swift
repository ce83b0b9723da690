import Basics
import DisplayFilter
import PayloadText

/// The help over the filter line: every word of the language, and examples made of the rows that are there, with what
/// each would show.
struct LanguageHelp: Sendable, Hashable {
  /// A filter and how many of the newest rows it shows.
  struct Example: Sendable, Hashable {
    var source: String
    var shown: Int
  }

  var examples: [Example]
  /// The number of rows on which the examples were tried.
  var tried: Int

  /// The headings.
  static let headings = ["Examples, and how many of the newest rows they show", "Words", "Without a word"]

  /// All of it.
  func lines(_ catalogue: Catalogue) -> [HelpLine] {
    let headings = Self.headings.map { HelpLine(text: catalogue(Phrase($0)), isHeading: true) }
    var lines = [headings[0]]
    lines[0].text += SafeText(" (\(Figures.grouped(tried)))")
    for example in examples {
      lines.append(
        HelpLine(keys: SafeText(example.source), text: SafeText(Figures.grouped(example.shown))))
    }
    lines += [HelpLine(text: ""), headings[1]]
    lines += DisplayFilter.vocabulary.map { HelpLine(keys: SafeText($0.word), text: catalogue(Phrase($0.help))) }
    lines += [HelpLine(text: ""), headings[2]]
    lines += Self.bare.map { HelpLine(keys: SafeText($0), text: catalogue(Phrase($1))) }
    return lines
  }

  static let bare = [
    ("10.0.0.5 10.0.3. ::1", "an address or the beginning of one"), ("10.0.0.5:53 :53 53", "an endpoint, a port"),
    ("hello \"two words\"", "text, not case-sensitive"), ("'Hello'", "text, case-sensitive"),
    ("/temp=\\d+/ /x/i", "a regular expression; with i not case-sensitive"),
    ("a b", "words side by side mean and; mixed with or they need parentheses"),
  ]
}
