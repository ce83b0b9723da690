/// Bytes to find in payloads, eight places at once: the first and the last byte are looked for side by side, and the rest
/// is compared where both are found.
struct ByteSearch: Sendable {
  /// What is looked for, letters small where case does not count.
  private let bytes: [UInt8]
  /// 0x20 where the byte is a letter whose case does not count, else 0.
  private let folds: [UInt8]
  /// The offset of the last byte.
  private let tail: Int
  /// The first and the last byte and their folds, eight times each.
  private let heads: UInt64
  private let ends: UInt64
  private let headFolds: UInt64
  private let endFolds: UInt64

  /// - Parameter folds: 0x20 for each byte that is a small letter whose case does not count.
  init(_ bytes: [UInt8], folds: [UInt8]) {
    precondition(!bytes.isEmpty && bytes.count == folds.count)
    self.bytes = bytes
    self.folds = folds
    tail = bytes.count - 1
    heads = UInt64(bytes[0]) &* 0x0101_0101_0101_0101
    ends = UInt64(bytes[tail]) &* 0x0101_0101_0101_0101
    headFolds = UInt64(folds[0]) &* 0x0101_0101_0101_0101
    endFolds = UInt64(folds[tail]) &* 0x0101_0101_0101_0101
  }

  /// Bytes as they are.
  init(_ bytes: [UInt8]) {
    self.init(bytes, folds: [UInt8](repeating: 0, count: bytes.count))
  }

  /// How many bytes are looked for.
  var count: Int { bytes.count }

  /// Whether the bytes stand at `offset` of `block`, and end before `end`.
  @inline(__always)
  func matches(_ block: RawSpan, at offset: Int, end: Int) -> Bool {
    guard offset &+ bytes.count <= end else { return false }
    for index in bytes.indices where block.byte(at: offset &+ index) | folds[index] != bytes[index] { return false }
    return true
  }

  /// The first place from `start` on where the bytes stand, in `range` of `block`; `nil` when there is none.
  func first(in block: RawSpan, _ range: Range<Int>, from start: Int) -> Int? {
    let last = range.upperBound &- bytes.count
    var place = start
    // Loads may reach beyond the range, into bytes of the block that are then left out.
    let loadable = block.byteCount &- 8 &- tail
    while place <= last {
      guard place <= loadable else {
        if matches(block, at: place, end: range.upperBound) { return place }
        place &+= 1
        continue
      }
      let heads = unsafe block.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self).littleEndian
      let ends = unsafe block.unsafeLoadUnaligned(fromUncheckedByteOffset: place &+ tail, as: UInt64.self).littleEndian
      let misses = ((heads | headFolds) ^ self.heads) | ((ends | endFolds) ^ self.ends)
      // The lowest bit that is set is that of a zero byte; higher ones may not be.
      var zeros = (misses &- 0x0101_0101_0101_0101) & ~misses & 0x8080_8080_8080_8080
      while zeros != 0 {
        let hit = place &+ zeros.trailingZeroBitCount / 8
        if hit > last { return nil }
        if matches(block, at: hit, end: range.upperBound) { return hit }
        zeros &= zeros &- 1
      }
      place &+= 8
    }
    return nil
  }
}
