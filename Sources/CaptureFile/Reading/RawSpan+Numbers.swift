/// Numbers in bytes from a file. The caller must check offsets: one beyond the end traps.
extension RawSpan {
  /// Returns the byte at `offset`.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Returns the bytes of a range as text, repaired where they are not UTF-8.
  func text(_ range: Range<Int>) -> String {
    unsafe extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Returns whether the bytes of a range are those of a text in ASCII.
  func holds(_ text: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count where unsafe byte(range.lowerBound + offset) != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Returns the 16-bit number in network byte order at `offset`.
  @inline(__always)
  func big16(_ offset: Int) -> UInt16 {
    UInt16(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Returns the 32-bit number in network byte order at `offset`.
  @inline(__always)
  func big32(_ offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Returns the 64-bit number in network byte order at `offset`.
  @inline(__always)
  func big64(_ offset: Int) -> UInt64 {
    UInt64(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Returns the number at `offset` in the given byte order.
  @inline(__always)
  func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ order: ByteOrder, as type: T.Type) -> T {
    let raw = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
    return order == .big ? T(bigEndian: raw) : T(littleEndian: raw)
  }
}

/// The byte order of a number in a file.
enum ByteOrder: Hashable, Sendable {
  case little
  case big
}
