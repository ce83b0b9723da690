package import Basics

/// The reason why the event loop cannot do what it was asked for, in one sentence.
package struct FailureReason: Error, Sendable, Hashable {
  package let text: Phrase

  /// Creates a reason from one sentence.
  package init(_ text: Phrase) { self.text = text }
}
