import Structure
import Testing

#if canImport(Glibc)
  import Glibc
#endif

enum ProcessEnvironment {
  /// Whether the environment asks for all streams.
  static let isThorough = getenv("UDPEEK_THOROUGH") != nil
}

/// The goals of the finder, on protocols that are made up for it.
struct FinderTests {
  /// Streams of each protocol.
  private static let streams: UInt64 = 20

  /// Random streams; 10,000 where time does not matter.
  private static let randomStreams = ProcessEnvironment.isThorough ? 10_000 : 300

  private static func judgement(of protocols: [MadeUpProtocol], after count: Int) throws -> Judgement {
    var judgement = Judgement()
    for one in protocols {
      for seed in 0..<streams {
        let (samples, fields) = one.stream(count, seed: seed &* 7_919 &+ 3)
        let report = try #require(StructureReport.find(in: samples))
        judgement.add(report, samples, fields, one.name)
      }
    }
    return judgement
  }

  @Test(arguments: [
    ("tuning", MadeUpProtocol.tuning), ("judging", MadeUpProtocol.judging), ("fresh", MadeUpProtocol.fresh),
    ("last", MadeUpProtocol.last),
  ])
  func `after 32 datagrams 95 % of the constants, counters, lengths and checksums are right`(
    name: String, protocols: [MadeUpProtocol]
  ) throws {
    let judgement = try Self.judgement(of: protocols, after: 32)
    print(
      "\(name): \(judgement.right) of \(judgement.asked), with checksums of the same verdicts \(judgement.right + judgement.equivalent); \(judgement.invented.count) invented; others \(judgement.otherRight) of \(judgement.otherAsked)"
    )
    var counts: [String: Int] = [:]
    for line in judgement.missed + judgement.invented.map({ "invented " + String($0.prefix(150)) }) {
      counts[line, default: 0] += 1
    }
    for (line, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(count) × \(line)") }
    #expect((judgement.right + judgement.equivalent) * 100 >= judgement.asked * 95)
    #expect(judgement.invented.count * 50 <= judgement.asked)
  }

  @Test func `no checksum is found in random streams`() {
    var random = SeededRandom(seed: 99)
    var found: [StructureField] = []
    for stream in 0..<Self.randomStreams {
      let count = [4, 6, 8, 12, 16, 32][stream % 6]
      let size = 3 + random.below(40)
      let constants = random.below(size)
      let isVarying = stream % 5 == 0
      var samples: [StructureSample] = []
      for index in 0..<count {
        var bytes = (0..<size + (isVarying ? random.below(8) : 0)).map { _ in UInt8(random.below(256)) }
        for place in 0..<constants { bytes[place] = UInt8(place &* 37 & 0xff) }
        if stream % 3 == 0 { bytes[0] = UInt8(truncatingIfNeeded: index) }
        samples.append(StructureSample(bytes: bytes, time: Int64(index) * 1_000_000_000 + 1))
      }
      if let report = StructureReport.find(in: samples), let field = report.checksum { found.append(field) }
    }
    #expect(found == [])
  }
}
