import UDPCore

/// The datagrams of one kind from one peer: how many and how often, the last one's bytes, and which of them changed.
struct KindEntry: Sendable {
  /// The bytes from the front that are watched.
  static let watched = 64
  /// Tenths of a second for which a byte that changed is lit.
  static let lit: UInt32 = 10

  let key: KindKey
  /// The datagrams.
  private(set) var count = 0
  /// The times of arrival.
  private(set) var times = ArrivalTimes()
  /// The row of the last one.
  private(set) var row: UInt64 = 0
  /// The bytes of the last one that are watched.
  private(set) var size = 0
  private var words = InlineArray<8, UInt64>(repeating: 0)
  /// The tenths of a second of the monotonic clock at which each byte changed last; 0 for never.
  private var changes = InlineArray<64, UInt32>(repeating: 0)
  /// A bit for each byte that is hidden.
  private(set) var notches: UInt64 = 0
  /// Whether another entry counts for it, because its first bytes are no sign of a kind.
  var isMerged = false

  init(_ key: KindKey) { self.key = key }

  /// The byte at an offset.
  func byte(_ offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[offset / 8] >> UInt64(offset % 8 * 8)) }

  /// Whether a byte changed within the last second and is not hidden.
  func isLit(_ offset: Int, at tenth: UInt32) -> Bool {
    !isNotched(offset) && changes[offset] > 0 && tenth &- changes[offset] < Self.lit
  }

  /// Whether a byte is hidden.
  func isNotched(_ offset: Int) -> Bool { notches >> UInt64(offset) & 1 == 1 }

  /// Hides the bytes that changed within the last second.
  /// - Returns: the number of bytes that were not hidden before.
  mutating func notch(at tenth: UInt32) -> Int {
    var mask: UInt64 = 0
    for offset in 0..<min(size, Self.watched) where isLit(offset, at: tenth) { mask |= 1 << UInt64(offset) }
    notches |= mask
    return mask.nonzeroBitCount
  }

  /// Shows all bytes again.
  mutating func clearNotches() { notches = 0 }

  /// Counts a datagram.
  /// - Parameters:
  ///   - payload: the bytes.
  ///   - time: the time of arrival; `nil` if it is not known.
  ///   - tenth: the tenths of a second of the monotonic clock, from 1.
  mutating func add(_ payload: RawSpan, row: UInt64, time: Int64?, tenth: UInt32) {
    if let time { times.add(time) }
    let before = count == 0 ? 0 : size
    size = min(payload.byteCount, Self.watched)
    self.row = row
    count &+= 1
    for index in 0..<8 {
      let start = index * 8
      let end = max(before, size)
      if start >= end { break }
      let word = Self.word(payload, start, size)
      var difference = word ^ words[index]
      words[index] = word
      if count == 1 { continue }
      if before != size { difference |= Self.lengthened(start, min(before, size), end) }
      while difference != 0 {
        let byte = difference.trailingZeroBitCount / 8
        changes[start + byte] = tenth
        difference &= ~(UInt64(0xff) << UInt64(byte * 8))
      }
    }
  }

  /// Eight bytes from an offset, the first one lowest; zero behind the end.
  private static func word(_ payload: RawSpan, _ start: Int, _ end: Int) -> UInt64 {
    if start + 8 <= end { return unsafe payload.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self) }
    var word: UInt64 = 0
    for offset in start..<max(start, end) {
      word |= UInt64(unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) << UInt64((offset - start) * 8)
    }
    return word
  }

  /// The bytes of a word that only one of two datagrams has.
  private static func lengthened(_ start: Int, _ shorter: Int, _ longer: Int) -> UInt64 {
    var mask: UInt64 = 0
    for offset in max(start, shorter)..<max(start, shorter, min(start + 8, longer)) {
      mask |= UInt64(0xff) << UInt64((offset - start) * 8)
    }
    return mask
  }

  /// Takes the counts of another entry, whose datagrams are of this kind too.
  mutating func merge(_ other: KindEntry) {
    if other.times.last > times.last || count == 0 {
      (words, changes, size, row) = (other.words, other.changes, other.size, other.row)
    }
    times.merge(other.times)
    count += other.count
    notches |= other.notches
  }
}
