import DisplayFilter
import PayloadText
import Testing
import UDPCore

/// Tests the rows shown by both of two runs over one log.
@Suite struct SharedRowsTests {
  /// Appends rows shown by the first run, by the second, by both or by none.
  private func append(_ count: Int, to writer: inout LogWriter, _ random: inout TestRandom) throws -> [Bool] {
    let local = LocalPath(
      endpoint: try TestLog.endpoint("192.0.2.9:8080"), replySource: .anyIPv4, interface: 0, socket: 0)
    let isShared = try (0..<count).map { _ in
      let (first, second) = (random.below(3) > 0, random.below(4) == 0)
      let payload = [UInt8](repeating: second ? 1 : 0, count: 20_000)
      let peer = try TestLog.endpoint(first ? "10.0.0.5:5000" : "10.0.0.6:5000")
      let row = LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: peer, local: local)
      unsafe writer.append(row, payload: payload.span.bytes)
      return first && second
    }
    writer.publish()
    return isShared
  }

  @Test(arguments: 0..<12)
  func `rows that both show are found and counted as in a naive list, or are unknown as long as they are not judged`(
    seed: UInt64
  ) throws {
    var random = TestRandom(seed: seed)
    var writer = LogWriter(limit: 8 << 20)
    var isShared = [false]
    var first = FilterRun(try DisplayFilter("src host 10.0.0.5"))
    var second = FilterRun(try DisplayFilter("data[0] = 1"))
    var cleared: UInt64 = 1
    let context = TestLog.context(.utf8)
    for _ in 0..<40 {
      if random.below(6) == 0 { cleared = UInt64(1 + random.below(isShared.count)) }
      isShared += try append(random.below(120), to: &writer, &random)
      let snapshot = writer.log.snapshot()
      let sweep = random.pick([.newestFirst, .older(100), .newer(150)] as [FilterSweep])
      let budget = FilterBudget(rows: random.pick([0, 7, 100, 10_000]))
      first.advance(snapshot, budget: budget, from: cleared, sweep: sweep, in: context)
      second.advance(snapshot, budget: FilterBudget(rows: random.pick([0, 7, 100, 10_000])), in: context)
      let limit = random.below(3) == 0 ? UInt64(random.below(isShared.count + 5)) : .max
      let held = snapshot.segments.flatMap(\.numbers).filter { $0 >= cleared && $0 <= limit }
      let wanted = held.filter { isShared[Int($0)] }
      let shared = SharedRows(first, second, through: limit)
      let isComplete = first.isComplete && second.isComplete
      if isComplete { #expect(shared.count == wanted.count) }
      for _ in 0..<20 {
        let number = random.below(12) == 0 ? .max : UInt64(random.below(isShared.count + 5))
        let next = wanted.first { $0 > number }.map { SharedRows.Answer.row($0) } ?? .none
        let previous = wanted.last { $0 < number }.map { SharedRows.Answer.row($0) } ?? .none
        let own = wanted.contains(number) ? SharedRows.Answer.row(number) : .none
        #expect(shared.next(after: number) == next || (!isComplete && shared.next(after: number) == .unknown))
        #expect(
          shared.previous(before: number) == previous || (!isComplete && shared.previous(before: number) == .unknown))
        #expect(shared.verdict(on: number) == own || (!isComplete && shared.verdict(on: number) == .unknown))
        if isComplete { #expect(shared.rank(of: number) == wanted.count { $0 < number }) }
      }
    }
  }

  @Test(
    arguments: [
      (FilterSweep.newestFirst, UInt64(2_000)), (.older(1_000), 1_000), (.newer(1_000), 1_000), (.newer(1), 1),
    ] as [(FilterSweep, UInt64)])
  func `the chunk that a search begins in is judged first`(sweep: FilterSweep, place: UInt64) throws {
    var random = TestRandom(seed: 1)
    var writer = LogWriter(limit: 64 << 20)
    _ = try append(2_000, to: &writer, &random)
    var run = FilterRun(try DisplayFilter("size > 0"))
    run.advance(writer.log.snapshot(), budget: FilterBudget(rows: 10), sweep: sweep, in: TestLog.context(.utf8))
    // A chunk of 2 MiB holds about a hundred of these rows.
    let judged = try #require(run.shown(after: 0))
    #expect(max(judged, place) - min(judged, place) <= 110)
  }
}
