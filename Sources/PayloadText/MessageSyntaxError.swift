package import Basics

/// A mistake in the text of a message, and its position.
package struct MessageSyntaxError: Error, Hashable {
  /// The position where the mistake begins, in scalars of the source text from 0.
  package let offset: Int
  /// The mistake alone. It quotes the source: print it through `SafeText`.
  package let mistake: Phrase
  /// The next step; empty if the mistake includes it.
  package let advice: Phrase

  /// Creates an error; without `advice`, the mistake includes the next step.
  init(offset: Int, _ mistake: Phrase, advice: Phrase = "") {
    self.offset = offset
    self.mistake = mistake
    self.advice = advice
  }

  /// The mistake and the next step.
  package var reason: Phrase { reason(adding: "") }

  /// The mistake, `other` as a first next step, and the usual next step.
  package func reason(adding other: Phrase) -> Phrase {
    [other, advice].reduce(mistake) { $1.isEmpty ? $0 : "\($0); \($1)" }
  }
}

extension MessageSyntaxError: Phrased {
  /// One sentence: the position counted from 1, the mistake, and the next step.
  package var phrase: Phrase { "character \(offset + 1): \(reason)" }
}
