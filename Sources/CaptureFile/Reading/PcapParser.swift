/// A parser for the classic tcpdump format, in each of its byte orders and time units (draft-ietf-opsawg-pcap), and for
/// Kuznetzov's variant with longer packet headers.
final class PcapParser: PacketParser {
  /// The variant of the format, from the magic number.
  struct Form: Hashable {
    var order: ByteOrder
    /// Nanoseconds per unit of the fraction.
    var unit: Int64
    /// The size of a packet header in bytes.
    var packetHeader: Int

    /// The magic numbers and the variants that they stand for.
    private static let variants: [(magic: UInt32, unit: Int64, packetHeader: Int)] = [
      (0xa1b2_c3d4, 1_000, 16), (0xa1b2_3c4d, 1, 16), (0xa1b2_cd34, 1_000, 24),
    ]

    /// Creates the form that the first four bytes indicate, read in network order; `nil` if they are no magic number.
    init?(magic: UInt32) {
      guard let variant = Self.variants.first(where: { $0.magic == magic || $0.magic == magic.byteSwapped })
      else { return nil }
      order = variant.magic == magic ? .big : .little
      unit = variant.unit
      packetHeader = variant.packetHeader
    }
  }

  /// The order of a packet's two lengths, which changed with version 2.3 (libpcap, sf-pcap.c).
  private enum Lengths {
    case asTheyStand
    case swapped
    /// Whichever is plausible: a packet's length on the wire is at least its captured length.
    case either
  }

  /// The longest plausible packet, in bytes.
  static let longestPacket = 16 << 20
  private static let fileHeader = 24

  private(set) var dissector: PacketDissector
  /// Whether datagrams wait in the dissector, or the end is reached.
  private var isDraining = false
  private var isOver = false
  let interfaceNames = [""]
  private let form: Form
  private var link: LinkType?
  private var lengths = Lengths.asTheyStand
  private var hasReportedLink = false
  /// The offset of zeros that may continue to the end.
  private var zerosStart: UInt64?

  init(_ form: Form, showsInner: Bool = false) {
    self.form = form
    dissector = PacketDissector(showsInner: showsInner)
  }

  var tally: CaptureTally {
    get { dissector.tally }
    _modify { yield &dissector.tally }
  }
  var payload: [UInt8]? { dissector.payload }
  var encapsulations: [Encapsulation] { dissector.encapsulations }

  func next(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep {
    if isDraining {
      if dissector.takeWaiting(into: &datagram) { return .datagram }
      if isOver { return .end }
      isDraining = false
    }
    let step = parseNext(bytes, &cursor, base: base, isEnd: isEnd, into: &datagram)
    guard case .end = step else { return step }
    (isOver, isDraining) = (true, true)
    dissector.giveUpFragments()
    return dissector.takeWaiting(into: &datagram) ? .datagram : .end
  }

  private func parseNext(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep {
    if link == nil, bytes.byteCount - cursor < Self.fileHeader {
      if !isEnd { return .needs(Self.fileHeader) }
      tally.warn(.cutBlock, at: base)
      cursor = bytes.byteCount
      return .end
    }
    guard let link = link ?? readHeader(bytes, &cursor, base: base) else { return .end }
    while true {
      let left = bytes.byteCount - cursor
      guard left >= form.packetHeader else {
        return isEnd ? end(bytes, &cursor, base: base) : .needs(form.packetHeader)
      }
      let (captured, original) = packetLengths(bytes, at: cursor)
      guard captured <= Self.longestPacket else {
        tally.warn(.badPacketLength(captured), at: base + UInt64(cursor))
        return .end
      }
      let length = form.packetHeader + Int(captured)
      guard left >= length else { return isEnd ? end(bytes, &cursor, base: base) : .needs(length) }
      let position = cursor
      cursor += length
      if captured == 0, isZero(bytes, position..<cursor) {
        if zerosStart == nil { zerosStart = base + UInt64(position) }
        continue
      }
      zerosStart = nil
      let packet = CapturedPacket(
        link: link, captured: position + form.packetHeader..<cursor, originalLength: Int(original),
        time: time(bytes, at: position))
      datagram = CapturedDatagram()
      let dissection = dissector.dissect(packet, in: bytes, into: &datagram)
      switch dissection {
      case .datagram, .datagrams:
        if case .datagrams = dissection { isDraining = true }
        if form.packetHeader == 24, bytes.byte(position + 22) == 4 { datagram.direction = .outgoing }
        return .datagram
      case .unknownLink:
        tally.count(.contents(.link(link.rawValue)))
        if hasReportedLink { continue }
        hasReportedLink = true
        tally.warn(.unknownLink(link.rawValue), at: base + UInt64(position))
        return .unknownLink(link, time: packet.time, interface: 0)
      case .others:
        isDraining = true
        if dissector.takeWaiting(into: &datagram) { return .datagram }
      case .held, .leftOut: continue
      }
    }
  }

  /// Reads the file header and returns its link type; `nil` if its version was never defined.
  private func readHeader(_ bytes: RawSpan, _ cursor: inout Int, base: UInt64) -> LinkType? {
    let version = (
      bytes.number(cursor + 4, form.order, as: UInt16.self), bytes.number(cursor + 6, form.order, as: UInt16.self)
    )
    switch version {
    // A program of the eighties wrote 543.0 for 2.2.
    case (2, 0...2), (543, 0): lengths = .swapped
    case (2, 3): lengths = .either
    case (2, 4): lengths = .asTheyStand
    default:
      tally.warn(.unknownPcapVersion(version.0, version.1), at: base + UInt64(cursor))
      return nil
    }
    // The high half says whether the Ethernet checksum is included, and other things that do not matter here.
    let link = LinkType(rawValue: bytes.number(cursor + 20, form.order, as: UInt32.self) & 0xffff)
    self.link = link
    cursor += Self.fileHeader
    return link
  }

  /// Returns the packet's length in the file and on the wire.
  private func packetLengths(_ bytes: RawSpan, at position: Int) -> (captured: UInt32, original: UInt32) {
    let first = bytes.number(position + 8, form.order, as: UInt32.self)
    let second = bytes.number(position + 12, form.order, as: UInt32.self)
    switch lengths {
    case .asTheyStand: return (first, second)
    case .swapped: return (second, first)
    case .either: return first > second ? (second, first) : (first, second)
    }
  }

  /// Returns the packet's time. Seconds are unsigned, so from 1970 to 2106; a fraction of more than a second carries
  /// over.
  private func time(_ bytes: RawSpan, at position: Int) -> Int64 {
    Int64(bytes.number(position, form.order, as: UInt32.self)) * 1_000_000_000
      + Int64(bytes.number(position + 4, form.order, as: UInt32.self)) * form.unit
  }

  private func end(_ bytes: RawSpan, _ cursor: inout Int, base: UInt64) -> ParserStep {
    let rest = cursor..<bytes.byteCount
    if rest.isEmpty || isZero(bytes, rest) {
      if let start = zerosStart ?? (rest.isEmpty ? nil : base + UInt64(cursor)) { tally.warn(.zeros, at: start) }
    } else {
      tally.warn(.cutBlock, at: base + UInt64(cursor))
    }
    cursor = bytes.byteCount
    return .end
  }

  private func isZero(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    range.allSatisfy { bytes.byte($0) == 0 }
  }
}
