import UDPCore

/// The result of dissecting a packet.
enum Dissection {
  /// A datagram, which the dissector has written to its place.
  case datagram
  /// Anything other than UDP over IP.
  case other
  /// A packet that may contain UDP but is not dissected.
  case enclosed(Enclosure)
  /// A fragment without the UDP header; fragments are not reassembled.
  case laterFragment
  /// Headers that contradict themselves or are cut.
  case unreadable
  /// A link type that is not supported.
  case unknownLink
}

extension Dissection {
  /// Classifies a packet by an EtherType other than IP.
  fileprivate static func etherType(_ type: UInt16) -> Dissection {
    Enclosure.cannotCarryUDP(etherType: type) ? .other : .enclosed(.etherType(type))
  }

  /// Classifies a packet by an IP protocol other than UDP.
  fileprivate static func internetProtocol(_ number: UInt8) -> Dissection {
    Enclosure.cannotCarryUDP(internetProtocol: number) ? .other : .enclosed(.internetProtocol(number))
  }
}

/// A dissector that finds the UDP datagram in a packet. Every length is checked before it is used: positions never
/// leave the captured bytes.
struct PacketDissector {
  /// The maximum numbers of VLAN tags and of MPLS labels.
  private static let mostTags = 8
  private static let mostLabels = 16
  /// The largest payload size of a row.
  private static let mostPayload = 65_535

  /// The link type, which says how the packet begins.
  let link: LinkType
  /// The packet's end on the wire, as a position in the bytes; never before `end`.
  private let wireEnd: Int
  /// The end of the captured bytes.
  private let end: Int
  private let start: Int

  /// - Parameters:
  ///   - captured: the range of the packet in the bytes passed to `dissect`.
  ///   - originalLength: the packet's length on the wire.
  init(link: LinkType, captured: Range<Int>, originalLength: Int) {
    self.link = link
    start = captured.lowerBound
    end = captured.upperBound
    wireEnd = max(captured.upperBound, captured.lowerBound + originalLength)
  }

  /// Dissects the packet, which is in `bytes`. A datagram is written to `found`, because handing it up from function to
  /// function would copy it each time.
  func dissect(_ bytes: RawSpan, into found: inout CapturedDatagram) -> Dissection {
    switch link {
    case .ethernet: return ethernet(bytes, &found)
    case .raw, .rawOfKernel, .rawOfOpenBSD: return internet(bytes, &found, at: start)
    case .ipv4: return ipv4(bytes, &found, at: start)
    case .ipv6: return ipv6(bytes, &found, at: start)
    case .null, .loop: return loopback(bytes, &found)
    case .linuxCooked: return cooked(bytes, &found, header: 16, protocolAt: 14, kind: (0, 2))
    case .linuxCooked2: return cooked(bytes, &found, header: 20, protocolAt: 0, kind: (10, 1))
    case .ppp, .pppInHDLC: return pointToPoint(bytes, &found, at: start)
    case .ciscoHDLC:
      guard end - start >= 4 else { return .unreadable }
      return tagged(bytes, &found, type: bytes.big16(start + 2), at: start + 4)
    default: return .unknownLink
    }
  }

  // MARK: Links

  /// Dissects IEEE 802.3 with VLAN tags, or SNAP, which is still in use.
  private func ethernet(_ bytes: RawSpan, _ found: inout CapturedDatagram) -> Dissection {
    guard end - start >= 14 else { return .unreadable }
    let type = bytes.big16(start + 12)
    // A length, not a type (IEEE 802.3, 3.2.6): SNAP has the type after its own header (RFC 1042).
    if type <= 1_500, end - start >= 22, bytes.big32(start + 14) == 0xaaaa_0300, bytes.big16(start + 18) == 0 {
      return tagged(bytes, &found, type: bytes.big16(start + 20), at: start + 22)
    }
    return tagged(bytes, &found, type: type, at: start + 14)
  }

  /// Dissects by EtherType, after up to eight VLAN tags (802.1Q, 802.1ad and its predecessors).
  private func tagged(_ bytes: RawSpan, _ found: inout CapturedDatagram, type: UInt16, at position: Int) -> Dissection {
    var (type, position) = (type, position)
    var tags = 0
    while type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 {
      tags += 1
      guard tags <= Self.mostTags, end - position >= 4 else { return .unreadable }
      type = bytes.big16(position + 2)
      position += 4
    }
    switch type {
    case 0x0800: return ipv4(bytes, &found, at: position)
    case 0x86dd: return ipv6(bytes, &found, at: position)
    case 0x8847, 0x8848: return labelled(bytes, &found, at: position, type: type)
    case 0x8864:
      // The PPPoE header is 6 bytes long (RFC 2516, 4).
      guard end - position >= 8 else { return .unreadable }
      return pointToPoint(bytes, &found, at: position + 6)
    default: return .etherType(type)
    }
  }

  /// Dissects PPP (RFC 1661, RFC 1662): address and control are optional, and the protocol may be one byte.
  private func pointToPoint(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int) -> Dissection {
    var position = position
    if end - position >= 2, bytes.big16(position) == 0xff03 { position += 2 }
    guard end - position >= 2 else { return .unreadable }
    let isShort = bytes.byte(position) & 1 == 1
    let number = isShort ? UInt16(bytes.byte(position)) : bytes.big16(position)
    position += isShort ? 1 : 2
    switch number {
    case 0x0021: return ipv4(bytes, &found, at: position)
    case 0x0057: return ipv6(bytes, &found, at: position)
    case 0x0281, 0x0283: return labelled(bytes, &found, at: position, type: 0x8847)
    // The control protocols of the network layers, of the link and of authentication.
    case 0x8000...: return .other
    default: return .enclosed(.pointToPoint(number))
    }
  }

  /// Dissects the packet after MPLS labels (RFC 3032): IP by its first nibble; only the routers know any other content.
  private func labelled(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int, type: UInt16) -> Dissection
  {
    var position = position
    for _ in 0..<Self.mostLabels {
      guard end - position >= 4 else { return .unreadable }
      let isLast = bytes.byte(position + 2) & 1 == 1
      position += 4
      guard isLast else { continue }
      guard position < end else { return .unreadable }
      switch bytes.byte(position) >> 4 {
      case 4: return ipv4(bytes, &found, at: position)
      case 6: return ipv6(bytes, &found, at: position)
      default: return .enclosed(.etherType(type))
      }
    }
    return .unreadable
  }

  /// Dissects BSD's loopback: a 4-byte address family in either byte order, or a 2-byte one after two other bytes. IPv4
  /// is 2 everywhere; IPv6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS.
  private func loopback(_ bytes: RawSpan, _ found: inout CapturedDatagram) -> Dissection {
    guard end - start >= 4 else { return .unreadable }
    var family = bytes.big32(start)
    if family > 0xffff { family = family.byteSwapped }
    if family > 0xffff {
      let short = bytes.big16(start + 2)
      family = UInt32(short <= 0xff ? short : short.byteSwapped)
    }
    switch family {
    case 2: return ipv4(bytes, &found, at: start + 4)
    case 24, 28, 30: return ipv6(bytes, &found, at: start + 4)
    // OSI, AppleTalk, IPX.
    case 7, 16, 23: return .other
    default: return .enclosed(.addressFamily(UInt16(truncatingIfNeeded: family)))
    }
  }

  /// Dissects Linux cooked capture. `kind` is the position and the width of the packet type; type 4 is outgoing.
  private func cooked(
    _ bytes: RawSpan, _ found: inout CapturedDatagram, header: Int, protocolAt: Int, kind: (offset: Int, width: Int)
  ) -> Dissection {
    guard end - start >= header else { return .unreadable }
    let type =
      kind.width == 1 ? UInt16(bytes.byte(start + kind.offset)) : bytes.big16(start + kind.offset)
    let dissection = tagged(bytes, &found, type: bytes.big16(start + protocolAt), at: start + header)
    guard case .datagram = dissection else { return dissection }
    found.direction = type == 4 ? .outgoing : .incoming
    return dissection
  }

  // MARK: IP

  /// Dissects IPv4 or IPv6, by the first nibble.
  private func internet(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int) -> Dissection {
    guard position < end else { return .unreadable }
    switch bytes.byte(position) >> 4 {
    case 4: return ipv4(bytes, &found, at: position)
    case 6: return ipv6(bytes, &found, at: position)
    default: return .other
    }
  }

  /// Dissects IPv4 (RFC 791).
  private func ipv4(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int) -> Dissection {
    guard end - position >= 20, bytes.byte(position) >> 4 == 4 else { return .unreadable }
    let header = Int(bytes.byte(position) & 15) * 4
    let total = Int(bytes.big16(position + 2))
    guard header >= 20, total == 0 || total >= header else { return .unreadable }
    let fragment = bytes.big16(position + 6)
    let next = bytes.byte(position + 9)
    if fragment & 0x1fff != 0 { return next == 17 ? .laterFragment : .internetProtocol(next) }
    let part = InternetPart(
      source: IPAddress(ipv4: bytes.big32(position + 12)), destination: IPAddress(ipv4: bytes.big32(position + 16)),
      // The length is 0 if the network card was to segment the packet.
      end: total == 0 ? wireEnd : min(wireEnd, position + total), isFragment: fragment & 0x2000 != 0)
    return upper(bytes, &found, protocol: next, at: position + header, part)
  }

  /// Dissects IPv6 (RFC 8200).
  private func ipv6(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int) -> Dissection {
    guard end - position >= 40, bytes.byte(position) >> 4 == 6 else { return .unreadable }
    let length = Int(bytes.big16(position + 4))
    let part = InternetPart(
      source: IPAddress(high: bytes.big64(position + 8), low: bytes.big64(position + 16)),
      destination: IPAddress(high: bytes.big64(position + 24), low: bytes.big64(position + 32)),
      // The length is 0 for a jumbogram (RFC 2675), or as in IPv4.
      end: length == 0 ? wireEnd : min(wireEnd, position + 40 + length))
    return upper(bytes, &found, protocol: bytes.byte(position + 6), at: position + 40, part)
  }

  /// The contents of an IP header.
  private struct InternetPart {
    var source: IPAddress
    var destination: IPAddress
    /// The end of the packet without padding.
    var end: Int
    var isFragment = false
  }

  /// Follows extension headers (RFC 8200, 4; RFC 4302), at most 8 of them, to UDP.
  private func upper(
    _ bytes: RawSpan, _ found: inout CapturedDatagram, protocol first: UInt8, at position: Int, _ part: InternetPart
  ) -> Dissection {
    var (next, position, part) = (first, position, part)
    for _ in 0...8 {
      let length: Int
      switch next {
      case 17: return udp(bytes, &found, at: position, part)
      case 0, 43, 60, 135, 139, 140:
        guard end - position >= 8 else { return .unreadable }
        length = (Int(bytes.byte(position + 1)) + 1) * 8
      case 44:
        guard end - position >= 8 else { return .unreadable }
        length = 8
        let fragment = bytes.big16(position + 2)
        if fragment >> 3 != 0 {
          return bytes.byte(position) == 17 ? .laterFragment : .internetProtocol(bytes.byte(position))
        }
        part.isFragment = fragment & 1 != 0
      case 51:
        guard end - position >= 8 else { return .unreadable }
        length = (Int(bytes.byte(position + 1)) + 2) * 4
      default: return .internetProtocol(next)
      }
      next = bytes.byte(position)
      position += length
    }
    return .unreadable
  }

  // MARK: UDP

  /// Dissects UDP (RFC 768). The ports must be present; an implausible length is marked.
  private func udp(_ bytes: RawSpan, _ found: inout CapturedDatagram, at position: Int, _ part: InternetPart)
    -> Dissection
  {
    let stop = min(end, part.end)
    guard stop - position >= 4 else { return .unreadable }
    found = CapturedDatagram(
      source: Endpoint(part.source, port: bytes.big16(position)),
      destination: Endpoint(part.destination, port: bytes.big16(position + 2)), size: 0, payload: position..<position)
    /// The number of bytes that the IP length leaves for the payload.
    let whole = max(0, part.end - position - 8)
    let room = min(whole, Self.mostPayload)
    let length = stop - position >= 6 ? Int(bytes.big16(position + 4)) : room + 8
    // A jumbogram's length does not fit: the field is 0 (RFC 2675, 4).
    let isJumbogram = length == 0 && whole + 8 > Self.mostPayload
    found.size = length >= 8 ? length - 8 : room
    found.isBeyondSize = isJumbogram && whole > Self.mostPayload
    if part.isFragment { found.marks.insert(.fragment) }
    let isHeaderCut = part.end - position < 8
    if isHeaderCut || length < 8 && !isJumbogram || found.size > room && !part.isFragment {
      found.marks.insert(.oddLength)
    }
    let first = min(position + 8, stop)
    let stored = min(found.size, room, stop - first)
    found.payload = first..<first + stored
    return .datagram
  }
}
