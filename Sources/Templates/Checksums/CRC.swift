/// The parameters of a cyclic redundancy check in the Rocksoft model (Ross Williams, "A Painless Guide to CRC Error
/// Detection Algorithms", 1993).
package struct CRC: Hashable, Sendable {
  /// The bits of the register, from 8 to 64.
  package let width: Int
  /// The polynomial without its highest bit, highest power first.
  package let polynomial: UInt64
  /// The register's first value.
  package let initial: UInt64
  /// Whether each byte is fed in with its lowest bit first.
  package let reflectsInput: Bool
  /// Whether the register's bits are reversed at the end.
  package let reflectsOutput: Bool
  /// The value that the result is combined with by exclusive or.
  package let xorOutput: UInt64

  /// The widths that can be computed.
  package static let widths = 8...64

  /// Creates the parameters; `nil` if the width is out of range or a value has more bits.
  package init?(
    width: Int, polynomial: UInt64, initial: UInt64 = 0, reflectsInput: Bool = false, reflectsOutput: Bool = false,
    xorOutput: UInt64 = 0
  ) {
    guard Self.widths.contains(width) else { return nil }
    let mask = UInt64.max >> UInt64(64 - width)
    guard [polynomial, initial, xorOutput].allSatisfy({ $0 <= mask }) else { return nil }
    self.width = width
    self.polynomial = polynomial
    self.initial = initial
    self.reflectsInput = reflectsInput
    self.reflectsOutput = reflectsOutput
    self.xorOutput = xorOutput
  }

  /// The largest value of the register.
  var mask: UInt64 { UInt64.max >> UInt64(64 - width) }
}

/// A calculator of one cyclic redundancy check: tables for eight bytes at a time (Kounavis and Berry, "Novel Table
/// Lookup-Based Algorithms for High-Performance CRC Generation", 2008).
final class CRCTable: Sendable {
  private let crc: CRC
  /// Eight tables of 256 entries: the effect of a byte that is followed by 0 to 7 others.
  private let tables: [UInt64]
  /// The register's first value, in the order of its bits that the tables have.
  private let start: UInt64

  /// Computes the tables. A register that takes the lowest bit first is right-aligned; any other is left-aligned.
  init(_ crc: CRC) {
    self.crc = crc
    let shift = UInt64(64 - crc.width)
    let isReflected = crc.reflectsInput
    start = isReflected ? (crc.initial << shift).bitReversed : crc.initial << shift
    let polynomial = isReflected ? (crc.polynomial << shift).bitReversed : crc.polynomial << shift
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = isReflected ? UInt64(byte) : UInt64(byte) << 56
      for _ in 0..<8 {
        if isReflected {
          value = value >> 1 ^ (value & 1 == 0 ? 0 : polynomial)
        } else {
          value = value << 1 ^ (value >> 63 == 0 ? 0 : polynomial)
        }
      }
      tables[byte] = value
    }
    for place in 256..<8 * 256 {
      let last = tables[place - 256]
      tables[place] =
        isReflected ? last >> 8 ^ tables[Int(last & 0xff)] : last << 8 ^ tables[Int(last >> 56)]
    }
    self.tables = tables
  }

  /// Returns the check of some bytes.
  func value(of bytes: Span<UInt8>) -> UInt64 {
    let register = crc.reflectsInput ? reflected(bytes) : straight(bytes)
    let isRight = crc.reflectsInput == crc.reflectsOutput
    let shift = UInt64(64 - crc.width)
    let aligned = crc.reflectsInput ? register : register >> shift
    return (isRight ? aligned : (aligned << shift).bitReversed) ^ crc.xorOutput
  }

  private func reflected(_ bytes: Span<UInt8>) -> UInt64 {
    var register = start
    var place = 0
    while place &+ 8 <= bytes.count {
      var word: UInt64 = 0
      for index in 0..<8 { word |= UInt64(bytes[place &+ index]) &<< UInt64(8 &* index) }
      word ^= register
      register = 0
      for index in 0..<8 {
        register ^= tables[(7 &- index) &* 256 &+ Int(truncatingIfNeeded: word &>> UInt64(8 &* index) & 0xff)]
      }
      place &+= 8
    }
    while place < bytes.count {
      register = register >> 8 ^ tables[Int(truncatingIfNeeded: (register ^ UInt64(bytes[place])) & 0xff)]
      place &+= 1
    }
    return register
  }

  private func straight(_ bytes: Span<UInt8>) -> UInt64 {
    var register = start
    var place = 0
    while place &+ 8 <= bytes.count {
      var word: UInt64 = 0
      for index in 0..<8 { word = word &<< 8 | UInt64(bytes[place &+ index]) }
      word ^= register
      register = 0
      for index in 0..<8 {
        register ^= tables[index &* 256 &+ Int(truncatingIfNeeded: word &>> UInt64(8 &* index) & 0xff)]
      }
      place &+= 8
    }
    while place < bytes.count {
      register = register << 8 ^ tables[Int(truncatingIfNeeded: (register >> 56 ^ UInt64(bytes[place])) & 0xff)]
      place &+= 1
    }
    return register
  }
}

extension UInt64 {
  /// The number with its bits in reverse order.
  fileprivate var bitReversed: UInt64 {
    var value = self
    value = (value >> 1) & 0x5555_5555_5555_5555 | (value & 0x5555_5555_5555_5555) << 1
    value = (value >> 2) & 0x3333_3333_3333_3333 | (value & 0x3333_3333_3333_3333) << 2
    value = (value >> 4) & 0x0f0f_0f0f_0f0f_0f0f | (value & 0x0f0f_0f0f_0f0f_0f0f) << 4
    return value.byteSwapped
  }
}
