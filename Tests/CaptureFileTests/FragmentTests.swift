import Testing
import UDPCore

@testable import CaptureFile

/// Fragments of IP packets, joined in bounded memory.
struct FragmentTests {
  /// The contents of the packets below: a datagram of 52 bytes, header included.
  private static let text = "the quick brown fox jumps over the lazy dogs"
  private static let datagram = CaptureBytes.udp(Array(text.utf8))

  /// Returns a fragment of IPv4.
  private static func four(
    _ range: Range<Int>, of contents: [UInt8] = datagram, isLast: Bool? = nil, number: UInt8 = 17, id: UInt16 = 7
  ) -> [UInt8] {
    let more: UInt16 = isLast ?? (range.upperBound == contents.count) ? 0 : 0x2000
    return CaptureBytes.ipv4(
      containing: Array(contents[range]), number: number, identification: id,
      fragment: UInt16(range.lowerBound / 8) | more)
  }

  /// Returns a fragment of IPv6.
  private static func six(_ range: Range<Int>, of contents: [UInt8] = datagram, id: UInt8 = 7) -> [UInt8] {
    let word = UInt16(range.lowerBound) | (range.upperBound == contents.count ? 0 : 1)
    let header: [UInt8] = [17, 0, UInt8(word >> 8), UInt8(word & 255), 0, 0, 0, id]
    return CaptureBytes.ipv6(containing: header + contents[range], number: 44)
  }

  private static let (a, b, c) = (0..<16, 16..<40, 40..<52)
  private static let orders: [[Range<Int>]] = [
    [a, b, c], [c, b, a], [b, c, a], [a, c, b], [a, a, b, b, c], [c, a, c, b],
  ]

  @Test(arguments: orders)
  func `fragments are joined in any order, also where some came twice`(order: [Range<Int>]) throws {
    for packets in [order.map { Self.four($0) }, order.map { Self.six($0) }] {
      let read = try ReadCapture(packets)
      #expect(read.payloads == [Self.text] && read.rows.first?.marks == [] && read.tally.skipped == 0)
      #expect(read.rows.first?.encapsulation == "joined from \(order.count) fragments")
      // It is whole when the last of its fragments has come.
      #expect(read.rows.first?.time == Int64(order.count) * 1_000_000_000)
      #expect(read.tally.joined == 1 && read.tally.joinedFragments == order.count)
    }
  }

  @Test func `datagrams of several packets do not mix`() throws {
    let other = CaptureBytes.udp(Array(Self.text.uppercased().utf8))
    let packets = [
      Self.four(Self.a), Self.four(Self.a, of: other, id: 8), Self.six(Self.a), Self.four(Self.c),
      Self.four(Self.b, of: other, id: 8), Self.four(Self.b), Self.six(16..<52), Self.four(Self.c, of: other, id: 8),
    ]
    #expect(try ReadCapture(packets).payloads == [Self.text, Self.text, Self.text.uppercased()])
  }

  @Test func `fragments with tags of another network are another packet's`() throws {
    func frame(_ tag: UInt8, _ packet: [UInt8]) -> [UInt8] {
      [UInt8](repeating: 2, count: 12) + [0x81, 0, 0, tag, 8, 0] + packet
    }
    let packets = [
      frame(5, Self.four(Self.a)), frame(6, Self.four(Self.b)), frame(5, Self.four(Self.b)),
      frame(5, Self.four(Self.c)),
    ]
    let read = try ReadCapture(packets, link: 1)
    #expect(read.rows.map(\.encapsulation) == ["VLAN 5, joined from 3 fragments"])
    #expect(read.skipped == "1: 1 fragment whose beginning is missing")
  }

  @Test func `a tunnel's packet is joined, and the datagram found in it`() throws {
    let tunnel = [0, 0, 8, 0] + CaptureBytes.ipv4(Array(Self.text.utf8))
    let packets = [
      Self.four(24..<tunnel.count, of: tunnel, number: 47), Self.four(0..<24, of: tunnel, number: 47),
    ]
    let read = try ReadCapture(packets)
    #expect(read.payloads == [Self.text] && read.tally.skipped == 0)
    // Fragments in the fragments of a tunnel.
    let inner = [Self.a, Self.b, Self.c].flatMap { range -> [[UInt8]] in
      let tunnel = [0, 0, 8, 0] + Self.four(range)
      return [
        Self.four(0..<24, of: tunnel, number: 47, id: UInt16(range.lowerBound)),
        Self.four(24..<tunnel.count, of: tunnel, number: 47, id: UInt16(range.lowerBound)),
      ]
    }
    #expect(try ReadCapture(inner).payloads == [Self.text])
  }

  @Test func `fragments of VXLAN are taken apart when they are joined`() throws {
    let frame = [UInt8](repeating: 2, count: 12) + [8, 0] + CaptureBytes.ipv4(Array(Self.text.utf8))
    let outer = CaptureBytes.udp(
      [8, 0, 0, 0, 0, 0, 42, 0] + frame, to: Endpoint(CaptureBytes.local.address, port: 4_789))
    let packets = [Self.four(0..<32, of: outer), Self.four(32..<outer.count, of: outer)]
    #expect(try ReadCapture(packets, showsInner: true).payloads == [Self.text])
    #expect(try ReadCapture(packets).rows.map(\.size) == [8 + frame.count])
  }

  // MARK: What is missing

  private static let incomplete: [([Range<Int>], String, String)] = [
    ([b, c], "", "2: 2 fragments whose beginning is missing"), ([c], "", "1: 1 fragment whose beginning is missing"),
    ([a], "the quic", "0"), ([a, b], "the quick brown fox jumps over t", "1: 1 fragment of an incomplete datagram"),
    ([a, c], "the quic", "1: 1 fragment of an incomplete datagram"),
  ]

  @Test(arguments: incomplete)
  func `what is missing is told, and the beginning shown where it is there`(
    ranges: [Range<Int>], beginning: String, skipped: String
  ) throws {
    for packets in [ranges.map { Self.four($0) }, ranges.map { Self.six($0) }] {
      let read = try ReadCapture(packets)
      #expect(read.payloads == (beginning.isEmpty ? [] : [beginning]) && read.skipped == skipped)
      if let row = read.rows.first {
        #expect(row.marks == .fragment && row.size == 44 && row.isTruncated && row.time == 1_000_000_000)
      }
    }
  }

  @Test func `fragments wait a minute, then their datagram is incomplete`() throws {
    func read(after seconds: UInt32) throws -> ReadCapture {
      var capture = CaptureBytes()
      capture.pcapHeader()
      capture.pcapPacket(Self.four(Self.a), seconds: 100)
      capture.pcapPacket(Self.four(16..<52), seconds: 100 + seconds)
      capture.pcapPacket(CaptureBytes.ipv4(), seconds: 100 + seconds)
      return try ReadCapture(capture)
    }
    #expect(try read(after: 60).payloads == [Self.text, "hello"])
    let late = try read(after: 61)
    #expect(late.payloads == ["the quic", "hello"] && late.rows.map(\.marks) == [.fragment, []])
    #expect(late.skipped == "1: 1 fragment whose beginning is missing")
  }

  /// Some programs cut packets and their length on the wire with them.
  @Test(arguments: [true, false])
  func `a first fragment that was cut is shown, and the others are counted with it`(isLengthKept: Bool) throws {
    var capture = CaptureBytes()
    capture.pcapHeader()
    capture.pcapPacket(Array(Self.four(Self.a).prefix(32)), original: isLengthKept ? 36 : 32)
    for range in [Self.b, Self.c] { capture.pcapPacket(Self.four(range)) }
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["the "] && read.rows.first?.marks == .fragment)
    #expect(read.skipped == "2: 2 fragments of datagrams that were not captured whole")
    var other = CaptureBytes()
    other.pcapHeader()
    other.pcapPacket(Self.four(Self.a))
    other.pcapPacket(Array(Self.four(Self.b).prefix(32)), original: isLengthKept ? 44 : 32)
    other.pcapPacket(Self.four(Self.c))
    #expect(try ReadCapture(other).payloads == ["the quic"])
    #expect(try ReadCapture(other).skipped == "2: 2 fragments of datagrams that were not captured whole")
  }

  @Test func `a single fragment is a whole packet, and fragments of other protocols are those protocols`() throws {
    #expect(try ReadCapture([Self.six(0..<52)]).payloads == [Self.text])
    let tcp = [Self.four(Self.a, number: 6), Self.four(16..<52, number: 6)]
    #expect(try ReadCapture(tcp).skipped == "2: 2 TCP")
  }

  // MARK: Hostile ones

  private static let overlapping: [[Range<Int>]] = [
    [a, 8..<24, b, c], [a, b, c.lowerBound - 8..<52], [0..<24, a, b, c], [c, 32..<48, a, b], [0..<48, 8..<16, 48..<52],
  ]

  @Test(arguments: overlapping)
  func `a datagram whose fragments overlap is refused whole, later ones too`(ranges: [Range<Int>]) throws {
    for packets in [ranges.map { Self.four($0) }, ranges.map { Self.six($0) }] {
      let read = try ReadCapture(packets)
      #expect(read.rows.isEmpty && read.skipped == "\(ranges.count): \(ranges.count) fragments that overlap")
    }
  }

  @Test func `another end, bytes beyond the end, and other bytes in the same place are overlaps too`() throws {
    let other = CaptureBytes.udp(Array(Self.text.uppercased().utf8))
    for packets in [
      [Self.four(Self.a), Self.four(Self.a, of: other)], [Self.four(Self.c), Self.four(Self.b, isLast: true)],
      [Self.four(Self.b, isLast: true), Self.four(40..<48)],
    ] {
      #expect(try ReadCapture(packets).skipped == "2: 2 fragments that overlap")
    }
  }

  @Test func `a length that no fragment can have is refused without its datagram`() throws {
    let packets = [Self.four(Self.a), Self.four(16..<21, isLast: false), Self.four(Self.b), Self.four(Self.c)]
    let read = try ReadCapture(packets)
    #expect(read.payloads == [Self.text] && read.skipped == "1: 1 fragment of a wrong length")
    // The "ping of death": an end beyond 65,535 bytes.
    let beyond = CaptureBytes.ipv4(containing: [UInt8](repeating: 0, count: 64), fragment: 0x1fff)
    #expect(try ReadCapture([beyond]).skipped == "1: 1 fragment of a wrong length")
  }

  private func table(_ fill: (inout FragmentTable, Int) -> Void) -> (table: FragmentTable, most: Int) {
    var table = FragmentTable()
    var most = 0
    for index in 0..<100_000 {
      fill(&table, index)
      most = max(most, table.bytesInUse)
      if index % 1_000 == 0 { _ = table.takeGivenUp() }
    }
    return (table, most)
  }

  private func add(_ table: inout FragmentTable, id: Int, offset: Int, _ bytes: [UInt8]) {
    let key = FragmentTable.Key(
      source: .anyIPv4, destination: .anyIPv4, identification: UInt32(id), contents: 17, encapsulation: 0)
    let header = FragmentHeader(identification: UInt32(id), offset: UInt16(offset), isLast: false, contents: 17)
    _ = bytes.withUnsafeBytes { table.add(header, of: key, 0..<bytes.count, in: $0.bytes, fresh: FragmentedPacket()) }
  }

  @Test func `endless fragments take bounded memory, however small and large they are`() {
    let large = [UInt8](repeating: 1, count: 1_480)
    for bytes in [[UInt8](repeating: 1, count: 8), large] {
      let (table, most) = table { add(&$0, id: $1, offset: 0, bytes) }
      #expect(most <= FragmentTable.mostBytes && table.count <= FragmentTable.mostBytes / 512)
      #expect(most > FragmentTable.mostBytes / 2)
    }
    // One packet of fragments as small as they can be, in the worst order, and packets of many.
    let small = [UInt8](repeating: 1, count: 8)
    #expect(table { add(&$0, id: 0, offset: 65_520 - $1 % 8_190 * 8, small) }.most < 1 << 20)
    #expect(table { add(&$0, id: $1 / 44, offset: $1 % 44 * 1_480, large) }.most <= FragmentTable.mostBytes)
  }

  @Test func `what the memory for fragments has no room for is told`() throws {
    let long = CaptureBytes.udp([UInt8](repeating: 0x61, count: 16_000))
    let packets = (0..<600).map { Self.four(0..<8_000, of: long, id: UInt16($0)) }
    let read = try ReadCapture(packets + packets.indices.map { Self.four(8_000..<8_008, of: long, id: UInt16($0)) })
    #expect(read.rows.allSatisfy { $0.marks == .fragment } && read.rows.count >= 600)
    #expect(read.rows.count + read.tally.skipped == 1_200)
    #expect(read.tally.leftOut[.fragment(.memory)] != nil || read.tally.leftOut[.fragment(.beginning)] != nil)
  }
}
