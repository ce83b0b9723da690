import CaptureFile
import Testing

struct PcapngTests {
  @Test(arguments: [false, true])
  func `each byte order is read, also of sections one after the other`(isBig: Bool) throws {
    var first = CaptureBytes(isBig: isBig)
    first.section()
    first.interface()
    first.enhanced(CaptureBytes.ipv4(), ticks: 1_700_000_000_123_456)
    var second = CaptureBytes(isBig: !isBig)
    second.section()
    second.interface(link: 1)
    second.interface(link: 229)
    second.enhanced(CaptureBytes.ipv6(), interface: 1, ticks: 7)
    let read = try ReadCapture(first + second)
    #expect(read.rows.map(\.time) == [1_700_000_000_123_456_000, 7_000])
    #expect(read.rows.map(\.source) == [CaptureBytes.peer, CaptureBytes.peer6])
    #expect(read.tally.warningCount == 0)
  }

  @Test func `direction, drops and comments come with a packet`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface(options: [(2, Array("udp://0.0.0.0:9000".utf8))])
    capture.enhanced(
      CaptureBytes.ipv4(),
      options: [(1, Array("encoding gb18030".utf8)), (2, [1, 0, 0, 0]), (4, [5, 0, 0, 0, 0, 0, 0, 0])])
    capture.enhanced(CaptureBytes.ipv4(), options: [(2, [2, 0, 0, 0]), (4, [2, 0, 0, 0, 0, 0, 0, 0])])
    // A packet without a datagram may report drops too.
    capture.enhanced([0x40], options: [(4, [1, 0, 0, 0, 0, 0, 0, 0])])
    let read = try ReadCapture(capture)
    #expect(read.rows.map(\.direction) == [.incoming, .outgoing])
    #expect(read.rows.map(\.comments) == [["encoding gb18030"], []])
    #expect(read.tally.kernelDrops == 8)
  }

  @Test func `a statistics block counts where it says more than the packets`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    capture.enhanced(CaptureBytes.ipv4(), options: [(4, [5, 0, 0, 0, 0, 0, 0, 0])])
    capture.block(5) {
      $0.append32(0)
      $0.append64(0)
      $0.options([(5, [7, 0, 0, 0, 0, 0, 0, 0]), (7, [1, 0, 0, 0, 0, 0, 0, 0])])
    }
    #expect(try ReadCapture(capture).tally.kernelDrops == 8)
  }

  @Test func `simple and obsolete packet blocks are read, unknown blocks passed over`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface(snapLength: 31)
    let packet = CaptureBytes.ipv4()
    capture.block(3) {
      $0.append32(UInt32(packet.count))
      $0.padded(Array(packet.prefix(31)))
    }
    capture.block(0x0bad_cafe) { $0.append32(1) }
    capture.block(4) { $0.append32(0) }
    capture.block(2) {
      $0.append16(0)
      $0.append16(3)
      $0.append64(0)
      $0.append32(UInt32(packet.count))
      $0.append32(UInt32(packet.count))
      $0.padded(packet)
    }
    let read = try ReadCapture(capture)
    #expect(read.payloads == ["hel", "hello"])
    #expect(read.tally.kernelDrops == 3 && read.tally.warningCount == 0)
  }

  private static let units: [(UInt8, UInt64, Int64)] = [
    (6, 1_500_000, 1_500_000_000), (9, 1_500_000_000, 1_500_000_000), (3, 1_500, 1_500_000_000),
    (0, 2, 2_000_000_000), (12, 1_500_000_000_000, 1_500_000_000), (19, 10_000_000_000, 1),
    (0x80 | 10, 1_536, 1_500_000_000), (0x80, 2, 2_000_000_000), (0x80 | 63, 1 << 62, 500_000_000),
    (9, UInt64.max, Int64.max), (0, UInt64.max, Int64.max), (0x80 | 1, UInt64.max, Int64.max),
  ]

  @Test(arguments: units)
  func `every unit of time is counted in nanoseconds`(resolution: UInt8, ticks: UInt64, time: Int64) throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface(options: [(9, [resolution])])
    capture.enhanced(CaptureBytes.ipv4(), ticks: ticks)
    let read = try ReadCapture(capture)
    #expect(read.rows.map(\.time) == [time])
    #expect(read.tally.warningCount == 0)
  }

  @Test(arguments: [(-2_000_000_000, -1_999_999_999_000_000_000), (Int64.min, Int64.min), (Int64.max, Int64.max)])
  func `an offset of time is added`(seconds: Int64, time: Int64) throws {
    var capture = CaptureBytes()
    capture.section()
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (8 * $0)) }
    capture.interface(options: [(14, bytes), (9, [6])])
    capture.enhanced(CaptureBytes.ipv4(), ticks: 1_000_000)
    #expect(try ReadCapture(capture).rows.map(\.time) == [time])
  }

  /// Resolutions that are powers of two, from a second down to 2⁻⁶³ s, with offsets before and after the epoch.
  private static let powers: [(UInt8, Int64)] = (0...63).flatMap { power in
    [-1_000_000_000, -7, 0, 1, 1_000, 1_700_000_000].map { (UInt8(power), $0) }
  }

  @Test(arguments: powers)
  func `a unit that is a power of two and an offset make the right time`(power: UInt8, seconds: Int64) throws {
    // 1,000.5 seconds and one tick, as long as 64 bits can hold it.
    let ticks = power < 54 ? (UInt64(2_001) << UInt64(power)) / 2 + 1 : UInt64.max / 2 + 1
    var capture = CaptureBytes()
    capture.section()
    let offset = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (8 * $0)) }
    capture.interface(options: [(9, [0x80 | power]), (14, offset)])
    capture.enhanced(CaptureBytes.ipv4(), ticks: ticks)
    // Whole seconds and the fraction are computed separately, so that no step exceeds 128 bits.
    let unit = UInt64(1) << UInt64(power)
    let (whole, rest) = ticks.quotientAndRemainder(dividingBy: unit)
    let fraction = UInt64(clamping: UInt128(rest) * 1_000_000_000 / UInt128(unit))
    let time = Int128(whole) * 1_000_000_000 + Int128(fraction) + Int128(seconds) * 1_000_000_000
    #expect(try ReadCapture(capture).rows.map(\.time) == [Int64(clamping: time)])
  }

  @Test func `2¹⁰ ticks a second and an offset of 1,000 s: the first datagram is of 22.13.20 UTC`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface(options: [(9, [0x8a]), (14, [0xe8, 3, 0, 0, 0, 0, 0, 0])])
    capture.enhanced(CaptureBytes.ipv4(), ticks: 0x195_4fb4_6000)
    #expect(try ReadCapture(capture).rows.map(\.time) == [1_700_000_000_000_000_000])
  }

  @Test func `a simple packet has no time, and keeps none from the packets around it`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    capture.simple(CaptureBytes.ipv4())
    capture.enhanced(CaptureBytes.ipv4(), ticks: 7)
    capture.simple(CaptureBytes.ipv4())
    #expect(try ReadCapture(capture).rows.map(\.time) == [nil, 7_000, nil])
  }

  @Test func `drops stand before the datagram that they came before`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    for index in 0..<9 {
      capture.enhanced(CaptureBytes.ipv4(), options: index == 6 ? [(4, [7, 0, 0, 0, 0, 0, 0, 0])] : [])
    }
    // Comments on a packet without a datagram precede the next datagram.
    capture.enhanced([0x40], options: [(4, [1, 0, 0, 0, 0, 0, 0, 0])])
    capture.enhanced(CaptureBytes.ipv4())
    let read = try ReadCapture(capture)
    #expect(read.rows.map(\.drops) == [0, 0, 0, 0, 0, 0, 7, 0, 0, 1] && read.tally.kernelDrops == 8)
  }

  @Test(arguments: [(nil, ParsedComment.Subject.file), ("Dumpcap 4.0", .file), ("udpeek 0.1.0", .interface)])
  func `what other programs say of their interface is about no row`(
    application: String?, subject: ParsedComment.Subject
  ) throws {
    var capture = CaptureBytes()
    capture.section(application: application)
    capture.interface()
    capture.statistics([(1, Array("Counters provided by dumpcap".utf8))])
    #expect(try ReadCapture(capture).lastComments.map(\.subject) == [subject])
  }

  @Test func `an offset brings back times that 64 bits do not hold without it`() throws {
    var capture = CaptureBytes()
    capture.section()
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: Int64(-9_223_372_037) >> (8 * $0)) }
    capture.interface(options: [(14, bytes), (9, [9])])
    capture.enhanced(CaptureBytes.ipv4(), ticks: 9_223_372_037_000_000_000 + 1_700_000_000_123_456_789)
    #expect(try ReadCapture(capture).rows.map(\.time) == [1_700_000_000_123_456_789])
  }

  @Test(arguments: [1, 5, 64])
  func `pieces of any size make the same datagrams`(pieces: Int) throws {
    var capture = CaptureBytes(isBig: true)
    capture.section()
    capture.interface()
    for index in 0..<20 { capture.enhanced(CaptureBytes.ipv4(Array("number \(index)".utf8))) }
    let read = try ReadCapture(capture.bytes, pieces: pieces)
    #expect(read.payloads == (0..<20).map { "number \($0)" })
    #expect(read.tally.warningCount == 0)
  }
}
