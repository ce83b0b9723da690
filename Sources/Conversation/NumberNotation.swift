/// The way in which a whole number stands in a message.
package enum NumberNotation: Hashable, Sendable {
  /// In binary: `count` bits from bit `low` on, of all bytes of its part.
  case binary(isLittle: Bool, low: Int, count: Int)
  /// In decimal digits, with zeros in front if it is padded.
  case decimal(isPadded: Bool)

  /// All bits of a part.
  static func whole(isLittle: Bool, bytes: Int) -> NumberNotation {
    .binary(isLittle: isLittle, low: 0, count: 8 * bytes)
  }

  /// Returns the number in some bytes; `nil` if there is none, or one beyond 64 bits.
  func value(in bytes: ArraySlice<UInt8>) -> UInt64? {
    switch self {
    case .binary(let isLittle, let low, let count):
      guard bytes.count <= 8 else { return nil }
      return Self.number(bytes, isLittle: isLittle) >> UInt64(low) & Self.mask(count)
    case .decimal:
      guard !bytes.isEmpty, bytes.count <= 20, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      var number: UInt64 = 0
      for byte in bytes {
        let (product, isOver) = number.multipliedReportingOverflow(by: 10)
        let (sum, isMore) = product.addingReportingOverflow(UInt64(byte - 0x30))
        if isOver || isMore { return nil }
        number = sum
      }
      return number
    }
  }

  /// Returns the bytes that say another number in place of `old`: as many in binary.
  func bytes(of value: UInt64, insteadOf old: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    case .binary(let isLittle, let low, let count):
      guard old.count <= 8 else { return Array(old) }
      let mask = Self.mask(count) << UInt64(low)
      let number = Self.number(old, isLittle: isLittle) & ~mask | value << UInt64(low) & mask
      let bytes = (0..<old.count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    case .decimal(let isPadded):
      let digits = Array(String(value).utf8)
      guard isPadded, digits.count != old.count else { return digits }
      return digits.count < old.count
        ? [UInt8](repeating: 0x30, count: old.count - digits.count) + digits : Array(digits.suffix(old.count))
    }
  }

  /// The bits of the largest number.
  var mask: UInt64 {
    if case .binary(_, _, let count) = self { return Self.mask(count) }
    return .max
  }

  private static func mask(_ count: Int) -> UInt64 { count >= 64 ? .max : (1 << UInt64(max(0, count))) - 1 }

  private static func number(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> UInt64 {
    isLittle
      ? bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } : bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
