/// Decoders of PPP in its framings.
enum PointToPointDecoders {
  /// Decodes PPP (RFC 1661, RFC 1662): address and control are optional, and the protocol may be one byte. Some programs
  /// write Cisco's HDLC under PPP's link type; its first bytes are no protocol of PPP.
  static func frame(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    if walk.left >= 4, [0x0f00, 0x8f00].contains(bytes.big16(walk.position)) {
      return LinkDecoders.ciscoHDLC(bytes, &walk, &layers)
    }
    if walk.left >= 2, bytes.big16(walk.position) == 0xff03 { walk.pass(2) }
    guard walk.left >= 2 else { return .leftOut(.unreadable) }
    let isShort = bytes.byte(walk.position) & 1 == 1
    let number = isShort ? UInt16(bytes.byte(walk.position)) : bytes.big16(walk.position)
    walk.pass(isShort ? 1 : 2)
    return .next(.pointToPoint(number))
  }

  /// Decodes HDLC framing: PPP, or Cisco's if the first byte says so (RFC 1547, 4.3.1). pppd's dumps have a direction
  /// in the place of the address: 1 is outgoing.
  static func framed(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 4 else { return .leftOut(.unreadable) }
    switch bytes.big16(walk.position) {
    case 0x0f00, 0x8f00: return LinkDecoders.ciscoHDLC(bytes, &walk, &layers)
    case 0x0003, 0x0103:
      walk.direction = bytes.byte(walk.position) == 1 ? .outgoing : .incoming
      walk.pass(2)
    default: break
    }
    return frame(bytes, &walk, &layers)
  }

  /// Decodes PPP after a byte of direction, in which 0 is incoming.
  static func directed(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 1 else { return .leftOut(.unreadable) }
    walk.direction = bytes.byte(walk.position) == 0 ? .incoming : .outgoing
    walk.pass(1)
    return frame(bytes, &walk, &layers)
  }

  /// Decodes the header of a PPPoE session (RFC 2516, 4).
  static func session(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 6 else { return .leftOut(.unreadable) }
    // A code is part of discovery.
    guard bytes.byte(walk.position + 1) == 0 else { return .leftOut(.contents(.etherType(0x8863))) }
    let session = bytes.big16(walk.position + 2)
    let length = Int(bytes.big16(walk.position + 4))
    walk.pass(6)
    walk.limit(to: length)
    layers.append(Encapsulation.Layer(.pppoe, number: UInt32(session)))
    return frame(bytes, &walk, &layers)
  }
}
