import Basics
import DisplayFilter
import PayloadText
import PeerText
import Testing
import UDPCore

@Suite struct FilterRunTests {
  /// A log and the rows written to it.
  private struct World: ~Copyable {
    var writer = LogWriter(limit: 8 << 20)
    private(set) var isWanted: [Bool] = [false]

    /// Appends rows with large payloads, so that chunks fill fast; about every third matches.
    mutating func append(_ count: Int, _ random: inout TestRandom) throws {
      let local = LocalPath(
        endpoint: try TestLog.endpoint("192.0.2.9:8080"), replySource: .anyIPv4, interface: 0, socket: 0)
      let payload = [UInt8](repeating: 0x61, count: 20_000)
      for _ in 0..<count {
        let wanted = random.below(3) == 0
        isWanted.append(wanted)
        let peer = try TestLog.endpoint(wanted ? "10.0.0.5:5000" : "10.0.0.6:5000")
        let row = LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: peer, local: local)
        unsafe writer.append(row, payload: payload.span.bytes)
      }
      writer.publish()
    }
  }

  private func check(
    _ run: FilterRun, _ snapshot: LogSnapshot, _ isWanted: (UInt64) -> Bool, from first: UInt64,
    _ random: inout TestRandom
  ) {
    let held = snapshot.segments.flatMap(\.numbers).filter { $0 >= first }
    #expect(run.total == held.count)
    guard run.isComplete else {
      #expect(run.judged < held.count)
      let strays = held.filter { run.isShown($0) && !isWanted($0) }
      #expect(strays.isEmpty)
      return
    }
    let shown = held.filter(isWanted)
    #expect(run.judged == held.count)
    #expect(run.shownCount == shown.count)
    #expect(run.shown(after: 0) == shown.first)
    #expect(run.shown(before: .max) == shown.last)
    #expect(held.filter { run.isShown($0) } == shown)
    #expect(run.shown(atRank: shown.count) == nil)
    #expect(run.shown(atRank: -1) == nil)
    for (rank, number) in shown.enumerated() where random.below(8) == 0 {
      #expect(run.rank(of: number) == rank)
      #expect(run.shown(atRank: rank) == number)
      #expect(run.shown(after: number) == (rank + 1 < shown.count ? shown[rank + 1] : nil))
      #expect(run.shown(before: number) == (rank > 0 ? shown[rank - 1] : nil))
    }
    for _ in 0..<10 {
      let number = UInt64(random.below(Int(snapshot.endNumber) + 5))
      #expect(run.rank(of: number) == shown.count { $0 < number })
      #expect(run.shown(after: number) == shown.first { $0 > number })
      #expect(run.shown(before: number) == shown.last { $0 < number })
      #expect(run.isShown(number) == shown.contains(number))
      let last = number + UInt64(random.below(held.count + 2))
      let (following, most) = (shown.filter { $0 > number && $0 <= last }, 1 + random.below(held.count + 2))
      var numbers: [UInt64] = [7]
      let isCut = run.append(shownAfter: number, through: last, atMost: most, to: &numbers)
      #expect(numbers == [7] + following.prefix(most))
      #expect(isCut == (following.count >= most))
    }
  }

  @Test(arguments: 0..<12)
  func `verdicts follow the log as a naive list does`(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    var world = World()
    var run = FilterRun(try DisplayFilter("src host 10.0.0.5"))
    var everything = FilterRun(.everything)
    var first: UInt64 = 1
    let context = TestLog.context(.utf8)
    for _ in 0..<60 {
      switch random.below(10) {
      case 0: world.writer.log.hold(through: UInt64(random.below(world.isWanted.count)))
      case 1: world.writer.log.hold(through: nil)
      case 2: first = UInt64(1 + random.below(world.isWanted.count))
      default: try world.append(random.below(120), &random)
      }
      let snapshot = world.writer.log.snapshot()
      run.advance(
        snapshot, budget: FilterBudget(rows: random.pick([0, 1, 7, 64, 100, 10_000])), from: first, in: context)
      everything.advance(snapshot, budget: FilterBudget(rows: 0), from: first, in: context)
      let isWanted = world.isWanted
      check(run, snapshot, { isWanted[Int($0)] }, from: first, &random)
      check(everything, snapshot, { _ in true }, from: first, &random)
    }
    let snapshot = world.writer.log.snapshot()
    run.advance(snapshot, budget: FilterBudget(), from: first, in: context)
    #expect(run.isComplete)
    let isWanted = world.isWanted
    check(run, snapshot, { isWanted[Int($0)] }, from: first, &random)
  }

  @Test func `the newest rows are judged first, new arrivals before old rows`() throws {
    var random = TestRandom(seed: 1)
    var world = World()
    try world.append(200, &random)
    var run = FilterRun(try DisplayFilter("size > 0"))
    run.advance(world.writer.log.snapshot(), budget: FilterBudget(rows: 10), in: TestLog.context(.utf8))
    #expect(run.shown(after: 0) == 191 && run.shown(before: .max) == 200 && run.judged == 10 && !run.isComplete)
    try world.append(5, &random)
    run.advance(world.writer.log.snapshot(), budget: FilterBudget(rows: 7), in: TestLog.context(.utf8))
    #expect(run.shown(after: 0) == 189 && run.shown(before: .max) == 205 && run.judged == 17)
  }

  @Test func `a peer's rows are judged again when its encoding changes; the old verdict stands until then`() throws {
    var random = TestRandom(seed: 2)
    var world = World()
    try world.append(150, &random)
    let snapshot = world.writer.log.snapshot()
    var context = TestLog.context(.ascii)
    var run = FilterRun(try DisplayFilter("enc hex"))
    run.advance(snapshot, budget: FilterBudget(), in: context)
    #expect(run.shownCount == 0 && run.isComplete)
    let wanted = world.isWanted.count { $0 }
    let peer = try TestLog.endpoint("10.0.0.5:5000")
    context.texts.set(.hex, for: peer)
    run.rejudge([peer], in: snapshot)
    #expect(run.judged == 150 - wanted && run.shownCount == 0)
    run.advance(snapshot, budget: FilterBudget(), in: context)
    #expect(run.shownCount == wanted && run.isComplete)
    run.rejudge([peer], from: 140, in: snapshot)
    #expect(run.judged == 150 - world.isWanted.suffix(11).count { $0 })
    run.rejudge([peer], from: 151, in: snapshot)
    run.advance(snapshot, budget: FilterBudget(), in: context)
    #expect(run.shownCount == wanted && run.isComplete)
    context.texts.setAll(.ascii)
    run.rejudgeAll(in: snapshot)
    #expect(run.judged == 0 && run.shownCount == wanted)
    run.advance(snapshot, budget: FilterBudget(), in: context)
    #expect(run.shownCount == 0)
  }

  @Test func `a mark judges its row again and no other`() throws {
    var random = TestRandom(seed: 4)
    var world = World()
    try world.append(300, &random)
    let snapshot = world.writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("marked"))
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8))
    #expect(run.shownCount == 0)
    run.rejudge(210)
    #expect(run.judged == 299)
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8, marked: [210]))
    #expect(run.shownCount == 1 && run.shown(before: .max) == 210)
    run.rejudge(210)
    run.rejudge(5_000)
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8))
    #expect(run.shownCount == 0)
  }

  @Test func `as time goes by only rows whose age came past the limit are judged again`() throws {
    let second: Int64 = 1_000_000_000
    var writer = LogWriter(limit: 8 << 20)
    let peer = try TestLog.endpoint("10.0.0.5:5000")
    let local = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
    for number in Int64(1)...100 {
      writer.append(
        LogWriter.Row(kind: .incoming, time: number * second, size: 0, peer: peer, local: local), payload: RawSpan())
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("age < 10s or age > 50s"))
    #expect(run.filter.needsClock)
    var pending: [Int] = []
    for now in [100, 100, 103, 130, 100, 1_000] as [Int64] {
      run.advance(snapshot, budget: FilterBudget(rows: 0), in: TestLog.context(.utf8, now: now * second))
      pending.append(run.total - run.judged)
      run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8, now: now * second))
      let expected = (Int64(1)...100).filter { max(0, now - $0) < 10 || now - $0 > 50 }.map { UInt64($0) }
      #expect((UInt64(1)...100).filter { run.isShown($0) } == expected)
    }
    // Only rows between the old and the new time at each limit of `age`, both ends included, are judged again.
    #expect(pending == [100, 0, 8, 36, 42, 51])
  }

  @Test func `the cost of reading payloads ends a slice`() throws {
    var random = TestRandom(seed: 7)
    var world = World()
    try world.append(100, &random)
    let snapshot = world.writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("/a+b/"))
    run.advance(snapshot, budget: FilterBudget(cost: 100_000), in: TestLog.context(.utf8))
    #expect((1..<100).contains(run.judged))
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8))
    #expect(run.isComplete && run.shownCount == 0 && run.failure == nil)
  }

  @Test func `a row that an expression cannot decide in time is shown and named`() throws {
    var writer = LogWriter(limit: 8 << 20)
    let peer = try TestLog.endpoint("10.0.0.5:5000")
    let local = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
    for payload in ["short", String(repeating: "a", count: 60) + "!", "other"] {
      let bytes = Array(payload.utf8)
      unsafe writer.append(
        LogWriter.Row(kind: .incoming, time: 0, size: bytes.count, peer: peer, local: local),
        payload: bytes.span.bytes)
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    let filter = try DisplayFilter("/^(a|a)*$/")
    var run = FilterRun(filter)
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8))
    #expect(run.isComplete && run.isShown(2) && run.shownCount == 1)
    #expect(run.failure?.number == 2)
    #expect(run.failure?.description.contains("row 2") == true)
    let datagram = try #require(snapshot[2])
    #expect(throws: FilterFailure(number: 2)) { try filter.matches(datagram, in: TestLog.context(.utf8)) }
  }

  @Test func `a filter on addresses asks for no new judgement`() throws {
    var random = TestRandom(seed: 3)
    var world = World()
    try world.append(50, &random)
    let snapshot = world.writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("10.0.0.5"))
    run.advance(snapshot, budget: FilterBudget(), in: TestLog.context(.utf8))
    run.rejudgeAll(in: snapshot)
    run.rejudge(3)
    #expect(run.isComplete && !run.filter.needsEncoding && !run.filter.needsMarks && !run.filter.needsClock)
  }

  @Test(
    "A run decides as the filter does, whatever it has to read",
    arguments: [
      "src host 10.0.0.5", "not peer port 5001", "src or dst port 5002", "in and (not 10.0.0.5 or err)", "err",
      "out 10.0.0.6",
      "src and dst net 10.0.0.0/8", "trunc", "size > 2 and in", "nr < 20 or nr > 90", "hex 02", "data[0] = 1 and out",
      "marked", "enc utf-8 and in", "not enc gbk", "auto", "badtext", "/\\x02+/", "not /\u{1}/ and 10.0.0.5",
      "\u{1}", "\u{1} and 10.0.0.5", "not \u{2} and (in or hex 02)", "local port 8080 and not dst 10.0.0.6", "udp", "",
    ]
  )
  func sameVerdict(source: String) throws {
    var random = TestRandom(seed: 5)
    var writer = LogWriter(limit: 8 << 20)
    for _ in 0..<100 {
      let payload = [UInt8](repeating: UInt8(1 + random.below(2)), count: random.below(4))
      let row = LogWriter.Row(
        kind: random.pick([.incoming, .outgoing, .failure]), time: 0, size: payload.count,
        isTruncated: random.below(3) == 0,
        peer: try TestLog.endpoint("10.0.0.\(5 + random.below(2)):\(5000 + random.below(3))"),
        local: LocalPath(
          endpoint: try TestLog.endpoint(random.pick(["10.0.0.1:8080", "192.0.2.9:8080", "::1:5002"])),
          replySource: .anyIPv4, interface: 0, socket: 0))
      unsafe writer.append(row, payload: payload.span.bytes)
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    let context = TestLog.context(.utf8, marked: [3, 50])
    let filter = try DisplayFilter(source)
    var run = FilterRun(filter)
    run.advance(snapshot, budget: FilterBudget(), in: context)
    for number in snapshot.firstNumber..<snapshot.endNumber {
      let datagram = try #require(snapshot[number])
      #expect(try run.isShown(number) == filter.matches(datagram, in: context), "\(number)")
    }
  }
}
