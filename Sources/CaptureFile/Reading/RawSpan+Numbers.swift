/// Numbers in bytes from a file. Whoever asks has checked that they are there: an offset beyond the end traps.
extension RawSpan {
  /// The byte at `offset`.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Two bytes in network order.
  @inline(__always)
  func big16(_ offset: Int) -> UInt16 {
    UInt16(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Four bytes in network order.
  @inline(__always)
  func big32(_ offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Eight bytes in network order.
  @inline(__always)
  func big64(_ offset: Int) -> UInt64 {
    UInt64(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// A number in the order of who wrote the file.
  @inline(__always)
  func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ order: ByteOrder, as type: T.Type) -> T {
    let raw = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
    return order == .big ? T(bigEndian: raw) : T(littleEndian: raw)
  }
}

/// The order of the bytes of a number in a file.
enum ByteOrder: Hashable, Sendable {
  case little
  case big
}
