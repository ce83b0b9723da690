import Basics
import Impairment
import Testing

@Suite struct ImpairerTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a loss of 3% of 100,000 datagrams is 3% to two tenths`(seed: UInt64) throws {
    let tally = try run("loss 3%", count: 100_000, seed: seed)
    #expect((2_800...3_200).contains(tally.lost))
    #expect(tally.passed == 100_000 - tally.lost)
  }

  @Test func `losses are as independent as a coin's`() throws {
    // Pairs of neighbours that are both lost: 30 % of 30 %, to five standard deviations.
    var impairer = try impairer("loss 30%")
    let losses = (0..<100_000).map { _ in impairer.decide(size: 10, now: 0).datagram == .lost }
    let pairs = zip(losses, losses.dropFirst()).count { $0 && $1 }
    #expect(abs(pairs - 9_000) < 500)
  }

  @Test func `the same seed gives the same decisions, whatever the timing`() throws {
    let words = "delay 80ms 20ms pareto loss gemodel 5% 30% duplicate 10% reorder 10% gap 3 corrupt 10% truncate 60"
    var (slow, fast) = (try impairer(words), try impairer(words))
    var other = try impairer(words, seed: 2)
    var differences = 0
    for ordinal in 0..<5_000 as Range<Int64> {
      let fate = slow.decide(size: 100, now: ordinal * 1_000_000_000)
      #expect(fate == fast.decide(size: 100, now: ordinal))
      if fate != other.decide(size: 100, now: 0) { differences += 1 }
    }
    #expect(differences > 2_500)
  }

  @Test func `clients and directions have streams of their own`() throws {
    let streams = (0..<3).flatMap { client in ImpairmentDirection.allCases.map { (client, $0) } }
    let losses = try streams.map { client, direction in
      var impairer = Impairer(
        settings: try settings("loss 50%"), seed: 7, client: client, direction: direction)
      return (0..<64).map { _ in impairer.decide(size: 1, now: 0).datagram == .lost }
    }
    #expect(Set(losses).count == losses.count)
  }

  @Test func `other settings for one kind leave the decisions about another as they are`() throws {
    var (plain, changing) = (try impairer("loss 20%"), try impairer("loss 20%"))
    let more = try settings("delay 50ms 10ms normal loss 20% duplicate 50% corrupt 50%")
    for ordinal in 0..<2_000 {
      if ordinal == 1_000 { changing.settings = more }
      let isLost = plain.decide(size: 10, now: 0).datagram == .lost
      #expect(isLost == (changing.decide(size: 10, now: 0).datagram == .lost))
    }
  }

  @Test(arguments: [("1% 20%", 1.0 / 21, 5.0), ("5% 50% 80% 1%", (0.04 + 0.005) / 0.55, nil), ("10%", 0.1, nil)])
  func `bursts lose their share, and last as long as they should`(words: String, mean: Double, length: Double?) throws {
    var impairer = try impairer("loss gemodel \(words)")
    let losses = (0..<200_000).map { _ in impairer.decide(size: 10, now: 0).datagram == .lost }
    let lost = losses.count { $0 }
    #expect(abs(Double(lost) / 200_000 / mean - 1) < 0.06)
    #expect(abs(impairer.settings.loss.mean - mean) < 1e-9)
    let bursts = zip([false] + losses, losses).count { !$0 && $1 }
    if let length { #expect(abs(Double(lost) / Double(bursts) / length - 1) < 0.05) }
  }

  @Test(arguments: [("normal", 5.0, -6.93), ("pareto", 5.0, -0.75), ("uniform", 5 / 3.0.squareRoot(), -1)])
  func `delays have the mean and the deviation of their distribution`(
    name: String, deviation: Double, least: Double
  ) throws {
    var impairer = try impairer("delay 80ms 5ms \(name)")
    let delays = (0..<100_000).map { _ in
      passage(impairer.decide(size: 10, now: 0).datagram).map { Double($0.delay) / 1e6 } ?? 0
    }
    let mean = delays.reduce(0, +) / 100_000
    let variance = delays.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(abs(mean - 80) < 0.1)
    #expect(abs(variance.squareRoot() / deviation - 1) < 0.03)
    #expect(delays.min() ?? 0 >= 80 + 5 * least)
    #expect(delays.max() ?? 0 <= 80 + 5 * 7)
  }

  @Test func `a pareto delay has a long tail on one side`() throws {
    var impairer = try impairer("delay 80ms 10ms pareto")
    let delays = (0..<100_000).map { _ in passage(impairer.decide(size: 10, now: 0).datagram)?.delay ?? 0 }
    // x^-3 beyond 1.48 + 3 * 0.64 = 3.4, as far as two hundredths of the delays go.
    #expect(abs(delays.count { $0 > 110_000_000 } - 2_544) < 250)
    #expect(!delays.contains { $0 < 72_500_000 })
  }

  @Test func `a delay below nothing is nothing`() throws {
    var impairer = try impairer("delay 1ms 5ms normal")
    let delays = (0..<1_000).map { _ in passage(impairer.decide(size: 10, now: 0).datagram)?.delay ?? -1 }
    #expect(delays.min() == 0)
  }

  @Test func `duplicates and flipped bits are as many as they should be`() throws {
    let tally = try run("duplicate 2% corrupt 1%", count: 100_000)
    #expect((1_750...2_250).contains(tally.duplicated))
    #expect(tally.passed == 100_000 + tally.duplicated)
    #expect((850...1_200).contains(tally.corrupted))
  }

  @Test func `every bit of a payload is flipped equally often`() throws {
    var impairer = try impairer("corrupt 100%")
    var counts = [Int](repeating: 0, count: 24)
    for _ in 0..<24_000 { counts[try #require(passage(impairer.decide(size: 3, now: 0).datagram)?.corruptedBit)] += 1 }
    #expect(counts.allSatisfy { (840...1_160).contains($0) })
    #expect(passage(impairer.decide(size: 0, now: 0).datagram)?.corruptedBit == nil)
  }

  @Test func `a copy has a delay of its own`() throws {
    var impairer = try impairer("delay 50ms 10ms duplicate 100%")
    let fates = (0..<1_000).map { _ in impairer.decide(size: 10, now: 0) }
    #expect(fates.count { $0.copy.map { $0 != fates[0].copy } ?? false } > 900)
    #expect(fates.allSatisfy { passage($0.datagram)?.delay != passage($0.copy ?? .lost)?.delay })
  }

  @Test func `a reordered datagram is sent at once, with at least the gap between two`() throws {
    var impairer = try impairer("delay 10ms reorder 50% gap 5")
    let reordered = (0..<10_000).filter { _ in passage(impairer.decide(size: 10, now: 0).datagram)?.delay == 0 }
    #expect(zip(reordered, reordered.dropFirst()).allSatisfy { $1 - $0 >= 5 })
    // Four that are held, then two on average until the next.
    #expect(abs(reordered.count - 10_000 / 6) < 60)
  }

  @Test func `with a probability of 100% every fifth is reordered`() throws {
    var impairer = try impairer("delay 10ms reorder 100% gap 5")
    let reordered = (0..<25).filter { _ in passage(impairer.decide(size: 10, now: 0).datagram)?.isReordered == true }
    #expect(reordered == [4, 9, 14, 19, 24])
  }

  @Test func `without a delay there is nothing to overtake`() throws {
    #expect(try run("reorder 100%", count: 100).reordered == 0)
  }

  @Test func `what is longer is cut`() throws {
    var impairer = try impairer("truncate 512")
    #expect(passage(impairer.decide(size: 1_400, now: 0).datagram)?.size == 512)
    #expect(passage(impairer.decide(size: 512, now: 0).datagram)?.size == 512)
    #expect(passage(impairer.decide(size: 3, now: 0).datagram)?.size == 3)
  }

  private func passage(_ outcome: Fate.Outcome) -> Fate.Passage? {
    if case .passes(let passage) = outcome { passage } else { nil }
  }
}

/// Reads settings from pairs of a key and its words.
func settings(_ text: String) throws -> ImpairmentSettings {
  var settings = ImpairmentSettings.none
  var words = text.split(separator: " ").map(String.init)[...]
  while let word = words.popFirst() {
    let key = try #require(ImpairmentKey(rawValue: word))
    let value = words.prefix { ImpairmentKey(rawValue: $0) == nil }
    words = words.dropFirst(value.count)
    try settings.set(key, to: value.joined(separator: " "))
  }
  return settings
}

func impairer(_ words: String, seed: UInt64 = 1) throws -> Impairer {
  Impairer(settings: try settings(words), seed: seed, client: 0, direction: .up)
}

/// Returns what becomes of as many datagrams of ten bytes.
func run(_ words: String, count: Int, seed: UInt64 = 1) throws -> ImpairmentTally {
  var impairer = try impairer(words, seed: seed)
  var tally = ImpairmentTally()
  for _ in 0..<count { tally.count(impairer.decide(size: 10, now: 0), size: 10) }
  return tally
}
