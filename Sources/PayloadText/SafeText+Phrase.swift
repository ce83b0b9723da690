package import Basics

extension SafeText {
  /// A phrase in English, with each argument made safe on its own.
  package init(_ phrase: Phrase) {
    self.init(phrase, { $0 })
  }

  /// A phrase in another language.
  /// - Parameters:
  ///   - translated: returns the template in that language; called for nested phrases too.
  ///   - filled: replaces placeholders in the words, such as the names of keys.
  package init(
    _ phrase: Phrase, _ translated: (String) -> String, filled: (String) -> String = { $0 }
  ) {
    self.init()
    for piece in Phrase.pieces(of: translated(phrase.template)) {
      switch piece {
      case .words(let words): self += SafeText(filled(String(words)))
      case .argument(let index):
        guard phrase.arguments.indices.contains(index) else { continue }
        switch phrase.arguments[index] {
        case .text(let text): self += SafeText(text)
        case .phrase(let part): self += SafeText(part, translated, filled: filled)
        }
      }
    }
  }
}
