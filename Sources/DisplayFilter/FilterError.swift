package import Basics

/// Why a filter was not understood, and where.
package struct FilterError: Error, Hashable, Sendable {
  /// The mistake, in scalars of the source counted from 0; empty at the end of the source where something is missing.
  package var range: Range<Int>
  /// One sentence, with what was expected or what to write instead.
  package var message: Phrase

  /// An error at `range`, in scalars of the source.
  package init(range: Range<Int>, message: Phrase) {
    self.range = range
    self.message = message
  }
}

extension FilterError: Phrased {
  /// The message.
  package var phrase: Phrase { message }
}
