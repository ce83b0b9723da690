/// What peers are told apart by: 24 bytes that whoever knows what a peer is fills as they like, but that the last 16
/// bits tell the peers of one host apart.
///
/// A concrete type and not a parameter: a million rows are read by it, and generic code looks peers up several times
/// slower from another module.
package struct PeerKey: Hashable, Sendable, BitwiseCopyable {
  /// The first, second and third 8 bytes.
  package let words: (UInt64, UInt64, UInt64)

  /// The key of these 24 bytes.
  package init(_ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0) {
    words = (first, second, third)
  }

  /// What the peers of one host have in common.
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
