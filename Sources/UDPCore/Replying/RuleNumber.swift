/// The number of a rule that answers by itself: from 0, never reused while the program runs.
package struct RuleNumber: Sendable, Hashable, Comparable, BitwiseCopyable {
  /// The largest number.
  package static let maximum: UInt16 = 0x7fff

  package let value: UInt16

  /// Creates a number of at most `maximum`.
  package init(_ value: UInt16) { self.value = min(value, Self.maximum) }

  package static func < (one: RuleNumber, other: RuleNumber) -> Bool { one.value < other.value }
}
