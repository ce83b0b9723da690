package import Basics

/// What a message says that is no escape, and where.
package struct MessageSyntaxError: Error, Hashable {
  /// Where the trouble begins: scalars from 0 in the source text.
  package let offset: Int
  /// The mistake alone. It quotes the source: print it through `SafeText`.
  package let mistake: Phrase
  /// The next step; empty where the mistake says it.
  package let advice: Phrase

  init(offset: Int, _ mistake: Phrase, advice: Phrase = "") {
    self.offset = offset
    self.mistake = mistake
    self.advice = advice
  }

  /// The mistake and the next step.
  package var reason: Phrase { reason(adding: "") }

  /// The mistake, another next step before the usual one, and that.
  package func reason(adding other: Phrase) -> Phrase {
    [other, advice].reduce(mistake) { $1.isEmpty ? $0 : "\($0); \($1)" }
  }
}

extension MessageSyntaxError: Phrased {
  /// One sentence: the place, counted from 1, what is wrong, and the next step.
  package var phrase: Phrase { "character \(offset + 1): \(reason)" }
}
