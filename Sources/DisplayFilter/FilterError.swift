package import Basics

/// A mistake in a filter, and its position.
package struct FilterError: Error, Hashable, Sendable {
  /// The position of the mistake, in scalars of the source from 0; empty at the end of the source if something is
  /// missing.
  package var range: Range<Int>
  /// One sentence, with what was expected or what to write instead.
  package var message: Phrase

  /// Creates an error at `range`, in scalars of the source.
  package init(range: Range<Int>, message: Phrase) {
    self.range = range
    self.message = message
  }
}

extension FilterError: Phrased {
  /// The message.
  package var phrase: Phrase { message }
}
