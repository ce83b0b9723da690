import Basics
import CaptureFile
import Testing

/// Tests the handling of malformed captures and the places that the warnings name.
struct MalformedTests {
  /// A section, an interface and one datagram; 48 + 68 bytes.
  private static var good: CaptureBytes {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    capture.enhanced(CaptureBytes.ipv4())
    return capture
  }

  private static var goodPcap: CaptureBytes {
    var capture = CaptureBytes()
    capture.pcapHeader()
    capture.pcapPacket(CaptureBytes.ipv4())
    return capture
  }

  private static let rule: [(CaptureWarning.Problem, Bool)] = [
    (.empty, false), (.cutBlock, false), (.cutCompression, false), (.zeros, false), (.cutLine, false),
    (.badRecord, true),
    (.packetBeyondBlock, true), (.unknownInterface(1), true), (.unknownLink(147), false), (.unknownVersion(2), false),
    (.badBlockLength(13), true), (.badPacketLength(.max), true), (.badByteOrderMagic, true), (.implausibleBlock, true),
    (.longLine, true), (.badCompression("x"), true), (.readFailed("x"), true), (.unknownPcapVersion(2, 5), true),
  ]

  @Test(arguments: rule)
  func `a damaged record makes a file incomplete, a cut end does not`(
    problem: CaptureWarning.Problem, leavesDataUnread: Bool
  ) {
    #expect(problem.leavesDataUnread == leavesDataUnread)
  }

  @Test func `an empty file is a warning`() throws {
    let read = try ReadCapture([] as [UInt8])
    #expect(read.warnings == [.empty] && read.failure == nil)
  }

  @Test func `something else than a capture is refused`() throws {
    let read = try ReadCapture([0x89, 0x50, 0x4e, 0x47, 0x0d])
    #expect(read.failure?.description.contains("not a capture file that udpeek knows") == true)
  }

  @Test(arguments: 1..<68)
  func `the last block cut: what came before, and one warning with the offset`(missing: Int) throws {
    let good = Self.good.bytes
    let read = try ReadCapture(good + good.dropFirst(48).dropLast(missing))
    #expect(read.payloads == ["hello"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 116, problem: .cutBlock)])
    #expect(!read.tally.isIncomplete)
  }

  @Test(arguments: 1..<49)
  func `the last packet of a classic capture cut`(missing: Int) throws {
    let good = Self.goodPcap.bytes
    let read = try ReadCapture(good + good.dropFirst(24).dropLast(missing))
    #expect(read.payloads == ["hello"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 73, problem: .cutBlock)])
  }

  @Test(arguments: [1, 3, 12, 16, 40, 4_096])
  func `zeros at the end: what came before, and one warning with the offset`(count: Int) throws {
    let zeros = [UInt8](repeating: 0, count: count)
    let modern = try ReadCapture(Self.good.bytes + zeros)
    #expect(modern.payloads == ["hello"])
    #expect(modern.tally.warnings == [CaptureWarning(offset: 116, problem: .zeros)])
    let classic = try ReadCapture(Self.goodPcap.bytes + zeros)
    #expect(classic.payloads == ["hello"])
    #expect(classic.tally.warnings == [CaptureWarning(offset: 73, problem: .zeros)])
  }

  @Test(arguments: [0, 4, 11, 13, 30, 16 << 20 | 4, 0xffff_fffc] as [UInt32])
  func `a block of an impossible length ends the reading`(length: UInt32) throws {
    var capture = Self.good
    capture.append32(6)
    capture.append32(length)
    capture.append([UInt8](repeating: 7, count: 64))
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hello"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 116, problem: .badBlockLength(length))])
    #expect(read.tally.isIncomplete)
  }

  @Test func `a packet of an impossible length ends the reading`() throws {
    var capture = Self.goodPcap
    for value in [1, 0, 16 << 20 | 1, 20] as [UInt32] { capture.append32(value) }
    capture.append([UInt8](repeating: 7, count: 64))
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hello"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 73, problem: .badPacketLength(16 << 20 | 1))])
  }

  @Test func `a trailing length that differs is a warning where the next block is plausible`() throws {
    var capture = Self.good
    capture.block(0xbad, lastLength: 99) { $0.append32(0) }
    capture.enhanced(CaptureBytes.ipv4(Array("after".utf8)))
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hello", "after"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 116, problem: .lengthsDiffer(16, 99))])
  }

  @Test func `a trailing length that differs ends the reading where no block begins`() throws {
    var capture = Self.good
    capture.block(0xbad, lastLength: 99) { $0.append32(0) }
    capture.block(0x1234_5678) { $0.append32(0) }
    capture.enhanced(CaptureBytes.ipv4())
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hello"])
    #expect(read.warnings == [.lengthsDiffer(16, 99), .implausibleBlock])
  }

  @Test func `a packet before its interface, of no interface, or longer than its block is skipped`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.enhanced(CaptureBytes.ipv4())
    capture.interface()
    capture.enhanced(CaptureBytes.ipv4(), interface: 9)
    capture.enhanced(CaptureBytes.ipv4(), captured: 70)
    capture.enhanced(CaptureBytes.ipv4(), captured: 0xffff_ffff)
    capture.enhanced(CaptureBytes.ipv4(Array("after".utf8)))
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["after"])
    #expect(read.warnings == [.unknownInterface(0), .unknownInterface(9), .packetBeyondBlock, .packetBeyondBlock])
    #expect(read.tally.skipped == 4)
  }

  @Test func `options beyond the block and a unit of time that cannot be are warnings`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface(options: [(9, [20])])
    capture.block(6) {
      for value in [0, 0, 7, 33, 33] as [UInt32] { $0.append32(value) }
      $0.padded(CaptureBytes.ipv4())
      $0.append16(1)
      $0.append16(900)
    }
    let read = try ReadCapture(capture)
    #expect(read.rows.map(\.time) == [7_000])
    #expect(read.warnings == [.badResolution(20), .optionsBeyondBlock])
  }

  @Test func `of more than 4096 interfaces the others are not known`() throws {
    var capture = CaptureBytes()
    capture.section()
    for _ in 0..<4_100 { capture.interface() }
    capture.enhanced(CaptureBytes.ipv4(), interface: 4_095)
    capture.enhanced(CaptureBytes.ipv4(), interface: 4_096)
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hello"])
    #expect(read.warnings == [.tooManyInterfaces, .unknownInterface(4_096)])
  }

  @Test func `warnings are bounded in number, and counted`() throws {
    var capture = CaptureBytes()
    capture.section()
    for _ in 0..<1_000 { capture.enhanced(CaptureBytes.ipv4()) }
    let tally = try ReadCapture(capture).tally
    #expect(tally.warnings.count == CaptureTally.keptWarnings && tally.warningCount == 1_000)
  }

  @Test func `a link type that is not known is told once`() throws {
    var capture = CaptureBytes()
    capture.pcapHeader(link: 147)
    for _ in 0..<3 { capture.pcapPacket([1, 2, 3]) }
    let read = try ReadCapture(capture)
    #expect(read.unknownLinks == 1 && read.tally.leftOut == [.contents(.link(147)): 3] && read.tally.skipped == 3)
    #expect(read.warnings == [.unknownLink(147)])
  }
}
