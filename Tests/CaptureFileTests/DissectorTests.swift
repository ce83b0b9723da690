import Basics
import CaptureFile
import Testing
import UDPCore

struct DissectorTests {
  /// Reads one packet of the given link type.
  private func read(_ packet: [UInt8], link: UInt32 = 101, original: Int? = nil) throws -> ReadCapture {
    var capture = CaptureBytes()
    capture.pcapHeader(link: link)
    capture.pcapPacket(packet, original: original)
    return try ReadCapture(capture)
  }

  private static let macs: [UInt8] = [UInt8](repeating: 2, count: 12)

  private static let linksOfIPv4: [(UInt32, [UInt8])] = [
    (1, macs + [8, 0]), (1, macs + [0x81, 0, 0, 5, 8, 0]), (1, macs + [0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0]),
    (1, macs + [0x91, 0, 0, 1, 0x91, 0, 0, 1, 0x81, 0, 0, 1, 0x81, 0, 0, 1, 8, 0]),
    (1, macs + [0, 41, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]), (0, [2, 0, 0, 0]), (0, [0, 0, 0, 2]), (108, [0, 0, 0, 2]),
    (12, []), (14, []), (101, []), (228, []), (113, [0, 0, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 8, 0]),
    (276, [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0]), (0, [15, 0, 2, 0]), (0, [15, 0, 0, 2]),
    (0, [15, 0, 8, 0]),
    (1, macs + [UInt8]((0..<8).flatMap { _ in [0x81, 0, 0, 5] as [UInt8] }) + [8, 0]),
    (9, [0xff, 3, 0, 0x21]), (9, [0x21]), (9, [0xff, 3, 0x21]), (9, [15, 0, 8, 0]), (50, [0xff, 3, 0, 0x21]),
    (104, [15, 0, 8, 0]),
    (104, [15, 0, 0x88, 0x47, 0, 6, 0x41, 0x40]), (1, macs + [0x88, 0x64, 0x11, 0, 0, 1, 0, 43, 0, 0x21]),
    (1, macs + [0x88, 0x47, 0, 6, 0x40, 0x40, 0, 7, 0x41, 0x40]), (9, [2, 0x81, 0, 6, 0x41, 0x40]),
    (113, [0, 0, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 0x88, 0x64, 0x11, 0, 0, 1, 0, 43, 0, 0x21]),
  ]

  @Test(arguments: linksOfIPv4)
  func `IPv4 is found behind every link type`(link: UInt32, header: [UInt8]) throws {
    let rows = try read(header + CaptureBytes.ipv4(), link: link).rows
    #expect(rows.map(\.payload) == ["hello"] && rows.map(\.source) == [CaptureBytes.peer])
  }

  private static let linksOfIPv6: [(UInt32, [UInt8])] = [
    (9, [0, 0x57]), (9, [0x57]), (1, macs + [0x88, 0x48, 0, 6, 0x41, 0x40]),
    (1, macs + [0x88, 0x64, 0x11, 0, 0, 1, 0, 55, 0, 0x57]), (1, macs + [0x86, 0xdd]), (0, [24, 0, 0, 0]),
    (0, [28, 0, 0, 0]), (0, [0, 0, 0, 30]), (108, [0, 0, 0, 24]),
    (12, []), (101, []), (229, []), (113, [0, 4, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 0x86, 0xdd]),
    (276, [0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 4, 6, 2, 2, 2, 2, 2, 2, 0, 0]),
  ]

  @Test(arguments: linksOfIPv6)
  func `IPv6 is found behind every link type`(link: UInt32, header: [UInt8]) throws {
    let rows = try read(header + CaptureBytes.ipv6(), link: link).rows
    #expect(rows.map(\.payload) == ["hello"] && rows.map(\.source) == [CaptureBytes.peer6])
    #expect(rows.first?.direction == (link == 113 || link == 276 ? .outgoing : .unknown))
  }

  @Test func `nine tags are too many`() throws {
    let tags = [UInt8]((0..<9).flatMap { _ in [0x81, 0, 0, 1] as [UInt8] })
    #expect(try read(Self.macs + tags + [8, 0] + CaptureBytes.ipv4(), link: 1).tally.leftOut == [.unreadable: 1])
  }

  @Test func `padding is no payload`() throws {
    let padded = Self.macs + [8, 0] + CaptureBytes.ipv4([]) + [UInt8](repeating: 0x55, count: 18)
    #expect(try read(padded, link: 1).rows.map(\.size) == [0])
    let six = CaptureBytes.ipv6() + [1, 2, 3, 4]
    #expect(try read(six).payloads == ["hello"])
  }

  @Test func `options of IPv4 are passed over, and a total length of 0 is the packet's`() throws {
    #expect(try read(CaptureBytes.ipv4(options: [1, 1, 1, 0, 7, 4, 0, 0])).payloads == ["hello"])
    let row = try #require(try read(CaptureBytes.ipv4(total: 0)).rows.first)
    #expect(row.payload == "hello" && row.marks.isEmpty)
  }

  private static let chains: [([(UInt8, Int)], Int)] = [
    ([(0, 6)], 1), ([(0, 6), (43, 14), (60, 6), (51, 10)], 1), ([(60, 6)], 1),
    ([(UInt8, Int)](repeating: (60, 6), count: 8), 1), ([(UInt8, Int)](repeating: (60, 6), count: 9), 0),
  ]

  @Test(arguments: chains)
  func `at most eight extension headers are passed over`(headers: [(UInt8, Int)], count: Int) throws {
    let packet = CaptureBytes.ipv6(headers: headers.map { ($0.0, [UInt8](repeating: 0, count: $0.1)) })
    let read = try read(packet)
    #expect(read.payloads == [String](repeating: "hello", count: count))
    #expect(read.tally.leftOut[.unreadable] ?? 0 == 1 - count)
  }

  @Test(arguments: [0, 3, 7, 14, 2_000])
  func `a length in the UDP header that cannot be is marked`(length: Int) throws {
    let row = try #require(try read(CaptureBytes.ipv4(length: length)).rows.first)
    #expect(row.marks == .oddLength && row.payload == "hello")
    #expect(row.size == 5, "what lies beyond the packet was not sent")
  }

  @Test func `a packet that is shorter than IP announces was cut, though the file does not say so`() throws {
    let row = try #require(try read(CaptureBytes.ipv4(total: 500, length: 480)).rows.first)
    #expect(row.size == 472 && row.payload == "hello" && row.marks == .oddLength)
    let longer = try #require(try read(CaptureBytes.ipv4(total: 500, length: 2_000)).rows.first)
    #expect(longer.size == 472)
  }

  @Test func `a shorter length in the UDP header leaves the rest out`() throws {
    let row = try #require(try read(CaptureBytes.ipv4(length: 10)).rows.first)
    #expect(row.payload == "he" && row.size == 2 && row.marks.isEmpty)
  }

  private static let cutHeaders: [[UInt8]] = [
    [], [0x45], [0x44] + [UInt8](repeating: 0, count: 40), [0x4f] + [UInt8](repeating: 0, count: 30),
    Array(CaptureBytes.ipv4().prefix(22)), [0x60, 0, 0, 0],
    Array(CaptureBytes.ipv6(headers: [(0, [0, 0, 0, 0, 0, 0])]).prefix(44)),
  ]

  @Test(arguments: cutHeaders)
  func `headers that are cut or wrong are counted`(packet: [UInt8]) throws {
    let read = try read(packet, original: 100)
    #expect(read.rows.isEmpty && read.tally.skipped == 1 && read.tally.warningCount == 0)
  }

  @Test(arguments: [[], [0, 0], [0, 0, 0], [UInt8](repeating: 0, count: 22)])
  func `a UDP header that IP cuts is marked, not taken for an empty datagram`(rest: [UInt8]) throws {
    // IP announces 24 bytes; the rest is Ethernet padding.
    let cut = Array(CaptureBytes.ipv4([], total: 24).prefix(24))
    let row = try #require(try read(Self.macs + [8, 0] + cut + rest, link: 1).rows.first)
    #expect(row.marks == .oddLength && row.size == 0 && row.payload.isEmpty)
  }

  @Test(arguments: [(65_528, false), (65_535, false), (65_536, true), (66_000, true)])
  func `a jumbogram is cut at what a row can say, and marked as cut`(size: Int, isTruncated: Bool) throws {
    let option: [UInt8] = [0xc2, 4] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: (size + 16) >> $0) }
    let packet = CaptureBytes.ipv6(
      [UInt8](repeating: 0x6a, count: size), headers: [(0, option)], plainLength: 0, length: 0)
    let row = try #require(try read(packet).rows.first)
    #expect(row.size == min(size, 65_535) && row.payload.count == row.size)
    #expect(row.isTruncated == isTruncated && row.marks.isEmpty)
  }

  /// Packets that may contain UDP in another protocol, with that protocol's name.
  private static let opaque: [(UInt32, [UInt8], String)] = [
    (101, ipv4(of: 50), "ESP"), (101, ipv4(of: 108), "IPComp"), (101, ipv4(of: 250), "IP protocol 250"),
    (1, macs + [0x88, 0xe5, 0], "MACsec"), (1, macs + [0x12, 0x34, 0], "EtherType 0x1234"),
    (0, [99, 0, 0, 0, 0], "address family 99"), (107, [0, 0, 0, 0], "frame relay"), (147, [1], "link type 147"),
    (9, [0, 0xfd, 1], "compressed PPP"), (9, [0, 0xff, 1], "PPP protocol 0xff"),
    (1, macs + [0x88, 0x47, 0, 6, 0x41, 0x40, 0x10, 0, 0, 0], "MPLS"),
  ]

  private static func ipv4(of number: UInt8) -> [UInt8] {
    var packet = CaptureBytes.ipv4()
    packet[9] = number
    return packet
  }

  @Test(arguments: opaque)
  func `what is not taken apart is counted by its name, never as no UDP`(
    link: UInt32, packet: [UInt8], name: String
  ) throws {
    let tally = try read(packet, link: link).tally
    #expect(tally.leftOut.map { "\($0.key.phrase($0.value).english)" } == ["1 \(name)"])
    #expect(SkippedPackets([tally]).phrase.english == "1: not decoded: 1 \(name)")
  }

  /// Packets that hold no UDP, with the name of their kind.
  private static let empty: [(UInt32, [UInt8], String)] = [
    (101, ipv4(of: 6), "TCP"), (101, ipv4(of: 1), "ICMP"), (1, macs + [8, 6, 0, 1], "ARP"),
    (1, macs + [0x88, 0xcc, 0], "LLDP"), (1, macs + [0, 38, 0x42, 0x42, 3], "LLC"), (104, [15, 0, 0x80, 0x35], "RARP"),
    (9, [0xc0, 0x21, 1], "PPP protocol 0xc021"), (0, [7, 0, 0, 0, 0], "OSI"),
    (1, macs + [0x88, 0x63, 0x11, 9, 0, 0], "PPPoE discovery"),
  ]

  @Test(arguments: empty)
  func `what holds no UDP is counted by its name`(link: UInt32, packet: [UInt8], name: String) throws {
    let tally = try read(packet, link: link).tally
    #expect(SkippedPackets([tally]).phrase.english == "1: 1 \(name)")
  }

  @Test func `kinds of packets that are not taken apart are bounded, and all are counted`() throws {
    var capture = CaptureBytes()
    capture.pcapHeader(link: 1)
    for type in 0x1000..<0x1100 { capture.pcapPacket(Self.macs + [UInt8(type >> 8), UInt8(type & 255), 0]) }
    let tally = try ReadCapture(capture).tally
    #expect(tally.leftOut.count == CaptureTally.keptKinds + 1 && tally.skipped == 256)
    #expect(tally.leftOut[.further] == 256 - CaptureTally.keptKinds)
  }
}
