package import PayloadText

/// A sentence in the status line, for some seconds.
package struct Notice: Hashable, Sendable {
  /// How it is meant.
  package enum Kind: Sendable, Hashable {
    case information
    case warning
    case failure
  }

  /// What is said.
  package var text: SafeText
  package var kind: Kind
  /// When it goes, in nanoseconds of the monotonic clock.
  var end: UInt64

  /// How long a sentence stays, in nanoseconds.
  static func duration(of kind: Kind) -> UInt64 {
    kind == .information ? 6_000_000_000 : 12_000_000_000
  }
}
