/// Judges payloads as binary data: numbers, lengths, flags.
struct BinaryScorer: Sendable {
  private let costs: [Int16]

  /// Creates a scorer relative to the cost of ASCII text.
  init(_ ascii: ASCIIText) {
    costs = (0...0xff).map { (byte: UInt8) in
      switch byte {
      case 0: Int16(Cost.nats(1.8))
      case 1...8: Int16(Cost.nats(4.2))
      case 0x0b...0x0c, 0x0e...0x1f, 0x7f: Int16(Cost.nats(4.8))
      case 0x09, 0x0a, 0x0d: Int16(Cost.nats(4.8))
      case 0xff: Int16(Cost.nats(4.2))
      case 0x80...: Int16(Cost.nats(5.5))
      default: Int16(Cost.nats(5.3)) - Int16(ascii.credits[Int(byte)])
      }
    }
  }

  /// Returns the payload's cost.
  func cost(_ payload: RawSpan) -> Cost {
    var total = 0
    var offset = 0
    while offset < payload.byteCount {
      let byte = payload[byte: offset]
      offset &+= 1
      if byte > 0, byte < 0x20, Self.isText(payload, offset..<offset &+ Int(byte)) {
        // A length and text of that length: DNS labels, protobuf strings.
        total &+= Self.lengthAndText
        offset &+= Int(byte)
      } else {
        total &+= Cost(costs[Int(byte)])
      }
    }
    return total
  }

  private static let lengthAndText: Cost = .nats(4)

  private static func isText(_ payload: RawSpan, _ range: Range<Int>) -> Bool {
    guard range.upperBound <= payload.byteCount else { return false }
    for offset in range where payload[byte: offset] &- 0x20 >= 0x5f { return false }
    return true
  }
}
