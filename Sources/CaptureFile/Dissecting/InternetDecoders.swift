import UDPCore

/// The parts of an IP header that say where a fragment belongs.
struct FragmentHeader {
  /// The identification: 16 bits of IPv4, 32 of IPv6.
  var identification: UInt32
  /// The place of the first byte in the packet's contents.
  var offset: UInt16
  var isLast: Bool
  /// The number of what is fragmented.
  var contents: UInt8
}

/// Decoders of IPv4, IPv6 and its extension headers.
enum InternetDecoders {
  /// The maximum number of extension headers.
  private static let mostExtensions = 8

  /// Decodes IPv4 or IPv6, by the first four bits.
  static func either(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left > 0 else { return .leftOut(.unreadable) }
    switch bytes.byte(walk.position) >> 4 {
    case 4: return four(bytes, &walk, &layers)
    case 6: return six(bytes, &walk, &layers)
    default: return .leftOut(.unreadable)
    }
  }

  /// Decodes IPv4 (RFC 791).
  @inline(__always)
  static func four(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    let position = walk.position
    guard walk.left >= 20, bytes.byte(position) >> 4 == 4 else { return .leftOut(.unreadable) }
    let header = Int(bytes.byte(position) & 15) * 4
    let total = Int(bytes.big16(position + 2))
    guard header >= 20, total == 0 || total >= header else { return .leftOut(.unreadable) }
    walk.source = IPAddress(ipv4: bytes.big32(position + 12))
    walk.destination = IPAddress(ipv4: bytes.big32(position + 16))
    // The length is 0 if the network card was to segment the packet.
    if total != 0 { walk.limit(toAnnounced: total) }
    guard walk.left >= header else { return .leftOut(.unreadable) }
    walk.pass(header)
    let fragment = bytes.big16(position + 6)
    let next = bytes.byte(position + 9)
    guard fragment & 0x3fff == 0 else {
      return .fragment(
        FragmentHeader(
          identification: UInt32(bytes.big16(position + 4)), offset: (fragment & 0x1fff) * 8,
          isLast: fragment & 0x2000 == 0, contents: next))
    }
    return .next(.internetProtocol(next))
  }

  /// Decodes IPv6 (RFC 8200).
  @inline(__always)
  static func six(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    let position = walk.position
    guard walk.left >= 40, bytes.byte(position) >> 4 == 6 else { return .leftOut(.unreadable) }
    walk.source = IPAddress(high: bytes.big64(position + 8), low: bytes.big64(position + 16))
    walk.destination = IPAddress(high: bytes.big64(position + 24), low: bytes.big64(position + 32))
    let length = Int(bytes.big16(position + 4))
    walk.pass(40)
    // The length is 0 for a jumbogram (RFC 2675), or as in IPv4.
    if length != 0 { walk.limit(toAnnounced: length) }
    return .next(.internetProtocol(bytes.byte(position + 6)))
  }

  /// Decodes an extension header of the common form (RFC 8200, 4; RFC 6564).
  static func options(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 8 else { return .leftOut(.unreadable) }
    return extend(bytes, &walk, by: (Int(bytes.byte(walk.position + 1)) + 1) * 8)
  }

  /// Decodes the authentication header, whose length is counted otherwise (RFC 4302, 2.2).
  static func authentication(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 8 else { return .leftOut(.unreadable) }
    return extend(bytes, &walk, by: (Int(bytes.byte(walk.position + 1)) + 2) * 4)
  }

  /// Decodes the fragment header (RFC 8200, 4.5). A packet that is its own only fragment is whole (RFC 6946).
  static func fragment(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 8 else { return .leftOut(.unreadable) }
    let (position, fragment) = (walk.position, bytes.big16(walk.position + 2))
    let step = extend(bytes, &walk, by: 8)
    guard fragment & 0xfff9 != 0, case .next = step else { return step }
    return .fragment(
      FragmentHeader(
        identification: bytes.big32(position + 4), offset: fragment & 0xfff8, isLast: fragment & 1 == 0,
        contents: bytes.byte(position)))
  }

  /// Passes over an extension header, at most eight in a packet.
  private static func extend(_ bytes: RawSpan, _ walk: inout PacketWalk, by length: Int) -> DecodingStep {
    let next = bytes.byte(walk.position)
    walk.extensions += 1
    guard walk.extensions <= mostExtensions, walk.left >= length else { return .leftOut(.unreadable) }
    walk.pass(length)
    return .next(.internetProtocol(next))
  }
}
