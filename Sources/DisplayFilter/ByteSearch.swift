/// A search for bytes in payloads, eight offsets at a time: the first and the last byte are compared at all eight
/// together, and the rest only where both match.
struct ByteSearch: Sendable {
  /// The bytes to find, with letters in lowercase where case is ignored.
  private let bytes: [UInt8]
  /// 0x20 for each letter whose case is ignored, 0 for any other byte.
  private let folds: [UInt8]
  /// The offset of the last byte.
  private let tail: Int
  /// The first and the last byte and their folds, eight times each.
  private let heads: UInt64
  private let ends: UInt64
  private let headFolds: UInt64
  private let endFolds: UInt64

  /// Creates a search that ignores case where `folds` says so.
  /// - Parameter folds: 0x20 for each byte that is a lowercase letter whose case is ignored, 0 for any other.
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

  /// Creates a case-sensitive search.
  init(_ bytes: [UInt8]) {
    self.init(bytes, folds: [UInt8](repeating: 0, count: bytes.count))
  }

  /// The number of bytes to find.
  var count: Int { bytes.count }

  /// Whether the bytes are at `offset` of `block` and end at or before `end`.
  @inline(__always)
  func matches(_ block: RawSpan, at offset: Int, end: Int) -> Bool {
    guard offset &+ bytes.count <= end else { return false }
    for index in bytes.indices where block.byte(at: offset &+ index) | folds[index] != bytes[index] { return false }
    return true
  }

  /// The first offset from `start` on where the bytes are, within `range` of `block`; `nil` if there is none.
  func first(in block: RawSpan, _ range: Range<Int>, from start: Int) -> Int? {
    let last = range.upperBound &- bytes.count
    var place = start
    // Loads may extend past the range, into bytes of the block that are then ignored.
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
      // Only the lowest set bit is certain to mark a zero byte.
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
