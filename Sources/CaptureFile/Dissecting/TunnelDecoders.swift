/// Decoders of tunnels in IP: IP in IP, GRE, ERSPAN, EtherIP, MPLS.
enum TunnelDecoders {
  /// Decodes IPv4 in IP (RFC 2003, RFC 2473).
  static func four(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    layers.enter(walk, .four)
    return InternetDecoders.four(bytes, &walk, &layers)
  }

  /// Decodes IPv6 in IP (RFC 4213, RFC 2473).
  static func six(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    layers.enter(walk, .six)
    return InternetDecoders.six(bytes, &walk, &layers)
  }

  /// Decodes MPLS in IP (RFC 4023).
  static func labels(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    layers.enter(walk, .mplsInIP)
    return LabelDecoders.labels(bytes, &walk, &layers)
  }

  /// Decodes Ethernet in IP (RFC 3378).
  static func etherIP(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 2, bytes.byte(walk.position) >> 4 == 3 else { return .leftOut(.unreadable) }
    layers.enter(walk, .etherIP)
    walk.pass(2)
    return LinkDecoders.ethernet(bytes, &walk, &layers)
  }

  /// Decodes GRE with checksum, key and sequence number (RFC 2784, RFC 2890), and that of PPTP (RFC 2637, 4.1).
  static func genericRouting(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 4 else { return .leftOut(.unreadable) }
    let start = walk.position
    let flags = bytes.big16(start)
    let type = bytes.big16(start + 2)
    if flags & 7 == 1 { return pointToPoint(bytes, &walk, &layers, flags: flags) }
    // A list of routes (RFC 1701), which nobody uses any more, or another version.
    guard flags & 0x4007 == 0 else { return .leftOut(.contents(.internetProtocol(47))) }
    let hasSequence = flags & 0x1000 != 0
    let keyStart = start + (flags & 0x8000 != 0 ? 8 : 4)
    let hasKey = flags & 0x2000 != 0
    let length = keyStart - start + (hasKey ? 4 : 0) + (hasSequence ? 4 : 0)
    guard walk.left >= length else { return .leftOut(.unreadable) }
    layers.enter(walk, .gre, number: hasKey ? bytes.big32(keyStart) : nil)
    walk.pass(length)
    // Cisco's keepalives.
    if type == 0 { return .leftOut(.hollow) }
    // ERSPAN without a sequence number has no header of its own (draft-foschiano-erspan, 4.1).
    return .next(.etherType(type == 0x88be && !hasSequence ? 0x6558 : type))
  }

  /// Decodes the GRE of PPTP, whose key is the length of the contents and the number of the call.
  private static func pointToPoint(
    _ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer], flags: UInt16
  ) -> DecodingStep {
    let hasSequence = flags & 0x1000 != 0
    let length = 8 + (hasSequence ? 4 : 0) + (flags & 0x80 != 0 ? 4 : 0)
    guard walk.left >= length else { return .leftOut(.unreadable) }
    let contents = Int(bytes.big16(walk.position + 4))
    layers.enter(walk, .pptp, number: UInt32(bytes.big16(walk.position + 6)))
    walk.pass(length)
    walk.limit(to: contents)
    // An acknowledgement has no contents.
    return hasSequence && contents > 0 ? .next(.etherType(0x880b)) : .leftOut(.hollow)
  }

  /// Decodes ERSPAN's second type.
  static func mirror(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 8 else { return .leftOut(.unreadable) }
    layers.append(
      Encapsulation.Layer(.erspan, number: UInt32(bytes.big16(walk.position + 2) & 0x3ff)))
    walk.pass(8)
    return .next(.etherType(0x6558))
  }

  /// Decodes ERSPAN's third type, whose frames are Ethernet or IP.
  static func mirror3(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep
  {
    guard walk.left >= 12 else { return .leftOut(.unreadable) }
    let kind = bytes.big16(walk.position + 10)
    let length = kind & 1 == 1 ? 20 : 12
    guard walk.left >= length else { return .leftOut(.unreadable) }
    layers.append(
      Encapsulation.Layer(.erspan, number: UInt32(bytes.big16(walk.position + 2) & 0x3ff)))
    walk.pass(length)
    return .next(kind >> 10 & 0x1f == 2 ? .internet : .etherType(0x6558))
  }
}

extension [Encapsulation.Layer] {
  /// Notes a tunnel between the addresses of the innermost IP header.
  mutating func enter(_ walk: PacketWalk, _ kind: Encapsulation.Kind, number: UInt32? = nil) {
    append(Encapsulation.Layer(kind, number: number, source: walk.source, destination: walk.destination))
  }
}
