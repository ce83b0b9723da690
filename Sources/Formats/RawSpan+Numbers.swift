/// Bounds-checked reading of numbers from bytes.
extension RawSpan {
  /// The byte at an offset, which must be inside the span.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// The bytes in a range, which must be inside the span.
  func bytes(_ range: Range<Int>) -> [UInt8] { range.map { byte(at: $0) } }

  /// The number in `width` bytes, at most 8, which must be inside the span.
  @inline(__always)
  func number(at offset: Int, width: Int, isLittle: Bool) -> UInt64 {
    var number: UInt64 = 0
    if isLittle {
      var place = offset &+ width
      while place > offset {
        place &-= 1
        number = number << 8 | UInt64(byte(at: place))
      }
    } else {
      for place in offset..<offset &+ width { number = number << 8 | UInt64(byte(at: place)) }
    }
    return number
  }

  /// Whether these bytes stand at an offset.
  func holds(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, bytes.count <= byteCount - offset else { return false }
    for place in bytes.indices where byte(at: offset + place) != bytes[place] { return false }
    return true
  }

  /// The first place of a byte in a range; `nil` if it is not there.
  func first(_ wanted: UInt8, in range: Range<Int>) -> Int? { range.first { byte(at: $0) == wanted } }
}

/// Extends the sign of a number of so many bits.
@inline(__always)
func signExtended(_ number: UInt64, bits: Int) -> Int64 {
  guard bits < 64 else { return Int64(bitPattern: number) }
  let shift = UInt64(64 - bits)
  return Int64(bitPattern: number << shift) >> Int64(shift)
}
