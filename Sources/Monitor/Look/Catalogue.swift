package import Basics
package import PayloadText

/// The words of the screen in one language: by what they are in English.
package struct Catalogue: Sendable {
  /// Translations by the English text.
  package let translations: [String: String]

  /// English: every text as it is.
  package static let english = Catalogue(translations: [:])

  private init(translations: [String: String]) {
    self.translations = translations
  }

  /// Reads pairs of lines, English and its translation, kept apart by blank lines. Lines that begin with `#` are notes.
  package init(_ source: String) {
    var translations: [String: String] = [:]
    var english: Substring?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
      if line.isEmpty {
        english = nil
      } else if let text = english {
        translations[String(text)] = String(line)
      } else {
        english = line
      }
    }
    self.init(translations: translations)
  }

  /// The sentence in this language, with the keys in force in the place of the commands that stand in braces; in
  /// English where there is no translation, as with examples, which read the same everywhere.
  package func callAsFunction(_ phrase: Phrase, _ keymap: Keymap = .standard) -> SafeText {
    SafeText(phrase, { translations[$0] ?? $0 }, filled: keymap.filled)
  }
}
