import PayloadText

/// A sentence for the person, for some seconds, or until it is no longer true.
package struct Notice: Sendable {
  /// How it is meant.
  package enum Kind: Sendable, Hashable {
    case information
    case warning
    case failure
  }

  /// What is said.
  var text: SafeText
  var kind: Kind
  /// When it goes, in nanoseconds of the monotonic clock.
  var end: UInt64
  /// Where the keys went when it was said. Information goes when they go elsewhere: the footer then has other keys.
  var focus: Focus
  /// Whether it is still true. It goes as soon as it is not.
  var isTrue: @Sendable (State) -> Bool

  /// Whether it is still to be shown.
  func stands(in state: State) -> Bool {
    (kind != .information || focus == state.focus) && isTrue(state)
  }

  /// How long a sentence stays, in nanoseconds.
  static func duration(of kind: Kind) -> UInt64 {
    kind == .information ? 6_000_000_000 : 12_000_000_000
  }
}
