/// An encoding of one and two bytes a character as tables: several times faster than a call of `iconv` a payload.
/// What takes more bytes or is several scalars, `iconv` decodes.
struct PairDecoding: Sendable {
  /// What a byte is by itself: a scalar, or one of these.
  private static let bad: UInt32 = .max
  private static let lead: UInt32 = .max - 1
  /// A lead byte after which three or four bytes may be one character, or a pair that is several scalars.
  private static let long: UInt32 = .max - 2

  private let singles: [UInt32]
  /// What a lead byte from 0x80 and a trail byte are: a scalar, `bad`, or `long`.
  private let pairs: [UInt32]
  /// Whether a lead byte and a digit begin a character of four bytes.
  private let hasFours: Bool

  /// `nil` for an encoding whose characters are not all read one by one. Reads every pair: 2 ms.
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

  /// The scalar that a byte is by itself; `nil` where it is none.
  func single(_ byte: UInt8) -> UInt32? {
    let value = singles[Int(byte)]
    return value < Self.long ? value : nil
  }

  /// What a lead byte and a trail byte are; `nil` where they are no character.
  func pair(lead: UInt8, trail: UInt8) -> BytePair? {
    guard lead >= 0x80, singles[Int(lead)] >= Self.long, singles[Int(lead)] != Self.bad else { return nil }
    let value = pairs[Int(lead & 0x7f) << 8 | Int(trail)]
    return value < Self.long ? .scalar(value) : value == Self.long ? .several : nil
  }

  /// What stands at one place.
  private enum Step {
    case scalar(UInt32, length: Int)
    case badByte
    /// The payload ends inside a character.
    case cut
    /// Perhaps a character of more than two bytes, or of several scalars.
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

  /// Appends a payload; `nil` where `iconv` is needed, and then nothing is appended.
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

  /// What begins at a byte, and how many bytes it takes; `nil` where `iconv` is needed.
  func unit(at offset: Int, of payload: RawSpan) -> (unit: DecodedText.Unit, length: Int)? {
    switch step(payload, at: offset) {
    case .scalar(let value, let length): (.scalar(Unicode.Scalar(value) ?? "\u{fffd}"), length)
    case .cut, .badByte: (.badByte(payload[byte: offset]), 1)
    case .long: nil
    }
  }

  /// The whole payload as a string with U+FFFD for each bad byte; `nil` where `iconv` is needed.
  func string(_ payload: RawSpan) -> String? {
    var isComplete = true
    // No unit takes more than three bytes a byte of payload; a pair never more than four.
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

/// Writes scalars as UTF-8 into memory.
enum UTF8Writer {
  /// Writes at `count`, which grows; up to four bytes must fit. Surrogates, which no table holds, would trap later.
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
