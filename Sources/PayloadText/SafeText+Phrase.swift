package import Basics

extension SafeText {
  /// A sentence in English, each argument made safe by itself.
  package init(_ phrase: Phrase) {
    self.init(phrase, { $0 })
  }

  /// A sentence in another language.
  /// - Parameters:
  ///   - translated: gives the template in that language; it is asked for those of the phrases in it too.
  ///   - filled: puts something in the place of what stands in the words, such as names of keys.
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
