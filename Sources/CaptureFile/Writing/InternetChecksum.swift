/// The checksum of IP and UDP (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
///
/// Words are added in this machine's byte order, as stored in memory; the sum does not depend on it (RFC 1071, section
/// 2, B).
struct InternetChecksum {
  private var sum: UInt64 = 0

  /// Adds bytes. An odd last byte counts as if followed by a zero, so only the last call may add an odd number of
  /// bytes.
  mutating func add(_ bytes: RawSpan) {
    var offset = 0
    while offset &+ 8 <= bytes.byteCount {
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      sum &+= (word & 0xffff_ffff) &+ word >> 32
      offset &+= 8
    }
    while offset + 4 <= bytes.byteCount {
      sum += UInt64(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
      offset += 4
    }
    if offset + 2 <= bytes.byteCount {
      sum += UInt64(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
      offset += 2
    }
    if offset < bytes.byteCount {
      let last = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      sum += UInt64(UInt16(last).littleEndian)
    }
  }

  /// Adds a number of a pseudo-header.
  mutating func add(_ number: UInt32) {
    sum += UInt64(number.bigEndian)
  }

  /// The checksum as it must be stored in memory.
  var value: UInt16 {
    var folded = sum
    while folded > 0xffff { folded = folded >> 16 + folded & 0xffff }
    return ~UInt16(truncatingIfNeeded: folded)
  }
}
