/// Bytes that grow at the end, written run by run: texts, numbers, hexadecimal digits. Emptying it keeps its memory for
/// the next line. It is public and inlinable for the reason that `RecentTable` gives: a record is written with dozens of
/// single bytes.
@frozen
public struct ByteBuffer: Sendable {
  @usableFromInline var bytes: [UInt8] = []
  @usableFromInline var end = 0
  /// The number of bytes written.
  package var count: Int { end }

  /// Creates an empty buffer.
  package init() {}

  /// Whether nothing is written.
  package var isEmpty: Bool { end == 0 }

  /// Removes all bytes.
  package mutating func removeAll() { end = 0 }

  /// Calls `body` with the bytes, which are valid only during the call.
  package func withBytes<R>(_ body: (RawSpan) -> R) -> R { unsafe body(bytes.span.bytes.extracting(0..<count)) }

  /// Appends all bytes to an array.
  package func append(to output: inout [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[..<count]))
    }
  }

  /// Appends up to `room` bytes.
  /// - Parameter body: writes them and returns their number.
  package mutating func write(_ room: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    if bytes.count &- count < room { grow(by: room) }
    let start = count
    let written = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return unsafe body(base + start)
    }
    precondition(written <= room)
    end = start &+ written
  }

  @usableFromInline
  mutating func grow(by room: Int) {
    // An array is copied at once, also in a debug build.
    bytes += [UInt8](repeating: 0, count: max(room, bytes.count, 256))
  }

  /// Appends one byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if end == bytes.count { grow(by: 1) }
    bytes[end] = byte
    end &+= 1
  }

  /// Appends a character as UTF-8.
  package mutating func append(_ character: Unicode.Scalar) {
    let value = character.value
    if value < 0x80 { return append(UInt8(truncatingIfNeeded: value)) }
    unsafe write(4) { place in
      let count = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
      for offset in 1..<count {
        let shift = UInt32(6 &* (count &- 1 &- offset))
        unsafe place[offset] = 0x80 | UInt8(truncatingIfNeeded: value >> shift & 0x3f)
      }
      let lead: UInt32 = count == 2 ? 0xc0 : count == 3 ? 0xe0 : 0xf0
      unsafe place[0] = UInt8(truncatingIfNeeded: lead | value >> UInt32(6 &* (count &- 1)))
      return count
    }
  }

  /// Appends bytes.
  package mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let first = source.baseAddress else { return }
    unsafe write(source.count) { place in
      unsafe place.update(from: first, count: source.count)
      return source.count
    }
  }

  /// Appends bytes.
  package mutating func append(_ source: RawSpan) {
    unsafe source.withUnsafeBytes { unsafe append($0.assumingMemoryBound(to: UInt8.self)) }
  }

  /// Appends the bytes of another buffer.
  package mutating func append(_ other: ByteBuffer) {
    unsafe other.bytes.withUnsafeBufferPointer { unsafe append(UnsafeBufferPointer(rebasing: $0[..<other.end])) }
  }

  /// Appends a text as UTF-8.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append($0) }
  }

  /// Appends a number of 8 bits in decimal, as in an IPv4 address.
  package mutating func append(octet number: UInt8) {
    unsafe write(3) { place in
      var count = 0
      if number >= 100 {
        unsafe place[0] = 0x30 &+ number / 100
        count = 1
      }
      if number >= 10 {
        unsafe place[count] = 0x30 &+ number / 10 % 10
        count &+= 1
      }
      unsafe place[count] = 0x30 &+ number % 10
      return count &+ 1
    }
  }

  /// Appends a number in decimal.
  package mutating func append(decimal number: Int) {
    if number >= 0, number < 10 { return append(0x30 &+ UInt8(truncatingIfNeeded: number)) }
    if number < 0 { append("-" as Unicode.Scalar) }
    var rest = number.magnitude
    var width = 1
    var limit: UInt = 10
    while rest >= limit {
      width &+= 1
      if width == 20 { break }
      limit &*= 10
    }
    unsafe write(width) { place in
      for offset in stride(from: width &- 1, through: 0, by: -1) {
        unsafe place[offset] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return width
    }
  }

  /// Appends the last `width` decimal digits of a number that is not negative.
  package mutating func append(_ number: Int, digits width: Int) {
    var rest = UInt(bitPattern: number)
    unsafe write(width) { place in
      for offset in stride(from: width &- 1, through: 0, by: -1) {
        unsafe place[offset] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return width
    }
  }

  /// Appends the last `width` hexadecimal digits of a number, in lower case.
  package mutating func append(_ number: Int, hexDigits width: Int) {
    for place in (0..<width).reversed() {
      append(HexDigits.digit(UInt8(truncatingIfNeeded: number >> (4 * place)) & 15))
    }
  }

  /// Appends bytes in lower-case hexadecimal, without spaces.
  package mutating func append(hex source: RawSpan) {
    let count = source.byteCount
    unsafe write(2 &* count) { place in
      let target = UnsafeMutableRawPointer(place)
      var offset = 0
      while offset &+ 4 <= count {
        let four = unsafe source.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
        unsafe target.storeBytes(of: HexDigits.eight(four).littleEndian, toByteOffset: 2 &* offset, as: UInt64.self)
        offset &+= 4
      }
      while offset < count {
        let byte = unsafe source.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        unsafe place[2 &* offset] = HexDigits.digit(byte >> 4)
        unsafe place[2 &* offset &+ 1] = HexDigits.digit(byte & 15)
        offset &+= 1
      }
      return 2 &* count
    }
  }

  /// Appends bytes in lower-case hexadecimal, separated by spaces: `b7 fe ce`.
  package mutating func append(spacedHex source: RawSpan) {
    let count = source.byteCount
    guard count > 0 else { return }
    unsafe write(3 &* count) { place in
      let target = UnsafeMutableRawPointer(place)
      for offset in 0..<count {
        let byte = unsafe source.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        unsafe target.storeBytes(of: HexDigits.pair(byte).littleEndian, toByteOffset: 3 &* offset, as: UInt16.self)
        unsafe place[3 &* offset &+ 2] = 0x20
      }
      return 3 &* count &- 1
    }
  }
}

extension HexDigits {
  /// Returns the eight lower-case digits of four bytes, the first byte and the first digit lowest.
  static func eight(_ bytes: UInt32) -> UInt64 {
    var spread = UInt64(bytes)
    spread = (spread & 0xffff_0000) << 16 | spread & 0xffff
    spread = (spread << 8 | spread) & 0x00ff_00ff_00ff_00ff
    let nibbles = spread >> 4 & 0x000f_000f_000f_000f | (spread & 0x000f_000f_000f_000f) << 8
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  /// Returns the two lower-case digits of a byte, the first one lowest.
  static func pair(_ byte: UInt8) -> UInt16 {
    let nibbles = UInt16(byte >> 4) | UInt16(byte & 15) << 8
    let letters = (nibbles &+ 0x0606) >> 4 & 0x0101
    return nibbles &+ 0x3030 &+ letters &* 0x27
  }
}
