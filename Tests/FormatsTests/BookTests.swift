import Basics
import Configuration
import DisplayFilter
import Formats
import Testing
import UDPCore

/// Tests the choice of formats, and the counts of numbered datagrams.
struct BookTests {
  @Test func `the first format whose ports, condition and body fit is a datagram's`() throws {
    let formats = try formats(
      """
      [[format]]
      name = "seven"
      ports = [7000, "7002-7004"]
      struct = "B:version=7"
      [[format]]
      name = "letters"
      when = "text startswith 'T'"
      fields = '/T(?<n>.)/'
      [[format]]
      name = "rest"
      struct = "B:a B:b"
      """)
    var log = TestLog()
    var chooser = FormatChooser(FormatBook(formats))
    /// The name of the format of a datagram.
    func name(_ bytes: [UInt8], _ port: UInt16) throws -> String? {
      chooser.format(of: try log.add(bytes, port: port), in: context())?.name
    }
    #expect(try name([7], 7_003) == "seven")
    #expect(try name([7], 7_001) == nil)
    #expect(try name([8, 1], 7_000) == "rest")
    #expect(try name(Array("T1".utf8), 7_000) == "letters")
    var forced = FormatChooser(FormatBook(formats, forced: "seven"))
    #expect(forced.format(of: try log.add([1, 2]), in: context())?.name == "seven")
  }

  @Test func `losses, late and double datagrams of a peer are counted, over the wrap of its numbers`() throws {
    let format = try format("struct = '>B:seq'\nsequence = 'seq'")
    var log = TestLog()
    var tracker = SequenceTracker()
    func events(_ numbers: [UInt8], from peer: String) throws -> [SequenceEvent?] {
      try numbers.map { tracker.observe(try log.add([$0], from: peer), format.dissect([$0])) }
    }
    #expect(
      try events([250, 251, 254, 253, 253, 255, 0, 3], from: "192.0.2.1") == [
        .next, .next, .gap(2), .reordered, .doubled, .next, .next, .gap(2),
      ])
    #expect(try events([5, 6], from: "192.0.2.2") == [.next, .next])
    let peer = try log.add([1]).peer
    let counts = try #require(tracker.counts(of: peer))
    #expect((counts.received, counts.lost, counts.reordered, counts.doubled) == (8, 3, 1, 1))
    #expect(tracker.total.received == 10)
  }

  @Test func `the numbers of a datagram are followed if the first format that fits it counts, and only then`() throws {
    let formats = try formats(
      """
      [[format]]
      name = "plain"
      ports = [7000]
      struct = "B:a"
      [[format]]
      name = "counted"
      struct = "B:seq"
      sequence = "seq"
      """)
    var log = TestLog()
    var observer = FormatObserver(FormatBook(formats))
    func follow(_ number: UInt8, _ port: UInt16) throws -> SequenceEvent? {
      observer.follow(try log.add([number], port: port), in: context())
    }
    #expect(try [follow(1, 8_000), follow(2, 7_000), follow(4, 8_000)] == [.next, nil, .gap(2)])
    var forced = FormatObserver(FormatBook(formats, forced: "plain"))
    #expect(forced.follow(try log.add([1], port: 8_000), in: context()) == nil)
  }

  @Test func `a sender that begins anew has lost nothing`() throws {
    let format = try format("struct = '>H:seq'\nsequence = 'seq'")
    var log = TestLog()
    var tracker = SequenceTracker()
    for number: UInt16 in [40_000, 40_001, 1, 2, 3] {
      let bytes = [UInt8(number >> 8), UInt8(number & 255)]
      tracker.observe(try log.add(bytes), format.dissect(bytes))
    }
    #expect((tracker.total.lost, tracker.total.restarts) == (0, 1))
  }

  @Test func `jitter follows the sender's clock`() throws {
    let format = try format("struct = '>H:seq I:stamp'\nsequence = 'seq'\nclock = 'stamp at 8000'")
    var log = TestLog()
    var tracker = SequenceTracker()
    for turn in 0..<3 {
      let stamp = UInt32(turn * 160)
      let bytes = [0, UInt8(turn)] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: stamp >> UInt32(8 * $0)) }
      // Each datagram stands for 20 ms; the last comes 16 ms late.
      let time = Int64(turn) * 20_000_000 + (turn == 2 ? 16_000_000 : 0)
      tracker.observe(try log.add(bytes, at: time), format.dissect(bytes))
    }
    #expect(tracker.total.jitter == 1_000_000)
  }

  @Test func `the shipped formats have no mistake`() {
    #expect(ShippedFormats.problems.map(\.description) == [])
    #expect(!ShippedFormats.all.isEmpty)
  }

  @Test func `a datagram of NTP is known by its port and its head`() throws {
    var log = TestLog()
    let bytes = hex(
      "24 02 06 e9 00000a1b 00000123 c0a80001 e2fb5c8000000000 e2fb5c8080000000 e2fb5c8100000000 e2fb5c8180000000")
    var chooser = FormatChooser(FormatBook(ShippedFormats.all))
    let datagram = try log.add(bytes, port: 123)
    let found = chooser.dissection(of: datagram, in: context())
    let dissection = try #require(found)
    #expect(dissection.problem == nil)
    #expect(dissection.summary == "NTP server v4 stratum 2")
    #expect(dissection.field(named: "reference_address")?.text == "192.168.0.1")
  }
}
