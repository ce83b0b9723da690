package import Basics

/// What a message says that is no escape, and where.
package struct MessageSyntaxError: Error, Hashable {
  /// Where the trouble begins: scalars from 0 in the source text.
  package let offset: Int
  /// What is wrong, with the next step. It quotes the source: print it through `SafeText`.
  package let reason: Phrase

  init(offset: Int, reason: Phrase) {
    self.offset = offset
    self.reason = reason
  }
}

extension MessageSyntaxError: Phrased {
  /// One sentence: the place, counted from 1, what is wrong, and the next step.
  package var phrase: Phrase { "character \(offset + 1): \(reason)" }
}
