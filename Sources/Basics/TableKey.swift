/// A key of a `RecentTable`.
public protocol TableKey: Hashable, Sendable {
  /// The hash by which a table finds the key: the same within one run of the program, and not to be foreseen, so that
  /// nobody outside can send keys that collide.
  var tableHash: Int { get }
}

extension TableKey {
  /// The hash of the standard library.
  @inlinable public var tableHash: Int { hashValue }
}

extension Int: TableKey {}

/// Hashes a few words in three nanoseconds, where the standard library's `Hasher` takes twenty: each word is multiplied
/// with a number that is chosen at random at the start, as wyhash does (https://github.com/wangyi-fudan/wyhash).
package enum KeyedHash {
  @usableFromInline package static let secret: (UInt64, UInt64, UInt64, UInt64) = (
    .random(in: 0 ... .max), .random(in: 0 ... .max), .random(in: 0 ... .max), .random(in: 0 ... .max)
  )

  /// The hash of three words.
  @inlinable
  package static func hash(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> Int {
    let secret = secret
    let both = folded(first ^ secret.0, second ^ secret.1) ^ secret.3
    return Int(truncatingIfNeeded: folded(both, folded(third ^ secret.2, 0x9e37_79b9_7f4a_7c15) ^ secret.1))
  }

  @inlinable @inline(__always)
  static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
