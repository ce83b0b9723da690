/// Decoders of link layers: Ethernet with its tags, LLC, BSD loopback, Cisco HDLC, Linux cooked capture.
enum LinkDecoders {
  /// The maximum number of VLAN tags.
  private static let mostTags = 8

  /// Decodes IEEE 802.3.
  @inline(__always)
  static func ethernet(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 14 else { return .leftOut(.unreadable) }
    let type = bytes.big16(walk.position + 12)
    walk.pass(14)
    return contents(type, &walk)
  }

  /// Returns what follows the type of an Ethernet frame, which may be a length (IEEE 802.3, 3.2.6).
  @inline(__always)
  private static func contents(_ type: UInt16, _ walk: inout PacketWalk) -> DecodingStep {
    guard type <= 1_500 else { return .next(.etherType(type)) }
    walk.limit(to: Int(type))
    return .next(.logicalLink)
  }

  /// Decodes up to eight VLAN tags (802.1Q, 802.1ad and its predecessors), the first one without its type.
  static func tags(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    for _ in 0..<mostTags {
      guard walk.left >= 4 else { return .leftOut(.unreadable) }
      // 0 gives a priority alone.
      let number = bytes.big16(walk.position) & 0xfff
      if number != 0 { layers.append(Encapsulation.Layer(.vlan, number: UInt32(number))) }
      let type = bytes.big16(walk.position + 2)
      walk.pass(4)
      guard type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 else { return contents(type, &walk) }
    }
    return .leftOut(.unreadable)
  }

  /// Decodes LLC (IEEE 802.2) with SNAP, which has the type after its own header (RFC 1042); `f8` is 802.1H.
  static func logicalLink(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 3 else { return .leftOut(.unreadable) }
    let service = bytes.big16(walk.position)
    // IP by its own number, without SNAP (RFC 1042, "Header Format").
    if service == 0x0606, bytes.byte(walk.position + 2) == 3 {
      walk.pass(3)
      return .next(.etherType(0x0800))
    }
    guard service == 0xaaaa, walk.left >= 8, bytes.byte(walk.position + 2) == 3 else {
      return .leftOut(.contents(.logicalLink))
    }
    let organization = bytes.big32(walk.position + 2) & 0xff_ffff
    guard organization == 0 || organization == 0xf8 else { return .leftOut(.contents(.logicalLink)) }
    let type = bytes.big16(walk.position + 6)
    walk.pass(8)
    return .next(.etherType(type))
  }

  /// Decodes BSD's loopback: a 4-byte address family in either byte order, or a 2-byte one after two other bytes. IPv4
  /// is 2 everywhere; IPv6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS.
  static func loopback(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 4 else { return .leftOut(.unreadable) }
    var family = bytes.big32(walk.position)
    if family > 0xffff { family = family.byteSwapped }
    if family > 0xffff {
      let short = bytes.big16(walk.position + 2)
      // Some programs write an EtherType there.
      if short > 1_500 {
        walk.pass(4)
        return .next(.etherType(short))
      }
      family = UInt32(short <= 0xff ? short : short.byteSwapped)
    }
    walk.pass(4)
    return .next(.addressFamily(UInt16(truncatingIfNeeded: family)))
  }

  /// Decodes Cisco's HDLC: address, control, and an EtherType.
  static func ciscoHDLC(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 4 else { return .leftOut(.unreadable) }
    let type = bytes.big16(walk.position + 2)
    walk.pass(4)
    return .next(.etherType(type))
  }

  /// Decodes Linux cooked capture, version 1. The packet type 4 is outgoing.
  static func cooked(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 16 else { return .leftOut(.unreadable) }
    walk.direction = bytes.big16(walk.position) == 4 ? .outgoing : .incoming
    let type = bytes.big16(walk.position + 14)
    walk.pass(16)
    return cooked(type)
  }

  /// Decodes Linux cooked capture, version 2.
  static func cooked2(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 20 else { return .leftOut(.unreadable) }
    walk.direction = bytes.byte(walk.position + 10) == 4 ? .outgoing : .incoming
    let type = bytes.big16(walk.position)
    walk.pass(20)
    return cooked(type)
  }

  /// Returns what follows a cooked header: an EtherType, or one of Linux' own numbers (if_ether.h), of which 4 is LLC.
  private static func cooked(_ type: UInt16) -> DecodingStep {
    .next(type == 4 ? .logicalLink : .etherType(type))
  }
}
