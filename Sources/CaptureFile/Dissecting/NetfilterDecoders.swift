/// The decoder of NFLOG, Linux' log of packets by rules of the firewall.
enum NetfilterDecoders {
  /// Decodes NFLOG (<https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html>): a header and a list of attributes in the
  /// byte order of the host that captured, one of which is the packet.
  static func log(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    guard walk.left >= 4, bytes.byte(walk.position + 1) == 0 else { return .leftOut(.unreadable) }
    let family = UInt16(bytes.byte(walk.position))
    walk.pass(4)
    guard let payload = find(bytes, &walk, &layers, .little) ?? find(bytes, &walk, &layers, .big) else {
      return .leftOut(.unreadable)
    }
    walk.pass(payload.lowerBound - walk.position)
    walk.limit(to: payload.count)
    switch family {
    case 2: return .next(.etherType(0x0800))
    case 10: return .next(.etherType(0x86dd))
    // 0: any family; 7: a bridge; the packet begins with IP.
    case 0, 7: return .next(.internet)
    default: return .leftOut(.contents(.addressFamily(family)))
    }
  }

  /// Looks for the packet among the attributes, and notes what others say; `nil` if they make no sense in this byte
  /// order. The packet alone may be cut.
  private static func find(
    _ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer], _ order: ByteOrder
  ) -> Range<Int>? {
    var position = walk.position
    var (prefix, comesIn, goesOut): (RulePrefix?, Bool, Bool) = (nil, false, false)
    while walk.end - position >= 4 {
      let length = Int(bytes.number(position, order, as: UInt16.self))
      let kind = bytes.number(position + 2, order, as: UInt16.self) & 0x7fff
      guard length >= 4 else { return nil }
      let value = position + 4..<min(walk.end, position + length)
      switch kind {
      // NFULA_PAYLOAD
      case 9:
        if let prefix { layers.append(Encapsulation.Layer(.nflog, prefix: prefix)) }
        if comesIn != goesOut { walk.direction = goesOut ? .outgoing : .incoming }
        return value
      case _ where position + length > walk.end: return nil
      // NFULA_IFINDEX_INDEV, NFULA_IFINDEX_OUTDEV
      case 4: comesIn = true
      case 5: goesOut = true
      // NFULA_PREFIX
      case 10: prefix = RulePrefix(value.prefix(RulePrefix.longest).map { bytes.byte($0) })
      default: break
      }
      position += (length + 3) & ~3
    }
    return nil
  }
}
