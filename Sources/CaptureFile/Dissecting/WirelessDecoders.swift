/// Decoders of 802.11 and of the headers that drivers put before it.
enum WirelessDecoders {
  /// Decodes radiotap (<https://www.radiotap.org>), which says whether the frame is padded and has a check sequence.
  static func radiotap(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 8, bytes.byte(walk.position) == 0 else { return .leftOut(.unreadable) }
    let length = Int(bytes.number(walk.position + 2, .little, as: UInt16.self))
    guard length >= 8, walk.left >= length else { return .leftOut(.unreadable) }
    let end = walk.position + length
    let present = bytes.number(walk.position + 4, .little, as: UInt32.self)
    var position = walk.position + 8
    var word = present
    // Each word says in its last bit whether another one follows.
    while word >> 31 == 1 {
      guard end - position >= 4 else { return .leftOut(.unreadable) }
      word = bytes.number(position, .little, as: UInt32.self)
      position += 4
    }
    // The time of arrival, at a multiple of its size, before the flags.
    if present & 1 == 1 { position = walk.position + (position - walk.position + 7) & ~7 + 8 }
    let flags = present & 2 == 2 && position < end ? bytes.byte(position) : 0
    walk.pass(length)
    if flags & 0x10 != 0 { walk.limit(by: 4) }
    return frame(bytes, &walk, isPadded: flags & 0x20 != 0)
  }

  /// Decodes the header of Prism cards, or AVS, which begins with a number of its own; both have a length.
  static func prism(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    guard walk.left >= 8 else { return .leftOut(.unreadable) }
    let isBig = bytes.big32(walk.position) & 0xffff_f000 == 0x8021_1000
    let stated = Int(bytes.number(walk.position + 4, isBig ? .big : .little, as: UInt32.self))
    // The header of Prism is in the byte order of the host.
    let length = stated > 0xffff ? Int(UInt32(stated).byteSwapped) : stated
    guard length >= 8, walk.left >= length else { return .leftOut(.unreadable) }
    walk.pass(length)
    return frame(bytes, &walk, &layers)
  }

  /// Decodes PPI, a header before frames of any link type.
  static func perPacketInformation(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer])
    -> DecodingStep
  {
    guard walk.left >= 8, bytes.byte(walk.position) == 0 else { return .leftOut(.unreadable) }
    let length = Int(bytes.number(walk.position + 2, .little, as: UInt16.self))
    let link = bytes.number(walk.position + 4, .little, as: UInt32.self)
    guard length >= 8, walk.left >= length else { return .leftOut(.unreadable) }
    walk.pass(length)
    return .next(.link(link))
  }

  /// Decodes a frame of 802.11 (IEEE 802.11, 9.2 and 9.3).
  static func frame(_ bytes: RawSpan, _ walk: inout PacketWalk, _ layers: inout [Encapsulation.Layer]) -> DecodingStep {
    frame(bytes, &walk, isPadded: false)
  }

  /// - Parameter isPadded: whether the header is padded to a multiple of four bytes.
  private static func frame(_ bytes: RawSpan, _ walk: inout PacketWalk, isPadded: Bool) -> DecodingStep {
    guard walk.left >= 2, bytes.byte(walk.position) & 3 == 0 else { return .leftOut(.unreadable) }
    let (kind, flags) = (bytes.byte(walk.position), bytes.byte(walk.position + 1))
    switch kind >> 2 & 3 {
    case 0: return .leftOut(.wireless(.management))
    case 2: break
    default: return .leftOut(.wireless(.control))
    }
    if kind & 0x40 != 0 { return .leftOut(.wireless(.empty)) }
    let hasQuality = kind & 0x80 != 0
    // From access point to access point, there are four addresses.
    let qualityAt = flags & 3 == 3 ? 30 : 24
    var length = qualityAt
    // Quality of service, and after it HT control, if the frame is marked as ordered.
    if hasQuality { length += flags & 0x80 != 0 ? 6 : 2 }
    guard walk.left >= length else { return .leftOut(.unreadable) }
    if flags & 0x40 != 0 { return .leftOut(.wireless(.encrypted)) }
    // More fragments follow, or this is not the first one.
    if flags & 4 != 0 || bytes.byte(walk.position + 22) & 15 != 0 { return .leftOut(.wireless(.part)) }
    let isAggregate = hasQuality && bytes.byte(walk.position + qualityAt) & 0x80 != 0
    walk.pass(length)
    if isPadded { walk.pass(atMost: -length & 3) }
    return isAggregate ? .aggregate : .next(.logicalLink)
  }
}
