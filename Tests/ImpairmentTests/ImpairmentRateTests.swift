import Impairment
import Testing

@Suite struct ImpairmentRateTests {
  @Test func `datagrams leave as far apart as the rate says, headers included`() throws {
    var impairer = try impairer("rate 256kbit")
    // 1,028 bytes at 256,000 bits a second are 32.125 ms.
    let delays = (0..<4).map { _ in delay(impairer.decide(size: 1_000, now: 5)) }
    #expect(delays == [32_125_000, 64_250_000, 96_375_000, 128_500_000])
    #expect(impairer.queued(now: 5 + 64_250_000) == 2)
    #expect(delay(impairer.decide(size: 1_000, now: 5 + 100_000_000)) == 60_625_000)
    #expect(delay(impairer.decide(size: 1_000, now: 1_000_000_000)) == 32_125_000)
  }

  @Test func `no time is lost where a datagram takes no whole number of nanoseconds`() throws {
    var impairer = try impairer("rate 7mbit limit 100000")
    var last: Int64?
    for _ in 0..<70_000 { last = delay(impairer.decide(size: 0, now: 0)) }
    // 28 bytes are 32 microseconds; 224 bits at 7 Mbit/s.
    #expect(last == 2_240_000_000)
    var third = try self.impairer("rate 3kbit")
    #expect((0..<3).map { _ in delay(third.decide(size: 0, now: 0)) } == [74_666_666, 149_333_333, 224_000_000])
  }

  @Test func `what finds the queue full overflows, and what leaves makes room`() throws {
    var impairer = try impairer("rate 256kbit limit 3")
    let fates = (0..<5).map { _ in impairer.decide(size: 1_000, now: 0).datagram }
    #expect(fates[3] == .overflowed && fates[4] == .overflowed)
    #expect(impairer.decide(size: 1_000, now: 32_124_999).datagram == .overflowed)
    #expect(delay(impairer.decide(size: 1_000, now: 32_125_000)) == 96_375_000)
  }

  @Test func `a delay comes on top of the queue`() throws {
    var impairer = try impairer("delay 80ms rate 256kbit")
    #expect(delay(impairer.decide(size: 1_000, now: 0)) == 112_125_000)
  }

  @Test func `a copy takes its own time, and may overflow`() throws {
    var impairer = try impairer("duplicate 100% rate 256kbit limit 3")
    _ = impairer.decide(size: 1_000, now: 0)
    let second = impairer.decide(size: 1_000, now: 0)
    #expect(delay(second) == 96_375_000)
    #expect(second.copy == .overflowed)
  }

  @Test func `what is in the queue keeps its time when the rate changes`() throws {
    var impairer = try impairer("rate 256kbit")
    for _ in 0..<2 { _ = impairer.decide(size: 1_000, now: 0) }
    impairer.settings = try settings("rate 2056kbit")
    #expect(delay(impairer.decide(size: 1_000, now: 0)) == 68_250_000)
    impairer.settings = .none
    #expect(delay(impairer.decide(size: 1_000, now: 0)) == 0)
  }

  @Test func `a rate of IPv6 counts its longer header`() throws {
    var impairer = Impairer(
      settings: try settings("rate 8kbit"), seed: 1, client: 0, direction: .up, overhead: 48)
    #expect(delay(impairer.decide(size: 52, now: 0)) == 100_000_000)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `what comes in is what passes, is lost and overflows, with any settings`(seed: UInt64) {
    var chance = SeededChance(state: seed)
    var impairer = Impairer(settings: chance.settings(), seed: seed, client: 3, direction: .down)
    var tally = ImpairmentTally()
    var now: Int64 = 0
    for ordinal in 1...3_000 {
      if Int.random(in: 0..<500, using: &chance) == 0 { impairer.settings = chance.settings() }
      now += .random(in: 0...2_000_000, using: &chance)
      let size = Int.random(in: 0...1_500, using: &chance)
      let fate = impairer.decide(size: size, now: now)
      tally.count(fate, size: size)
      #expect(tally.received == ordinal)
      #expect(tally.received + tally.duplicated == tally.passed + tally.lost + tally.overflowed)
      for case .passes(let passage)? in [fate.datagram, fate.copy] {
        #expect(passage.delay >= 0 && passage.size <= size)
        #expect(passage.corruptedBit.map { (0..<passage.size * 8).contains($0) } ?? true)
      }
      if let rate = impairer.settings.rate, case .passes = fate.datagram, fate.copy == nil {
        #expect(impairer.queued(now: now) <= max(rate.limit, 1_000))
      }
    }
  }

  private func impairer(_ words: String) throws -> Impairer {
    Impairer(settings: try settings(words), seed: 1, client: 0, direction: .up)
  }

  private func delay(_ fate: Fate) -> Int64? {
    if case .passes(let passage) = fate.datagram { passage.delay } else { nil }
  }
}

/// Chance that a test can repeat.
struct SeededChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 29) &* 0xbf58_476d_1ce4_e5b9
  }

  mutating func percentage() -> Percentage {
    Bool.random(using: &self) ? .none : Percentage(millionths: .random(in: 0...1_000_000, using: &self))
  }

  mutating func settings() -> ImpairmentSettings {
    var settings = ImpairmentSettings.none
    settings.delay = .init(
      mean: .random(in: 0...60_000_000_000, using: &self), jitter: .random(in: 0...1_000_000_000, using: &self),
      distribution: .allCases.randomElement(using: &self) ?? .normal)
    settings.loss =
      Bool.random(using: &self)
      ? .independent(percentage())
      : .bursts(
        .init(
          intoBad: percentage(), intoGood: percentage(), lossInBad: percentage(), lossInGood: percentage()))
    settings.duplicate = percentage()
    settings.reorder = .init(share: percentage(), gap: .random(in: 1...20, using: &self))
    settings.corrupt = percentage()
    settings.truncate = Bool.random(using: &self) ? nil : .random(in: 0...2_000, using: &self)
    settings.rate =
      Bool.random(using: &self)
      ? nil
      : .init(
        bitsPerSecond: .random(in: 1_000...100_000_000, using: &self), limit: .random(in: 1...1_000, using: &self))
    return settings
  }
}
