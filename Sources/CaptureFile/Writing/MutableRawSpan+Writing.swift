/// Sequential writing.
extension MutableRawSpan {
  /// Writes a number in this machine's byte order and advances `offset`.
  mutating func put<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: inout Int) {
    storeBytes(of: value, toByteOffset: offset, as: T.self)
    offset += MemoryLayout<T>.size
  }

  /// Writes bytes and advances `offset`.
  mutating func put(_ bytes: RawSpan, at offset: inout Int) {
    let count = bytes.byteCount
    if count == 0 { return }
    precondition(offset >= 0 && count <= byteCount - offset, "no room for \(count) bytes")
    let place = offset
    unsafe withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<place + count]).copyMemory(from: source)
      }
    }
    offset += count
  }

  /// Writes zeros up to the next multiple of four.
  mutating func pad(at offset: inout Int) {
    while offset % 4 != 0 { put(UInt8(0), at: &offset) }
  }
}
