package import PayloadText

/// Why something that the event loop was asked for cannot be done: one sentence.
package struct Complaint: Error, Sendable, Hashable {
  package let text: SafeText

  /// The sentence may hold what comes from outside.
  package init(_ text: String) { self.text = SafeText(text) }
}
