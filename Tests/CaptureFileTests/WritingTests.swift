import CaptureFile
import Testing
import UDPCore

struct WritingTests {
  private static func array(_ bytes: RawSpan) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }

  /// Writes rows to a pcapng file and splits it into blocks.
  private func written(
    _ fill: (inout LogWriter) -> Void, comments: [String] = [], drops: Int = 0
  ) -> PcapngWalker {
    var writer = LogWriter(limit: 16 << 20)
    fill(&writer)
    writer.publish()
    var buffer = PcapngBuffer(capacity: 0)
    buffer.begin(.init(name: "udp://127.0.0.1:8080"), application: "udpeek test")
    for datagram in writer.log.snapshot().datagrams { buffer.add(datagram, drops: drops, comments: comments) }
    return PcapngWalker(buffer.withBytes(Self.array))
  }

  @Test func `a row that was cut stays cut, even where no datagram can be longer`() throws {
    var writer = LogWriter(limit: 16 << 20)
    writer.add([UInt8](repeating: 0x6a, count: 65_535), from: there6, to: here6, isTruncated: true)
    writer.publish()
    let rows = writer.log.snapshot().datagrams
    var (modern, classic) = (PcapngBuffer(capacity: 0), PcapBuffer())
    modern.begin(.init(name: ""), application: "udpeek test")
    classic.begin()
    for row in rows {
      modern.add(row)
      classic.add(row)
    }
    for bytes in [modern.withBytes(Self.array), classic.withBytes(Self.array)] {
      let row = try #require(try ReadCapture(bytes).rows.first)
      #expect(row.isTruncated && row.size == 65_535 && row.payload.utf8.count == 65_535)
    }
  }

  @Test func `a file begins with a section and the one interface`() throws {
    let file = written { $0.add([0x61]) }
    #expect(file.isWhole)
    try #require(file.blocks.map(\.type) == [0x0a0d_0d0a, 1, 6])
    let (section, interface) = (file.blocks[0], file.blocks[1])
    #expect(section.number(at: 0) == 0x1a2b_3c4d)
    #expect(section.number(at: 4, 2) == 1 && section.number(at: 6, 2) == 0)
    #expect(section.body[8..<16].allSatisfy { $0 == 0xff })
    #expect(section.text(4) == "udpeek test")
    #expect(interface.number(at: 0, 2) == 101)
    #expect(interface.number(at: 4) == 0)
    #expect(interface.text(2) == "udp://127.0.0.1:8080")
    #expect(interface.text(3)?.contains("synthesized") == true)
    #expect(interface.option(9) == [9])
  }

  @Test func `a datagram of IPv4 has its addresses, ports, time and direction`() throws {
    let packet = try #require(written { $0.add([0x68, 0x69]) }.packets.first)
    let time: UInt64 = 1_795_381_665_123_456_789
    #expect(packet.number(at: 4) == Int(time >> 32) && packet.number(at: 8) == Int(time & 0xffff_ffff))
    #expect(packet.number(at: 12) == 30 && packet.number(at: 16) == 30)
    #expect(Array(packet.packet[..<10]) == [0x45, 0, 0, 30, 0, 0, 0x40, 0, 64, 17])
    #expect(Array(packet.packet[12..<26]) == [10, 0, 3, 17, 127, 0, 0, 1, 0xd0, 0xa4, 0x1f, 0x90, 0, 10])
    #expect(packet.payload == [0x68, 0x69])
    #expect(packet.number(2) == 1)
    #expect(packet.option(4) == nil)
  }

  @Test func `what was sent goes the other way`() throws {
    let packet = try #require(written { $0.add([0x68], kind: .outgoing) }.packets.first)
    #expect(Array(packet.packet[12..<20]) == [127, 0, 0, 1, 10, 0, 3, 17])
    #expect(packet.number(2) == 2)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 1472, 65_506, 65_507], [true, false])
  func `checksums are right for every length`(size: Int, isIPv4: Bool) throws {
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    let file = written { $0.add(payload, from: isIPv4 ? there : there6, to: isIPv4 ? here : here6) }
    let packet = try #require(file.packets.first?.packet)
    #expect(foldedSum(of: packet) == 0xffff)
    guard isIPv4 else { return }
    #expect(foldedSum(ofWords: Array(packet[..<20])) == 0xffff)
  }

  @Test func `the longest datagram of IPv6 fits`() throws {
    let file = written { $0.add([UInt8](repeating: 0x79, count: 65_527), from: there6, to: here6) }
    let packet = try #require(file.packets.first)
    #expect(packet.number(at: 12) == 65_575)
    #expect(Array(packet.packet[..<8]) == [0x60, 0, 0, 0, 0xff, 0xff, 17, 64])
    #expect(foldedSum(of: packet.packet) == 0xffff)
  }

  @Test(arguments: [65_508, 65_527, 65_528, 65_535], [true, false])
  func `a payload longer than the length fields say comes back whole`(size: Int, isIPv4: Bool) throws {
    let payload = [UInt8](repeating: 0x79, count: size)
    var writer = LogWriter(limit: 16 << 20)
    writer.add(payload, from: isIPv4 ? there : there6, to: isIPv4 ? here : here6)
    writer.publish()
    let row = try #require(writer.log.snapshot().datagrams.first)
    var (modern, classic) = (PcapngBuffer(capacity: 0), PcapBuffer())
    modern.begin(.init(name: ""), application: "udpeek test")
    classic.begin()
    modern.add(row)
    classic.add(row)
    for bytes in [modern.withBytes(Self.array), classic.withBytes(Self.array)] {
      let read = try #require(try ReadCapture(bytes).rows.first)
      #expect(!read.isTruncated && read.size == size && read.payload.utf8.count == size && read.marks.isEmpty)
    }
  }

  @Test func `the marks of a datagram come back from pcapng`() throws {
    for marks in [[.oddLength], [.fragment], [.oddLength, .fragment]] as [DatagramMarks] {
      var writer = LogWriter(limit: 16 << 20)
      let path = LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0)
      let row = LogWriter.Row(
        kind: .incoming, time: 1, size: 2, isTruncated: false, marks: marks, peer: there, local: path)
      writer.append(row, payload: ([0x68, 0x69] as [UInt8]).span.bytes)
      writer.publish()
      var buffer = PcapngBuffer(capacity: 0)
      buffer.begin(.init(name: ""), application: "udpeek test")
      for datagram in writer.log.snapshot().datagrams { buffer.add(datagram, comments: ["a note"]) }
      let read = try #require(
        try ReadCapture(buffer.withBytes { bytes in bytes.withUnsafeBytes { Array($0) } }).rows.first)
      #expect(read.marks == marks && read.comments == ["a note"])
    }
  }

  @Test func `a checksum that comes to zero is written as its other zero`() throws {
    // These two bytes complement the checksum of an empty payload's packet to zero.
    let empty = try #require(written { $0.add([0, 0]) }.packets.first?.packet)
    let missing = Array(empty[26..<28])
    let packet = try #require(written { $0.add(missing) }.packets.first?.packet)
    #expect(Array(packet[26..<28]) == [0xff, 0xff])
  }

  @Test(arguments: [true, false])
  func `a truncated datagram is longer than what is kept of it`(isIPv4: Bool) throws {
    let file = written {
      $0.add([1, 2, 3], from: isIPv4 ? there : there6, to: isIPv4 ? here : here6, size: 1000, isTruncated: true)
    }
    let packet = try #require(file.packets.first)
    let headers = isIPv4 ? 28 : 48
    #expect(packet.number(at: 12) == headers + 3 && packet.number(at: 16) == headers + 1000)
    #expect(Array(packet.packet[(headers - 4)..<(headers - 2)]) == [0x03, 0xf0])
  }

  @Test func `a slot that was too short shows though nobody knows by how much`() throws {
    let packet = try #require(written { $0.add([1, 2, 3], isTruncated: true) }.packets.first)
    #expect(packet.number(at: 12) < packet.number(at: 16))
  }

  @Test func `drops and comments stand beside the datagram`() throws {
    let file = written({ $0.add([0x61]) }, comments: ["encoding gb18030", "温度"], drops: 70_000)
    let packet = try #require(file.packets.first)
    #expect(packet.number(4) == 70_000)
    #expect(packet.texts(1) == ["encoding gb18030", "温度"])
  }

  @Test func `a comment too long is cut between characters`() throws {
    let file = written({ $0.add([0x61]) }, comments: [String(repeating: "温", count: 30_000)])
    #expect(file.isWhole)
    let isWhole = file.packets.first?.text(1) == String(repeating: "温", count: 21_845)
    #expect(isWhole)
  }

  @Test func `the statistics at the end count what is there and what is not`() throws {
    var buffer = PcapngBuffer(capacity: 0)
    var statistics = PcapngBuffer.Statistics()
    statistics.received = 10
    statistics.delivered = 8
    statistics.kernelDrops = 3
    statistics.end = 5_000_000_000
    buffer.end(statistics)
    let block = try #require(
      PcapngWalker(buffer.withBytes { bytes in bytes.withUnsafeBytes { Array($0) } }).statistics)
    #expect(block.number(4) == 10 && block.number(8) == 8 && block.number(7) == 3)
    #expect(block.number(at: 4) == 1 && block.number(at: 8) == 5_000_000_000 - 1 << 32)
  }

  @Test(arguments: [
    ("capture.pcapng", false, "capture-20261123-070000.pcapng"),
    ("a/b.c/capture", false, "a/b.c/capture-20261123-070000"),
    ("/tmp/x.y.pcapng", true, "/tmp/x.y-20261123-070000000012.pcapng"), (".hidden", false, ".hidden-20261123-070000"),
  ])
  func `names of a rotation carry the time before the ending`(path: String, isPrecise: Bool, name: String) {
    // The time zone is unknown, so the name is parsed back instead of comparing its digits.
    let written = RecordingRotation.name(for: path, at: 1_795_417_200_000_012_345, isPrecise: isPrecise)
    let pattern = /\d{8}-\d{6}/
    #expect(written.replacing(pattern, with: "T") == name.replacing(pattern, with: "T"))
    #expect(written.firstMatch(of: pattern) != nil)
  }
}
