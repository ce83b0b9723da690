import CaptureFile
import Testing
import UDPCore

struct DissectorTests {
  /// The datagrams in one packet of a link type.
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
    (276, [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0]),
  ]

  @Test(arguments: linksOfIPv4)
  func `IPv4 is found behind every link type`(link: UInt32, header: [UInt8]) throws {
    let rows = try read(header + CaptureBytes.ipv4(), link: link).rows
    #expect(rows.map(\.payload) == ["hello"] && rows.map(\.source) == [CaptureBytes.peer])
  }

  private static let linksOfIPv6: [(UInt32, [UInt8])] = [
    (1, macs + [0x86, 0xdd]), (0, [24, 0, 0, 0]), (0, [28, 0, 0, 0]), (0, [0, 0, 0, 30]), (108, [0, 0, 0, 24]),
    (12, []), (101, []), (229, []), (113, [0, 4, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 0x86, 0xdd]),
    (276, [0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 4, 6, 2, 2, 2, 2, 2, 2, 0, 0]),
  ]

  @Test(arguments: linksOfIPv6)
  func `IPv6 is found behind every link type`(link: UInt32, header: [UInt8]) throws {
    let rows = try read(header + CaptureBytes.ipv6(), link: link).rows
    #expect(rows.map(\.payload) == ["hello"] && rows.map(\.source) == [CaptureBytes.peer6])
    #expect(rows.first?.direction == (link == 113 || link == 276 ? .outgoing : .unknown))
  }

  @Test func `five tags are too many`() throws {
    let tags = [UInt8]((0..<5).flatMap { _ in [0x81, 0, 0, 1] as [UInt8] })
    #expect(try read(Self.macs + tags + [8, 0] + CaptureBytes.ipv4(), link: 1).tally.unreadable == 1)
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

  @Test func `fragments are marked, not joined`() throws {
    let first = try #require(try read(CaptureBytes.ipv4(fragment: 0x2000, length: 3_008)).rows.first)
    #expect(first.marks == .fragment && first.size == 3_000 && first.payload == "hello")
    #expect(try read(CaptureBytes.ipv4(fragment: 0x0001)).tally.laterFragments == 1)
    let header = try read(CaptureBytes.ipv6(headers: [(44, [0, 1, 0, 0, 0, 9])])).rows
    #expect(header.first?.marks == .fragment)
    #expect(try read(CaptureBytes.ipv6(headers: [(44, [0, 8, 0, 0, 0, 9])])).tally.laterFragments == 1)
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
    #expect(read.tally.unreadable == 1 - count)
  }

  @Test(arguments: [0, 3, 7, 14, 2_000])
  func `a length in the UDP header that cannot be is marked`(length: Int) throws {
    let row = try #require(try read(CaptureBytes.ipv4(length: length)).rows.first)
    #expect(row.marks == .oddLength && row.payload == "hello")
    #expect(row.size == (length < 8 ? 5 : length - 8))
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

  @Test func `other protocols are counted`() throws {
    var packet = CaptureBytes.ipv4()
    packet[9] = 6
    #expect(try read(packet).tally.others == 1)
    #expect(try read(Self.macs + [8, 6, 0, 1], link: 1).tally.others == 1)
  }
}
