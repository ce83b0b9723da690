/// Judges payloads as UTF-8 and UTF-16.
struct UnicodeScorer: Sendable {
  private let scalars = ScalarCosts()
  private let ascii: ASCIIText

  /// Creates a scorer relative to the cost of ASCII text.
  init(_ ascii: ASCIIText) {
    self.ascii = ascii
  }

  /// Returns the payload's cost as UTF-8, or any value above `limit` once that is certain.
  func utf8Cost(_ payload: RawSpan, limit: Cost) -> Cost {
    var total = 0
    var last: UInt32 = 0
    var offset = 0
    var hasCharacters = false
    while offset < payload.byteCount {
      let byte = payload[byte: offset]
      if byte < 0x80 {
        last = 0
        offset &+= payload.asciiRun(from: offset)
        continue
      }
      switch UTF8Sequence(in: payload, at: offset) {
      case .scalar(let scalar, let length):
        // The bits that encode the length are bits that another encoding would have to explain.
        total &+= scalar.value < 0xa0 ? .nats(12) : scalars.cost(scalar.value, after: last)
        last = scalar.value
        offset &+= length
        hasCharacters = true
      case .cut:
        total &+= hasCharacters ? .cut : .lonelyCut
        offset = payload.byteCount
      case .bad:
        // An invalid byte with no valid character before it weighs more than one in damaged text.
        total &+= hasCharacters ? .badByte : .lonelyBadByte
        offset &+= 1
      }
      if total > limit { return total }
    }
    return total
  }

  /// Returns the payload's cost as UTF-16, or any value above `limit` once that is certain.
  func utf16Cost(_ payload: RawSpan, bigEndian: Bool, limit: Cost) -> Cost {
    var total: Cost = payload.byteCount % 2 == 0 ? 0 : .cut &+ .nats(4)
    var last: UInt32 = 0
    var offset = 0
    var highHalf: UInt32 = 0
    // Words of the Latin script have letters of ASCII too; numbers of 16 bits have not.
    var plainLetters = 0
    var accentedLetters = 0
    while offset &+ 1 < payload.byteCount {
      let (first, second) = (payload[byte: offset], payload[byte: offset &+ 1])
      offset &+= 2
      let value = bigEndian ? UInt32(first) << 8 | UInt32(second) : UInt32(second) << 8 | UInt32(first)
      if value < 0x80 {
        if value == 0 {
          total &+= .nul
        } else if value < 0x20, value != 9, value != 10, value != 13 {
          total &+= .control
        }
        // An ASCII character costs nothing relative to ASCII text; its other byte is certain to be 0 here.
        if last >= 0x80 { total &+= .nats(1) }
        if value | 0x20 >= 0x61, value | 0x20 <= 0x7a { plainLetters &+= 1 }
        last = value
      } else {
        if value >= 0xc0, value < 0x250 { accentedLetters &+= 1 }
        // Bytes in the ASCII range are credited: they are explained here.
        if first >= 0x20, first < 0x7f { total &-= Cost(ascii.credits[Int(first)]) }
        if second >= 0x20, second < 0x7f { total &-= Cost(ascii.credits[Int(second)]) }
        switch value {
        case 0x80..<0xa0: total &+= .nats(14)
        case 0xd800..<0xdc00:
          highHalf = value
          total &+= .nats(8)
        case 0xdc00..<0xe000:
          total &+= highHalf == 0 ? .nats(16) : .nats(6)
          highHalf = 0
        default: total &+= scalars.cost(value, after: last)
        }
        last = value
      }
      if total > limit &+ 128 { return total }
    }
    return total &+ max(0, accentedLetters &- plainLetters) &* Self.loneAccent
  }

  /// The cost of each accented letter beyond the number of plain ones.
  private static let loneAccent: Cost = .nats(5)
}
