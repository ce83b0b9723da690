/// Judges payloads as UTF-8 and UTF-16.
struct UnicodeScorer: Sendable {
  private let scalars = ScalarCosts()
  private let ascii: ASCIIText

  init(_ ascii: ASCIIText) {
    self.ascii = ascii
  }

  /// What the payload costs as UTF-8; more than `limit` as soon as that is certain.
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
        // The bits that say how long it is are bits that another encoding would have to explain.
        total &+= scalar.value < 0xa0 ? .nats(12) : scalars.cost(scalar.value, after: last)
        last = scalar.value
        offset &+= length
        hasCharacters = true
      case .cut:
        total &+= hasCharacters ? .cut : .lonelyCut
        offset = payload.byteCount
      case .bad:
        // Bytes that are no UTF-8 among none that are say more than a damaged text does.
        total &+= hasCharacters ? .badByte : .lonelyBadByte
        offset &+= 1
      }
      if total > limit { return total }
    }
    return total
  }

  /// What the payload costs as UTF-16; more than `limit` as soon as that is certain.
  func utf16Cost(_ payload: RawSpan, bigEndian: Bool, limit: Cost) -> Cost {
    var total: Cost = payload.byteCount % 2 == 0 ? 0 : .cut &+ .nats(4)
    var last: UInt32 = 0
    var offset = 0
    var highHalf: UInt32 = 0
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
        // An ASCII character costs nothing against ASCII; that its other byte is 0 is certain here.
        if last >= 0x80 { total &+= .nats(1) }
        last = value
      } else {
        // Bytes in the range of ASCII are credited: they are explained here.
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
    return total
  }
}
