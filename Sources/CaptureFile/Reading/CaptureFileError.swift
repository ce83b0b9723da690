package import Basics

/// The reason why a capture file cannot be read at all.
package struct CaptureFileError: Error, Hashable, Sendable, Phrased {
  /// The reason as a sentence.
  package let phrase: Phrase

  package init(_ phrase: Phrase) {
    self.phrase = phrase
  }
}
