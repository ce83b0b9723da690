/// Bounds-checked access to payload bytes. The loads are marked unsafe only because `RawSpan` can load any type.
extension RawSpan {
  /// The byte at an offset; traps outside the payload.
  subscript(byte offset: Int) -> UInt8 {
    @inline(__always) get { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
  }

  /// The length of the ASCII run that begins at `start`, read eight bytes at a time.
  func asciiRun(from start: Int) -> Int {
    var end = start
    while end &+ 8 <= byteCount {
      let word = unsafe unsafeLoadUnaligned(fromByteOffset: end, as: UInt64.self).littleEndian
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return end &- start &+ high.trailingZeroBitCount / 8 }
      end &+= 8
    }
    while end < byteCount, self[byte: end] < 0x80 { end &+= 1 }
    return end &- start
  }

  /// Whether every byte is ASCII.
  package var isASCII: Bool { asciiRun(from: 0) == byteCount }

  /// The bytes as a string; `nil` if they are not UTF-8.
  var validUTF8: String? {
    unsafe withUnsafeBytes { bytes in unsafe String(validating: bytes, as: UTF8.self) }
  }
}
