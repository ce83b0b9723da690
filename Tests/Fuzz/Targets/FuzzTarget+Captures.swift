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

  private static let links: [LinkType] = [
    .null, .ethernet, .rawOfKernel, .rawOfOpenBSD, .raw, .loop, .linuxCooked, .ipv4, .ipv6, .linuxCooked2, .ppp,
    .pppInHDLC, .ciscoHDLC,
  ]

  /// Dissects the headers of link layers, IP and UDP.
  static let packets = FuzzTarget(name: "packets") { bytes in
    let (choice, rest) = bytes.choice(of: links.count)
    let (extra, packet) = rest.choice(of: 256)
    let dissector = PacketDissector(
      link: links[choice], captured: packet.indices, originalLength: packet.count + extra)
    var datagram = CapturedDatagram()
    guard case .datagram = dissector.dissect(packet.span.bytes, into: &datagram) else { return }
    check(datagram, in: packet.indices)
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
        precondition(before < cursor && cursor <= end)
        if let payload = parser.payload {
          precondition(payload.count <= 65_535)
        } else {
          check(datagram, in: 0..<end)
        }
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
