package import Basics

/// The reason for which the event loop cannot do something that it was asked for: one sentence.
package struct Complaint: Error, Sendable, Hashable {
  package let text: Phrase

  /// A complaint in one sentence.
  package init(_ text: Phrase) { self.text = text }
}
