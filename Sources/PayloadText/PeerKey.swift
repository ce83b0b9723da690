/// The identity of a peer: 24 bytes that the caller fills as it likes, except that the last 16 bits distinguish the
/// peers of one host.
///
/// A concrete type, not a type parameter: peers are looked up for a million rows, and generic code in another module
/// is several times slower at it.
package struct PeerKey: Hashable, Sendable, BitwiseCopyable {
  /// The first, second and third 8 bytes.
  package let words: (UInt64, UInt64, UInt64)

  /// Creates the key of these 24 bytes.
  package init(_ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0) {
    words = (first, second, third)
  }

  /// The part that all peers of one host share.
  var host: PeerKey { PeerKey(words.0, words.1, words.2 & ~0xffff) }

  package static func == (left: PeerKey, right: PeerKey) -> Bool {
    left.words == right.words
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
  }
}

extension PeerKey: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) {
    self.init(UInt64(bitPattern: Int64(value)))
  }
}
