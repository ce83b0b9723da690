package import Basics

/// Why a capture file cannot be read at all.
package struct CaptureFileError: Error, Hashable, Sendable, Phrased {
  /// One sentence for a person.
  package let phrase: Phrase

  package init(_ phrase: Phrase) {
    self.phrase = phrase
  }
}
