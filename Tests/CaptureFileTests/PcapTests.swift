import CaptureFile
import Testing

struct PcapTests {
  /// Magic numbers and their time units in nanoseconds.
  private static let forms: [(UInt32, Int64)] = [(0xa1b2_c3d4, 1_000), (0xa1b2_3c4d, 1), (0xa1b2_cd34, 1_000)]

  @Test(arguments: [false, true], forms)
  func `each byte order and unit is read`(isBig: Bool, variant: (magic: UInt32, unit: Int64)) throws {
    var capture = CaptureBytes(isBig: isBig)
    capture.pcapHeader(magic: variant.magic)
    let more: [UInt8] = variant.magic == 0xa1b2_cd34 ? [0, 0, 0, 1, 0, 0, 4, 0] : []
    capture.pcapPacket(CaptureBytes.ipv4(), seconds: 1_700_000_000, fraction: 123_456, more: more)
    let read = try ReadCapture(capture)
    let row = try #require(read.rows.first)
    #expect(row.time == 1_700_000_000_000_000_000 + 123_456 * variant.unit)
    #expect((row.source, row.destination) == (CaptureBytes.peer, CaptureBytes.local))
    #expect(row.payload == "hello" && row.size == 5)
    #expect(row.direction == (more.isEmpty ? .unknown : .outgoing))
    #expect(read.tally.warningCount == 0)
  }

  @Test(arguments: [(2, 2), (2, 0), (2, 3), (543, 0)] as [(UInt16, UInt16)])
  func `old versions, whose two lengths are swapped, are read`(major: UInt16, minor: UInt16) throws {
    var capture = CaptureBytes()
    capture.pcapHeader(version: (major, minor))
    let packet = CaptureBytes.ipv4(Array("0123456789".utf8))
    for second in 1...3 as ClosedRange<UInt32> {
      capture.pcapPacket(Array(packet.prefix(32)), seconds: second, original: packet.count, isSwapped: true)
    }
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["0123", "0123", "0123"] && read.rows.map(\.size) == [10, 10, 10])
    #expect(read.tally.warningCount == 0)
  }

  @Test(arguments: [(1, 0), (2, 5), (3, 0), (542, 0)] as [(UInt16, UInt16)])
  func `a version that was never defined is refused with the reason`(major: UInt16, minor: UInt16) throws {
    var capture = CaptureBytes()
    capture.pcapHeader(version: (major, minor))
    capture.pcapPacket(CaptureBytes.ipv4())
    let read = try ReadCapture(capture)
    #expect(read.rows.isEmpty && read.warnings == [.unknownPcapVersion(major, minor)] && read.tally.isIncomplete)
  }

  @Test func `times before 1970, after 2038 and with a fraction beyond its second are shown`() throws {
    var capture = CaptureBytes()
    capture.pcapHeader()
    capture.pcapPacket(CaptureBytes.ipv4(), seconds: .max, fraction: .max)
    capture.pcapPacket(CaptureBytes.ipv4(), seconds: 1, fraction: 1_500_000)
    #expect(
      try ReadCapture(capture).rows.map(\.time) == [
        4_294_967_295 * 1_000_000_000 + 4_294_967_295 * 1_000, 2_500_000_000,
      ])
  }

  @Test func `the high half of the link type says other things`() throws {
    var capture = CaptureBytes()
    capture.pcapHeader(link: 0x5400_0000 | 101)
    capture.pcapPacket(CaptureBytes.ipv4())
    #expect(try ReadCapture(capture).payloads == ["hello"])
  }

  @Test func `a packet of which not all was captured is cut`() throws {
    var capture = CaptureBytes()
    capture.pcapHeader()
    let packet = CaptureBytes.ipv4(Array("0123456789".utf8))
    capture.pcapPacket(Array(packet.prefix(32)), original: packet.count)
    let row = try #require(try ReadCapture(capture).rows.first)
    #expect(row.payload == "0123" && row.size == 10)
  }

  @Test(arguments: [1, 7, 100])
  func `pieces of any size make the same datagrams`(pieces: Int) throws {
    var capture = CaptureBytes()
    capture.pcapHeader()
    for index in 0..<20 { capture.pcapPacket(CaptureBytes.ipv4(Array("number \(index)".utf8))) }
    let read = try ReadCapture(capture.bytes, pieces: pieces)
    #expect(read.payloads == (0..<20).map { "number \($0)" })
    #expect(read.tally.warningCount == 0)
  }
}
