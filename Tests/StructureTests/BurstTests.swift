import Structure
import Testing

/// Bursts of a few milliseconds to seconds, in which a time changes seldom or not at all.
struct BurstTests {
  /// What stands behind the time: a counter with losses, an amount that changes little, or noise.
  private enum Neighbour: CaseIterable { case counter, amount, noise }

  /// Datagrams `7e 01`, a time in seconds, two bytes of a neighbour, and up to two bytes more.
  private static func burst(_ neighbour: Neighbour, seed: UInt64) -> [StructureSample] {
    var random = SeededRandom(seed: seed)
    let count = [4, 6, 8, 12, 16, 24, 32, 64, 128, 256][random.below(10)]
    let gap = [100_000, 1_000_000, 10_000_000, 40_000_000, 100_000_000, 500_000_000][random.below(6)]
    let second = 0x6a1b_0000 + random.below(0x50000)
    let tail = random.below(3)
    var counter = [0, 200, 250, 1000, 65_500][random.below(5)]
    var amount = 100 + random.below(400)
    return (0..<count).map { index in
      let time = second * 1_000_000_000 + 300_000_000 + index * gap
      counter += random.below(10) == 0 ? 2 : 1
      amount = max(0, amount + random.below(9) - 4)
      let value =
        switch neighbour {
        case .counter: counter
        case .amount: amount
        case .noise: random.below(600)
        }
      let stamp = time / 1_000_000_000
      let bytes =
        [0x7e, 1, stamp >> 24, stamp >> 16, stamp >> 8, stamp, value >> 8, value]
        + (0..<tail).map { _ in random.below(256) }
      return StructureSample(bytes: bytes.map { UInt8(truncatingIfNeeded: $0) }, time: Int64(time))
    }
  }

  @Test func `a time in a short burst is read as a time, whatever stands behind it`() throws {
    var wrong: [String] = []
    for neighbour in Neighbour.allCases {
      for seed in 0..<60 as Range<UInt64> {
        let report = try #require(StructureReport.find(in: Self.burst(neighbour, seed: seed)))
        let isTime = report.fields.contains { field in
          guard case .time(_, .unix32, _) = field.meaning else { return false }
          return field.offset == 2
        }
        if !isTime { wrong.append("\(neighbour) \(seed)") }
      }
    }
    #expect(wrong == [])
  }
}
