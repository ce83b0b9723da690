import CLinux
import Glibc
import UDPCore

@testable import CaptureFile

extension FuzzTarget {
  static let pcap = FuzzTarget(name: "pcap") { bytes in
    let magic = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    guard bytes.count >= 4, let form = PcapParser.Form(magic: magic) else { return }
    read(bytes, by: PcapParser(form))
  }

  static let pcapng = FuzzTarget(name: "pcapng") { read($0, by: PcapngParser()) }

  /// Reads our own JSON Lines and CSV.
  static let records = FuzzTarget(name: "records") { bytes in
    switch CaptureSignature(bytes, isEnd: true) {
    case .csv(let separator): read(bytes, by: RecordParser(.csv(separator: separator)))
    case .jsonLines: read(bytes, by: RecordParser(.jsonLines))
    case .unknown: read(bytes, by: RecordParser(bytes.first == UInt8(ascii: "{") ? .jsonLines : .csv(separator: 0x2c)))
    case .needs(let count): precondition(count > bytes.count)
    case .pcap, .pcapng: break
    }
  }

  /// Reads whole files through a pipe, including gzip and Zstandard.
  static let packed = FuzzTarget(name: "packed") { bytes in
    var ends: [Int32] = [-1, -1]
    // Writing more than the pipe's capacity would block.
    guard bytes.count <= 65_536, pipe(&ends) == 0 else { return }
    _ = write(ends[1], bytes, bytes.count)
    close(ends[1])
    let reader = CaptureReader(descriptor: ends[0], name: "fuzz")
    // A decompression bomb is unpacked in pieces; a gigabyte of it merely takes time.
    var steps = 0
    var datagram = CapturedDatagram()
    while steps < 100_000 {
      steps += 1
      switch reader.next(into: &datagram) {
      case .datagram: reader.withPayload(of: datagram) { precondition($0.byteCount <= 65_535) }
      case .unknownLink, .busy: continue
      case .waits: preconditionFailure("the other end is closed")
      case .end:
        precondition(reader.tally.warnings.count <= CaptureTally.keptWarnings)
        return
      }
    }
  }

  private static let links: [UInt32] = [
    0, 1, 12, 14, 101, 108, 113, 228, 229, 276, 9, 50, 104, 51, 105, 119, 127, 163, 166, 192, 204, 239,
  ]

  /// Dissects the headers of link layers, tunnels, IP and UDP.
  static let packets = FuzzTarget(name: "packets") { bytes in
    let (choice, rest) = bytes.choice(of: links.count)
    let (extra, packet) = rest.choice(of: 256)
    dissect([(packet, packet.count + extra, nil)], link: links[choice], showsInner: extra % 2 == 1)
  }

  /// Dissects several packets, which may be fragments of one: each after its length, what is missing of it, and the
  /// seconds since the one before.
  static let fragments = FuzzTarget(name: "fragments") { bytes in
    var (choice, rest) = bytes.choice(of: links.count * 2)
    var packets: [(bytes: [UInt8], original: Int, time: Int64?)] = []
    var time: Int64 = 0
    while rest.count > 3 {
      let packet = Array(rest[3...].prefix(Int(rest[0])))
      time += Int64(rest[2]) * 1_000_000_000
      packets.append((packet, packet.count + Int(rest[1]), rest[2] == 255 ? nil : time))
      rest = Array(rest.dropFirst(3 + packet.count))
    }
    dissect(packets, link: links[choice / 2], showsInner: choice % 2 == 1)
  }

  private static func dissect(
    _ packets: [(bytes: [UInt8], original: Int, time: Int64?)], link: UInt32, showsInner: Bool
  ) {
    var dissector = PacketDissector(showsInner: showsInner)
    var datagram = CapturedDatagram()
    var shown = 0
    func takeWaiting() {
      while dissector.takeWaiting(into: &datagram) {
        shown += 1
        check(datagram, in: 0..<(dissector.payload?.count ?? 0))
      }
    }
    for (bytes, original, time) in packets {
      datagram = CapturedDatagram()
      let packet = CapturedPacket(
        link: LinkType(rawValue: link), captured: bytes.indices, originalLength: original, time: time)
      switch dissector.dissect(packet, in: bytes.span.bytes, into: &datagram) {
      case .others, .held, .leftOut, .unknownLink: break
      case .datagram, .datagrams:
        shown += 1
        check(datagram, in: 0..<(dissector.payload?.count ?? bytes.count))
        precondition(Int(datagram.encapsulation) <= dissector.encapsulations.count)
      }
      takeWaiting()
      precondition(dissector.fragmentBytes <= FragmentTable.mostBytes)
    }
    dissector.giveUpFragments()
    takeWaiting()
    precondition(dissector.fragmentBytes == 0)
    // Each of the frames in an aggregate may be a fragment.
    precondition(dissector.tally.skipped <= packets.count * 64)
    precondition(shown > 0 || dissector.tally.skipped > 0 || packets.isEmpty)
    for (kind, count) in dissector.tally.leftOut { precondition(!"\(kind.phrase(count))".isEmpty) }
  }

  /// Feeds a parser the way `CaptureReader` does, in pieces that grow on request.
  private static func read(_ bytes: [UInt8], by parser: some PacketParser) {
    var cursor = 0
    var end = min(bytes.count, 16)
    var rounds = 0
    var datagram = CapturedDatagram()
    while true {
      let before = cursor
      rounds += 1
      precondition(rounds <= bytes.count * 2 + 64, "it makes no progress")
      let isEnd = end == bytes.count
      switch parser.next(bytes.span.bytes.extracting(0..<end), &cursor, base: 0, isEnd: isEnd, into: &datagram) {
      case .datagram:
        // A datagram that waited takes no bytes.
        precondition(before <= cursor && cursor <= end)
        check(datagram, in: 0..<(parser.payload?.count ?? end))
        for comment in parser.comments { precondition(comment.text.utf8.count <= PcapngParser.longestComment * 3) }
      case .unknownLink: precondition(cursor <= end)
      case .needs(let count):
        precondition(!isEnd && count > 0)
        end = min(bytes.count, max(cursor + count, end + 1))
      case .end:
        precondition(parser.tally.warnings.count <= CaptureTally.keptWarnings)
        precondition(parser.interfaceNames.count <= PcapngParser.mostInterfaces)
        for warning in parser.tally.warnings { precondition(!"\(warning)".isEmpty) }
        return
      }
    }
  }

  private static func check(_ datagram: CapturedDatagram, in bytes: Range<Int>) {
    precondition(datagram.payload.isEmpty || bytes.contains(datagram.payload.lowerBound))
    precondition(datagram.payload.upperBound <= bytes.upperBound && datagram.payload.count <= 65_535)
    precondition(datagram.size >= 0)
  }
}
