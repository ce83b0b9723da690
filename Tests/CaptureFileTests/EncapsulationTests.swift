import Testing
import UDPCore

@testable import CaptureFile

/// Tunnels and frames in each other, made by hand from their specifications.
struct EncapsulationTests {
  private static let macs: [UInt8] = [UInt8](repeating: 2, count: 12)
  private static let four = CaptureBytes.ipv4()
  private static let six = CaptureBytes.ipv6()
  private static let frame = macs + [8, 0] + four
  /// The ends of the tunnels below.
  private static let (left, right) = (IPAddress(ipv4: 0xc000_0201), IPAddress(ipv4: 0xc000_0202))
  private static let ends = " from 192.0.2.1 to 192.0.2.2"

  private static func outer(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
    CaptureBytes.ipv4(containing: contents, number: number, from: left, to: right)
  }

  private static func outer6(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
    CaptureBytes.ipv6(containing: contents, number: number)
  }

  /// Raw IP packets with the name of what carries the datagram.
  private static let tunnels: [([UInt8], String)] = [
    (outer(4, four), "IPv4 in IPv4\(ends)"), (outer(41, six), "IPv6 in IPv4\(ends)"),
    (outer6(4, four), "IPv4 in IPv6 from 2001:db8::11 to 2001:db8::5"),
    (outer6(41, six), "IPv6 in IPv6 from 2001:db8::11 to 2001:db8::5"),
    (outer(94, four), "IPv4 in IPv4\(ends)"),
    (outer(47, [0, 0, 8, 0] + four), "GRE\(ends)"), (outer(47, [0, 0, 0x86, 0xdd] + six), "GRE\(ends)"),
    // A checksum, a key, a sequence number, and all three.
    (outer(47, [0x80, 0, 8, 0, 1, 2, 0, 0] + four), "GRE\(ends)"),
    (outer(47, [0x20, 0, 8, 0, 0, 0, 1, 0] + four), "GRE 256\(ends)"),
    (outer(47, [0x10, 0, 8, 0, 0, 0, 0, 9] + four), "GRE\(ends)"),
    (outer(47, [0xb0, 0, 8, 0, 1, 2, 0, 0, 0, 0, 0, 7, 0, 0, 0, 9] + four), "GRE 7\(ends)"),
    (outer(47, [0, 0, 0x65, 0x58] + frame), "GRE\(ends)"),
    (outer(47, [0x20, 0, 0x65, 0x58, 0, 0, 0, 7] + macs + [0x81, 0, 0, 5, 8, 0] + four), "GRE 7\(ends), VLAN 5"),
    (outer(47, [0, 0, 0x88, 0x47, 0, 6, 0x41, 0x40] + four), "GRE\(ends), MPLS label 100"),
    (outer(47, [0, 0, 0x88, 0xbe] + frame), "GRE\(ends)"),
    (
      outer(47, [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 42, 0, 0, 0, 0] + frame), "GRE\(ends), ERSPAN session 42"
    ),
    (
      outer(47, [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 0] + frame),
      "GRE\(ends), ERSPAN session 42"
    ),
    // PPTP: the length of the contents, the call, a sequence number, an acknowledgement.
    (
      outer(47, [0x30, 0x81, 0x88, 0x0b, 0, 35, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0] + [0, 0x21] + four),
      "PPTP call 3\(ends)"
    ),
    (outer(97, [0x30, 0] + frame), "EtherIP\(ends)"),
    (outer(137, [0, 6, 0x41, 0x40] + four), "MPLS\(ends), MPLS label 100"),
    (outer(143, frame), ""),
    // In each other.
    (outer(4, outer(47, [0, 0, 0x65, 0x58] + frame)), "IPv4 in IPv4\(ends), GRE\(ends)"),
  ]

  @Test(arguments: tunnels)
  func `a datagram is found in a tunnel, with its own addresses and the tunnel's name`(
    packet: [UInt8], name: String
  ) throws {
    let read = try ReadCapture([packet])
    let row = try #require(read.rows.first)
    #expect(row.payload == "hello" && row.size == 5 && row.marks.isEmpty && row.encapsulation == name)
    #expect(row.source == (row.source.address.isIPv4 ? CaptureBytes.peer : CaptureBytes.peer6))
    #expect(read.rows.count == 1 && read.tally.skipped == 0)
  }

  private static let links: [(UInt32, [UInt8], String)] = [
    (1, macs + [0x81, 0, 0x60, 5, 8, 0] + four, "VLAN 5"), (1, macs + [0x81, 0, 0x60, 0, 8, 0] + four, ""),
    (1, macs + [0x88, 0xa8, 0, 7, 0x81, 0, 0, 5, 8, 0] + four, "VLAN 7, VLAN 5"),
    (1, macs + [0x88, 0x64, 0x11, 0, 0, 9, 0, 35, 0, 0x21] + four, "PPPoE session 9"),
    (51, [0x11, 0, 0, 9, 0, 35, 0, 0x21] + four, "PPPoE session 9"),
    (1, macs + [0x88, 0x47, 0, 1, 0, 64, 0, 6, 0x41, 64] + four, "MPLS label 100"),
    // A control word of MPLS, and Ethernet.
    (1, macs + [0x88, 0x47, 0, 6, 0x41, 64, 0, 0, 0, 0] + frame, "MPLS label 100"),
    (50, [15, 0, 8, 0] + four, ""), (50, [0x8f, 0, 0x86, 0xdd] + six, ""), (204, [1, 0xff, 3, 0, 0x21] + four, ""),
    (166, [1, 3, 0, 0x21] + four, ""), (1, macs + [0, 36, 6, 6, 3] + four, ""),
    (113, [0, 4, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 0, 4, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + four, ""),
    // NFLOG: IPv4, an interface, a prefix, the packet; then the same of a big-endian host.
    (
      239, [2, 0, 0, 0, 8, 0, 5, 0, 0, 0, 0, 1, 10, 0, 10, 0] + Array("alarm\0".utf8) + [0, 0, 37, 0, 9, 0] + four,
      "NFLOG “alarm”"
    ),
    (239, [10, 0, 0, 0, 0, 8, 0, 5, 0, 0, 0, 1, 0, 57, 0, 9] + six, ""),
    (239, [2, 0, 0, 0, 37, 0, 9, 0] + four + [1, 2, 3, 4], ""),
  ]

  @Test(arguments: links)
  func `a datagram is found behind tags and frames of links`(link: UInt32, packet: [UInt8], name: String) throws {
    let read = try ReadCapture([packet], link: link)
    #expect(read.payloads == ["hello"] && read.rows.map(\.encapsulation) == [name] && read.tally.skipped == 0)
  }

  @Test func `the direction of links that say it is kept`() throws {
    let nflog: [UInt8] = [2, 0, 0, 0, 8, 0, 5, 0, 0, 0, 0, 1, 37, 0, 9, 0]
    #expect(try ReadCapture([nflog + Self.four], link: 239).rows.first?.direction == .outgoing)
    #expect(try ReadCapture([[0, 0xff, 3, 0, 0x21] + Self.four], link: 204).rows.first?.direction == .incoming)
    #expect(try ReadCapture([[1, 3, 0, 0x21] + Self.four], link: 166).rows.first?.direction == .outgoing)
  }

  @Test(arguments: tunnels)
  func `a tunnel cut anywhere is no trap, and neither lost nor invented`(packet: [UInt8], name: String) throws {
    for count in packet.indices {
      let read = try ReadCapture([Array(packet.prefix(count))])
      #expect(read.rows.count + read.tally.skipped == 1)
      #expect(read.rows.allSatisfy { "hello".hasPrefix($0.payload) })
    }
  }

  @Test func `padding behind a tunnel's packet is no payload`() throws {
    let packet = Self.outer(47, [0, 0, 0x65, 0x58] + Self.macs + [8, 0] + CaptureBytes.ipv4([]) + [1, 2, 3, 4])
    #expect(try ReadCapture([packet]).rows.map(\.size) == [0])
    // A length of Ethernet, and of PPPoE.
    let frame = Self.macs + [0x88, 0x64, 0x11, 0, 0, 9, 0, 35, 0, 0x21] + Self.four + [9, 9, 9]
    #expect(try ReadCapture([frame], link: 1).payloads == ["hello"])
  }

  @Test(arguments: [30, 31, 32, 200])
  func `tunnels in each other are followed so far and no further`(depth: Int) throws {
    let packet = (0..<depth).reduce(Self.four) { packet, _ in Self.outer(4, packet) }
    let read = try ReadCapture([packet])
    #expect(read.payloads == (depth < 31 ? ["hello"] : []))
    #expect(read.skipped == (depth < 31 ? "0" : "1: 1 packet nested too deeply"))
  }

  @Test func `what carries datagrams is told apart up to a bound`() throws {
    let packets = (1...5_000).map { index in
      Self.outer(47, [0x20, 0, 8, 0, 0, 0, UInt8(index >> 8), UInt8(index & 255)] + Self.four)
    }
    let read = try ReadCapture(packets)
    #expect(read.rows.count == 5_000 && read.rows[4_095].encapsulation == "GRE 4096\(Self.ends)")
    #expect(read.rows[4_096...].allSatisfy { $0.encapsulation == "further encapsulations" })
  }

  // MARK: Networks in datagrams

  private static func overlay(_ port: UInt16, _ contents: [UInt8]) -> [UInt8] {
    CaptureBytes.ipv4(
      contents, from: Endpoint(left, port: 49_152), to: Endpoint(right, port: port))
  }

  private static let overlays: [([UInt8], String)] = [
    (overlay(4_789, [8, 0, 0, 0, 0, 0, 42, 0] + frame), "VXLAN 42\(ends)"),
    (overlay(8_472, [8, 0, 0, 0, 0, 0, 42, 0] + frame), "VXLAN 42\(ends)"),
    (overlay(6_081, [0, 0, 0x65, 0x58, 0, 0, 42, 0] + frame), "GENEVE 42\(ends)"),
    (overlay(6_081, [1, 0, 8, 0, 0, 0, 42, 0, 1, 2, 3, 4] + four), "GENEVE 42\(ends)"),
  ]

  @Test(arguments: overlays)
  func `VXLAN and GENEVE are datagrams, and taken apart if asked`(packet: [UInt8], name: String) throws {
    let outer = try #require(try ReadCapture([packet]).rows.first)
    #expect(outer.source == Endpoint(Self.left, port: 49_152) && outer.size > 40 && outer.encapsulation.isEmpty)
    let inner = try #require(try ReadCapture([packet], showsInner: true).rows.first)
    #expect(inner.source == CaptureBytes.peer && inner.payload == "hello" && inner.encapsulation == name)
  }

  @Test func `what only looks like VXLAN is shown as it is`() throws {
    for contents in [[], [8, 0, 0], Array("not a network".utf8), [0, 0, 0, 0, 0, 0, 42, 0] + Self.frame] as [[UInt8]] {
      let read = try ReadCapture([Self.overlay(4_789, contents)], showsInner: true)
      #expect(read.rows.map(\.size) == [contents.count] && read.rows.first?.source.port == 49_152)
    }
    let tcp = Self.macs + [8, 0] + CaptureBytes.ipv4(containing: [1, 2, 3, 4], number: 6)
    let read = try ReadCapture([Self.overlay(4_789, [8, 0, 0, 0, 0, 0, 42, 0] + tcp)], showsInner: true)
    #expect(read.rows.isEmpty && read.skipped == "1: 1 TCP")
  }

  // MARK: UDP-Lite

  @Test(arguments: [
    (0, false, false), (13, false, false), (8, true, false), (12, true, false), (5, false, true), (14, false, true),
  ])
  func `UDP-Lite is marked as such, with a checksum of a part`(coverage: Int, isPartial: Bool, isOdd: Bool) throws {
    let contents = CaptureBytes.udp(length: coverage)
    let row = try #require(try ReadCapture([CaptureBytes.ipv4(containing: contents, number: 136)]).rows.first)
    var marks: DatagramMarks = .lite
    if isPartial { marks.insert(.partialChecksum) }
    if isOdd { marks.insert(.oddLength) }
    #expect(row.marks == marks && row.payload == "hello" && row.size == 5)
    #expect(try ReadCapture([CaptureBytes.ipv6(containing: contents, number: 136)]).rows.first?.marks == marks)
  }

  @Test func `messages of a tunnel itself are counted as such`() throws {
    let keepalive = Self.outer(47, [0, 0, 0, 0])
    let acknowledgement = Self.outer(47, [0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 3, 0, 0, 0, 1])
    #expect(
      try ReadCapture([keepalive, acknowledgement]).skipped == "2: 2 tunnel messages without a packet")
    #expect(try ReadCapture([Self.outer(47, [0x40, 0, 8, 0] + Self.four)]).skipped == "1: not decoded: 1 GRE")
  }
}
