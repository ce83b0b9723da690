/// Decoders of networks in datagrams, VXLAN and GENEVE. They are used only if the user asks for it: a datagram to one of
/// their ports is a datagram too.
enum OverlayDecoders {
  /// Decodes VXLAN (RFC 7348, 5).
  static func extensibleLAN(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    // There is a network number, and no flag for contents other than Ethernet (draft-ietf-nvo3-vxlan-gpe, 3.1).
    guard walk.left >= 8, bytes.byte(walk.position) & 0x0c == 8 else { return .leftOut(.unreadable) }
    layers.enter(walk, .vxlan, number: bytes.big32(walk.position + 4) >> 8)
    walk.pass(8)
    return .next(.etherType(0x6558))
  }

  /// Decodes GENEVE with its options (RFC 8926, 3.4).
  static func generic(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 8, bytes.byte(walk.position) >> 6 == 0 else { return .leftOut(.unreadable) }
    let length = 8 + Int(bytes.byte(walk.position) & 0x3f) * 4
    let type = bytes.big16(walk.position + 2)
    guard walk.left >= length else { return .leftOut(.unreadable) }
    layers.enter(walk, .geneve, number: bytes.big32(walk.position + 4) >> 8)
    walk.pass(length)
    return .next(.etherType(type))
  }
}
