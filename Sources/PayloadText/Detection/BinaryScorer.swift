/// Judges payloads as no text at all: numbers, lengths, flags.
struct BinaryScorer: Sendable {
  private let costs: [Int16]

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

  /// What the payload costs.
  func cost(_ payload: RawSpan) -> Cost {
    var total = 0
    for offset in 0..<payload.byteCount { total &+= Cost(costs[Int(payload[byte: offset])]) }
    return total
  }
}
