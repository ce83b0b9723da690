package import Basics

/// A mistake in the text of a message, and its position.
package struct MessageSyntaxError: Error, Hashable {
  /// The part of the source text that is wrong, in scalars from 0.
  package let range: Range<Int>
  /// The mistake alone. It quotes the source: print it through `SafeText`.
  package let mistake: Phrase
  /// The next step; empty if the mistake includes it.
  package let advice: Phrase

  /// The position where the mistake begins, in scalars of the source text from 0.
  package var offset: Int { range.lowerBound }

  /// Creates an error; without `advice`, the mistake includes the next step.
  package init(range: Range<Int>, _ mistake: Phrase, advice: Phrase = "") {
    self.range = range
    self.mistake = mistake
    self.advice = advice
  }

  /// Creates an error at one character; without `advice`, the mistake includes the next step.
  init(offset: Int, _ mistake: Phrase, advice: Phrase = "") {
    self.init(range: offset..<offset + 1, mistake, advice: advice)
  }

  /// Returns the error of a text that begins at `offset` of another.
  package func moved(by offset: Int) -> MessageSyntaxError {
    MessageSyntaxError(range: range.lowerBound + offset..<range.upperBound + offset, mistake, advice: advice)
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
