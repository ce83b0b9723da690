import Impairment
import Testing

@Suite struct ImpairmentTimelineTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `steps change what they name, and leave the rest`() throws {
    let timeline = ImpairmentTimeline(
      start: try settings("delay 10ms loss 1%"),
      steps: [
        .init(at: 20 * Self.second, try change("delay 50ms")), .init(at: 10 * Self.second, try change("loss 20%")),
      ])
    #expect(timeline.settings(at: 0).description == "delay 10ms loss 1%")
    #expect(timeline.settings(at: 10 * Self.second - 1).description == "delay 10ms loss 1%")
    #expect(timeline.settings(at: 10 * Self.second).description == "delay 10ms loss 20%")
    #expect(timeline.settings(at: 3_600 * Self.second).description == "delay 50ms loss 20%")
    #expect(timeline.nextChange(after: 0) == 10 * Self.second)
    #expect(timeline.nextChange(after: 10 * Self.second) == 20 * Self.second)
    #expect(timeline.nextChange(after: 20 * Self.second) == nil)
  }

  @Test func `a link that goes down for five seconds each minute`() throws {
    let timeline = ImpairmentTimeline(
      start: .none, steps: [.init(at: 55 * Self.second, try change("loss 100%"))], period: 60 * Self.second)
    var (time, changes): (Int64, [(Int64, String)]) = (0, [])
    for _ in 0..<4 {
      time = try #require(timeline.nextChange(after: time))
      changes.append((time / Self.second, timeline.settings(at: time).description))
    }
    #expect(changes.map(\.0) == [55, 60, 115, 120])
    #expect(changes.map(\.1) == ["loss 100%", "none", "loss 100%", "none"])
    #expect(timeline.nextChange(after: .max) == nil)
  }

  @Test func `a change from outside replaces what it begins with, and the steps stay`() throws {
    let timeline = ImpairmentTimeline(
      start: .none, steps: [.init(at: 5, try change("loss 100% delay 1s"))], period: 10
    ).beginning(with: try change("loss 2%"))
    #expect(timeline.settings(at: 1).description == "loss 2%")
    #expect(timeline.settings(at: 7).description == "delay 1s loss 100%")
    #expect(timeline.settings(at: 11).description == "loss 2%")
  }

  @Test func `the kinds that steps set within a time are known, so that they win over what was chosen before`() throws {
    let timeline = ImpairmentTimeline(
      start: .none, steps: [.init(at: 5, try change("loss 100%")), .init(at: 7, try change("delay 1s"))], period: 10)
    #expect(timeline.keys(setAfter: 0, through: 4) == [])
    #expect(timeline.keys(setAfter: 0, through: 5) == [.loss])
    #expect(timeline.keys(setAfter: 5, through: 9) == [.delay])
    #expect(timeline.keys(setAfter: 9, through: 10) == [.loss, .delay])
  }

  @Test func `steps at the same time are made in their order, and one beyond the period is never reached`() throws {
    let timeline = ImpairmentTimeline(
      start: .none,
      steps: [
        .init(at: 5, try change("loss 1%")), .init(at: 5, try change("loss 2%")), .init(at: 10, try change("loss 3%")),
      ],
      period: 10)
    #expect(timeline.settings(at: 9).description == "loss 2%")
    #expect(timeline.settings(at: 10).description == "none")
    #expect(timeline.nextChange(after: 5) == 10)
  }

  private func change(_ words: String) throws -> ImpairmentChange {
    let settings = try settings(words)
    return ImpairmentKey.allCases.filter { settings.words(of: $0) != nil || words.contains("\($0) 0") }
      .reduce(into: ImpairmentChange()) { $0.set($1, from: settings) }
  }
}
