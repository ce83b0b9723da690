/// Lookup tables for an encoding of one or two bytes per character: several times faster than a call of `iconv` per
/// payload. `iconv` decodes longer characters and those of several scalars.
struct PairDecoding: Sendable {
  /// A byte on its own is a scalar or one of these values.
  private static let bad: UInt32 = .max
  private static let lead: UInt32 = .max - 1
  /// A lead byte after which three or four bytes may be one character, or a pair that decodes to several scalars.
  private static let long: UInt32 = .max - 2

  private let singles: [UInt32]
  /// The value of a lead byte from 0x80 and a trail byte: a scalar, `bad`, or `long`.
  private let pairs: [UInt32]
  /// Whether a lead byte and a digit begin a four-byte character.
  private let hasFours: Bool

  /// Returns `nil` for an encoding whose characters cannot all be decoded one by one. Decodes every pair, which takes 2
  /// ms.
  init?(_ encoding: TextEncoding, _ iconv: Iconv) {
    switch encoding {
    case .gb18030, .gbk, .big5, .big5HKSCS, .shiftJIS, .eucJP, .eucKR: break
    default: return nil
    }
    hasFours = encoding == .gb18030 || encoding == .gbk
    var singles = iconv.byteTable().map { unit in
      if case .scalar(let scalar) = unit { scalar.value } else { Self.bad }
    }
    var pairs = [UInt32](repeating: Self.bad, count: 128 * 256)
    for lead in 0x80...0xff where singles[lead] == Self.bad && iconv.isLead(UInt8(lead)) {
      singles[lead] = Self.lead
      iconv.forEachPair(lead: UInt8(lead)) { trail, scalar in
        pairs[(lead & 0x7f) << 8 | Int(trail)] = scalar ?? Self.long
      }
    }
    if encoding == .gbk { singles[0x80] = Unicode.Scalar("€").value }
    if encoding == .eucJP { singles[0x8f] = Self.long }
    self.singles = singles
    self.pairs = pairs
  }

  /// The scalar that a byte decodes to on its own; `nil` if there is none.
  func single(_ byte: UInt8) -> UInt32? {
    let value = singles[Int(byte)]
    return value < Self.long ? value : nil
  }

  /// The character of a lead byte and a trail byte; `nil` if they are not one.
  func pair(lead: UInt8, trail: UInt8) -> BytePair? {
    guard lead >= 0x80, singles[Int(lead)] >= Self.long, singles[Int(lead)] != Self.bad else { return nil }
    let value = pairs[Int(lead & 0x7f) << 8 | Int(trail)]
    return value < Self.long ? .scalar(value) : value == Self.long ? .several : nil
  }

  /// The result of decoding at one offset.
  private enum Step {
    case scalar(UInt32, length: Int)
    case badByte
    /// The payload ends inside a character.
    case cut
    /// Possibly a character of more than two bytes, or of several scalars.
    case long
  }

  @inline(__always)
  private func step(_ payload: RawSpan, at offset: Int) -> Step {
    let byte = payload[byte: offset]
    let single = singles[Int(byte)]
    if single < Self.long { return .scalar(single, length: 1) }
    if single == Self.bad { return .badByte }
    if single == Self.long { return .long }
    guard offset &+ 1 < payload.byteCount else { return .cut }
    let trail = payload[byte: offset &+ 1]
    let pair = pairs[Int(byte & 0x7f) << 8 | Int(trail)]
    if pair < Self.long { return .scalar(pair, length: 2) }
    return pair == Self.long || hasFours && trail &- 0x30 < 10 ? .long : .badByte
  }

  /// Appends the decoded payload, or returns `nil` and appends nothing if `iconv` is needed.
  func decode(_ payload: RawSpan, limit: Int, into text: inout DecodedText) -> Void? {
    let before = text.units.count
    var offset = 0
    while offset < payload.byteCount {
      guard text.units.count < limit else {
        text.isPartial = true
        return ()
      }
      switch step(payload, at: offset) {
      case .scalar(let value, let length):
        text.units.append(.scalar(Unicode.Scalar(value) ?? "\u{fffd}"))
        offset &+= length
      case .cut:
        text.isCut = true
        text.units.append(.badByte(payload[byte: offset]))
        offset &+= 1
      case .badByte:
        text.units.append(.badByte(payload[byte: offset]))
        offset &+= 1
      case .long:
        text.units.removeSubrange(before...)
        return nil
      }
    }
    return ()
  }

  /// Returns the character or bad byte at `offset` and its length in bytes, or `nil` if `iconv` is needed.
  func unit(at offset: Int, of payload: RawSpan) -> (unit: DecodedText.Unit, length: Int)? {
    switch step(payload, at: offset) {
    case .scalar(let value, let length): (.scalar(Unicode.Scalar(value) ?? "\u{fffd}"), length)
    case .cut, .badByte: (.badByte(payload[byte: offset]), 1)
    case .long: nil
    }
  }

  /// Returns the whole payload as a string with U+FFFD for each bad byte, or `nil` if `iconv` is needed.
  func string(_ payload: RawSpan) -> String? {
    var isComplete = true
    // A byte of payload decodes to at most three bytes of UTF-8, and a pair to at most four.
    let string = unsafe String(unsafeUninitializedCapacity: 3 * payload.byteCount + 4) { room in
      var count = 0
      var offset = 0
      while offset < payload.byteCount {
        switch step(payload, at: offset) {
        case .scalar(let value, let length):
          unsafe UTF8Writer.append(value, to: room, &count)
          offset &+= length
        case .cut, .badByte:
          unsafe UTF8Writer.append(0xfffd, to: room, &count)
          offset &+= 1
        case .long:
          isComplete = false
          return 0
        }
      }
      return count
    }
    return isComplete ? string : nil
  }
}

/// A writer of scalars as UTF-8 into memory.
enum UTF8Writer {
  /// Writes a scalar at `count` and advances it; up to four bytes must fit. Surrogates, which no table contains, would
  /// trap later.
  @inline(__always)
  static func append(_ value: UInt32, to room: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
    func put(_ byte: UInt32) {
      unsafe room[count] = UInt8(truncatingIfNeeded: byte)
      count &+= 1
    }
    if value < 0x80 {
      put(value)
    } else if value < 0x800 {
      put(0xc0 | value >> 6)
      put(0x80 | value & 0x3f)
    } else if value < 0x10000 {
      put(0xe0 | value >> 12)
      put(0x80 | value >> 6 & 0x3f)
      put(0x80 | value & 0x3f)
    } else {
      put(0xf0 | value >> 18)
      put(0x80 | value >> 12 & 0x3f)
      put(0x80 | value >> 6 & 0x3f)
      put(0x80 | value & 0x3f)
    }
  }
}
