/// The decoder of MPLS.
enum LabelDecoders {
  /// The maximum number of labels.
  private static let mostLabels = 16

  /// Decodes MPLS labels (RFC 3032). Their contents are IP by its first four bits, or Ethernet after a control word (RFC
  /// 4448, 4.6); only the routers know any other.
  static func labels(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    for _ in 0..<mostLabels {
      guard walk.left >= 4 else { return .leftOut(.unreadable) }
      let label = bytes.big32(walk.position)
      walk.pass(4)
      guard label & 0x100 != 0 else { continue }
      guard walk.left > 0 else { return .leftOut(.unreadable) }
      layers.append(Encapsulation.Layer(.mpls, number: label >> 12))
      switch bytes.byte(walk.position) >> 4 {
      case 4: return .next(.etherType(0x0800))
      case 6: return .next(.etherType(0x86dd))
      case 0 where walk.left >= 18 && isFrame(bytes, at: walk.position + 4):
        walk.pass(4)
        return .next(.etherType(0x6558))
      default: return .leftOut(.contents(.etherType(0x8847)))
      }
    }
    return .leftOut(.unreadable)
  }

  /// Whether an Ethernet frame of a common type seems to begin here.
  private static func isFrame(_ bytes: RawSpan, at position: Int) -> Bool {
    [0x0800, 0x0806, 0x8100, 0x86dd, 0x88a8].contains(bytes.big16(position + 12))
  }
}
