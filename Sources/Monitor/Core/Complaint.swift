package import Basics

/// Why something that the event loop was asked for cannot be done: one sentence.
package struct Complaint: Error, Sendable, Hashable {
  package let text: Phrase

  /// A complaint in one sentence.
  package init(_ text: Phrase) { self.text = text }
}
