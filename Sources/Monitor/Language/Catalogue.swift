import PayloadText

/// The words of help and footer in one language: by what they are in English.
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

  /// The same with the keys in force in the place of the commands that stand in braces.
  func callAsFunction(_ english: String, _ keymap: Keymap) -> SafeText {
    SafeText(keymap.filled(translations[english] ?? english))
  }

  /// The translation; the English text itself where there is none, as with examples, which read the same everywhere.
  func callAsFunction(_ english: String) -> SafeText {
    SafeText(translations[english] ?? english)
  }
}
