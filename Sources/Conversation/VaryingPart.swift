package import Structure
package import Templates

/// A part of a payload that differs from one message of a kind to the next and says nothing about its content.
package struct VaryingPart: Hashable, Sendable {
  /// The reason why a part varies.
  package enum Meaning: Hashable, Sendable {
    /// A number that grows by `step` with each message.
    case counter(NumberNotation, step: UInt64)
    /// The sender's time as a number.
    case time(NumberNotation, StructureField.Clock)
    /// The sender's time as a date, a time of day, or both, in ASCII.
    case moment
    /// A clock that ticks so many times a second.
    case ticks(NumberNotation, perSecond: Double)
    /// The size of the message.
    case length(NumberNotation, StructureField.Length)
    /// A checksum that agrees with the message; `nil` for the one that the message's format computes.
    case checksum(ChecksumMatch?)
    /// A number that the sender of a request makes up and finds again in the answer.
    case identifier
  }

  /// The bytes of the payload.
  package var range: Range<Int>
  /// The reason why they vary.
  package var meaning: Meaning
  /// The number of the rule that found the part: counters of one rule are one count.
  package var rule: Int

  /// Creates a part.
  package init(range: Range<Int>, meaning: Meaning, rule: Int) {
    self.range = range
    self.meaning = meaning
    self.rule = rule
  }
}

extension [VaryingPart] {
  /// Adds parts that overlap none of those before.
  mutating func add(_ others: some Sequence<VaryingPart>) {
    for other in others where !contains(where: { $0.range.overlaps(other.range) }) { append(other) }
  }
}
