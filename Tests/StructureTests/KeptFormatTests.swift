import Basics
import Configuration
import Formats
import Structure
import Testing
import UDPCore

/// Tests formats that are kept from a structure: they read back, and count what the structure counted.
struct KeptFormatTests {
  private static func format(_ kept: KeptFormat) throws -> Format {
    let file = FormatFile(kept.text, path: "/kept.toml", aliases: Aliases(), interfaces: InterfaceNames())
    #expect(file.problems.map(\.description) == [], "\(kept.text)")
    return try #require(file.formats.first, "\(kept.text)")
  }

  @Test func `a kept format is written as a person would write it`() throws {
    let (samples, _) = MadeUpProtocol.tuning[0].stream(64, seed: 5)
    let report = try #require(StructureReport.find(in: samples))
    let lines = KeptFormat(name: "meter", report: report).text.split(separator: "\n")
    #expect(
      lines == [
        "# Found in 64 datagrams.", "[[format]]", "name = \"meter\"", "when = \"size = 14 and data[0] = 0x7e\"",
        "struct = '> B=0x7e B:kind H:seq H:n1 unix:time H:n2 < H:crc'", "check = \"crc16-modbus in crc\"",
        "sequence = \"seq\"", "kind = \"kind\"",
      ])
  }

  @Test(arguments: [true, false])
  func `a kept format reads on when a counter carries into bytes that were constant`(isLittle: Bool) throws {
    func bytes(_ count: Int) -> [UInt8] {
      let number = [count >> 24, count >> 16, count >> 8, count].map { UInt8(truncatingIfNeeded: $0) }
      return [0xa5, 0x5a] + (isLittle ? number.reversed() : number) + [0x40, UInt8(truncatingIfNeeded: count &* 37)]
    }
    let samples = (0..<80).map { StructureSample(bytes: bytes(5_000 + $0), time: Int64($0) * 50_000_000 + 1) }
    let report = try #require(StructureReport.find(in: samples))
    let format = try Self.format(KeptFormat(name: "kept", report: report))
    let carried = bytes(5_200)
    #expect(unsafe format.fits(carried.span.bytes, .utf8), "\(KeptFormat(name: "kept", report: report).text)")
  }

  @Test(arguments: MadeUpProtocol.tuning + MadeUpProtocol.judging + MadeUpProtocol.fresh + MadeUpProtocol.last)
  func `a kept format reads back and gives the same counts`(one: MadeUpProtocol) throws {
    var (samples, _) = one.stream(200, seed: 11)
    // Three are damaged on their way, in a byte that is no counter.
    for index in [20, 90, 150] where samples[index].bytes.count > 13 {
      var bytes = samples[index].bytes
      bytes[bytes.count - 4] ^= 0x20
      samples[index] = StructureSample(bytes: bytes, time: samples[index].time)
    }
    let report = try #require(StructureReport.find(in: samples))
    let format = try Self.format(KeptFormat(name: "kept", report: report))
    let peer = Endpoint(IPAddress("10.0.0.7")!, port: 4_000)
    var writer = LogWriter(limit: 8 << 20)
    let path = LocalPath(endpoint: peer, replySource: peer.address, interface: 0, socket: 0)
    for sample in samples {
      let row = LogWriter.Row(
        kind: .incoming, time: sample.time, size: sample.bytes.count, isTruncated: false, peer: peer, local: path,
        failure: nil)
      unsafe writer.append(row, payload: sample.bytes.span.bytes, id: nil)
    }
    writer.publish()
    let log = writer.log.snapshot()
    var tracker = SequenceTracker()
    var good = 0
    for number in log.firstNumber..<log.endNumber {
      let datagram = try #require(log[number])
      let dissection = datagram.withPayload { format.dissect($0, .utf8) }
      if case .good = dissection.check { good += 1 }
      tracker.observe(datagram, dissection)
    }
    if let checksum = report.checksum { #expect(good == checksum.held) }
    guard
      case .counter(_, step: 1, let losses)? = report.fields.first(where: { field in
        if case .counter(_, step: 1, _) = field.meaning { true } else { false }
      })?.meaning
    else { return }
    let counts = try #require(tracker.counts(of: peer))
    #expect(
      [counts.lost, counts.reordered, counts.doubled, counts.restarts]
        == [losses.lost, losses.reordered, losses.doubled, losses.restarts])
  }
}
