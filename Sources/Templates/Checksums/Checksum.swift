/// A calculator of one checksum.
package final class Checksum: Sendable {
  /// The algorithm.
  package let algorithm: ChecksumAlgorithm
  private let table: CRCTable?

  /// Prepares to compute a checksum; a cyclic redundancy check needs a table.
  package init(_ algorithm: ChecksumAlgorithm) {
    self.algorithm = algorithm
    table = algorithm.crc.map { CRCTable($0) }
  }

  /// Returns the checksum of some bytes.
  package func value(of bytes: Span<UInt8>) -> UInt64 {
    switch algorithm.method {
    case .crc: return table?.value(of: bytes) ?? 0
    case .sum: return Self.sum(bytes) & algorithm.mask
    case .exclusiveOr: return Self.exclusiveOr(bytes)
    case .complement: return (0 &- Self.sum(bytes)) & 0xff
    case .fletcher: return Self.fletcher(bytes, modulus: 255, first: 0, shift: 8)
    case .adler: return Self.fletcher(bytes, modulus: 65_521, first: 1, shift: 16)
    case .internet: return Self.internet(bytes)
    case .sentence: return Self.exclusiveOr(bytes.extracting(Self.sentence(bytes)))
    }
  }

  /// Returns the checksum of some bytes.
  package func value(of bytes: [UInt8]) -> UInt64 { value(of: bytes.span) }

  private static func sum(_ bytes: Span<UInt8>) -> UInt64 {
    var sum: UInt64 = 0
    for place in bytes.indices { sum &+= UInt64(bytes[place]) }
    return sum
  }

  private static func exclusiveOr(_ bytes: Span<UInt8>) -> UInt64 {
    var value: UInt8 = 0
    for place in bytes.indices { value ^= bytes[place] }
    return UInt64(value)
  }

  /// Returns the sum of the bytes and the sum of its values on the way, above it.
  private static func fletcher(_ bytes: Span<UInt8>, modulus: UInt64, first: UInt64, shift: UInt64) -> UInt64 {
    var (low, high) = (first, UInt64(0))
    for place in bytes.indices {
      low = (low &+ UInt64(bytes[place])) % modulus
      high = (high &+ low) % modulus
    }
    return high << shift | low
  }

  private static func internet(_ bytes: Span<UInt8>) -> UInt64 {
    var sum: UInt64 = 0
    for place in bytes.indices { sum &+= place & 1 == 0 ? UInt64(bytes[place]) << 8 : UInt64(bytes[place]) }
    while sum > 0xffff { sum = sum >> 16 &+ sum & 0xffff }
    return ~sum & 0xffff
  }

  /// The part of a sentence that its checksum covers: after the last `$` or `!`, and before a `*` at the end.
  private static func sentence(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    for place in bytes.indices where bytes[place] == UInt8(ascii: "$") || bytes[place] == UInt8(ascii: "!") {
      start = place + 1
    }
    let isStarred = bytes.count > start && bytes[bytes.count - 1] == UInt8(ascii: "*")
    return start..<(isStarred ? bytes.count - 1 : bytes.count)
  }
}

extension ChecksumAlgorithm {
  /// The largest value.
  var mask: UInt64 { UInt64.max >> UInt64(64 - width) }
}
