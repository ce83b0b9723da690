import DisplayFilter
import Testing
import UDPCore

@Suite struct FilterRunTests {
  /// A log and the rows that were written to it.
  private struct World: ~Copyable {
    var writer = LogWriter(limit: 8 << 20)
    private(set) var isWanted: [Bool] = [false]

    /// Appends rows with large payloads, so that chunks fill fast; every third or so is wanted.
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
    #expect(run.oldestShown == shown.first)
    #expect(run.newestShown == shown.last)
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
    }
  }

  @Test(arguments: 0..<12)
  func `verdicts follow the log as a naive list does`(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    var world = World()
    var run = FilterRun(try DisplayFilter("src host 10.0.0.5"))
    var everything = FilterRun(.everything)
    var first: UInt64 = 1
    for _ in 0..<60 {
      switch random.below(10) {
      case 0: world.writer.log.hold(through: UInt64(random.below(world.isWanted.count)))
      case 1: world.writer.log.hold(through: nil)
      case 2: first = UInt64(1 + random.below(world.isWanted.count))
      default: try world.append(random.below(120), &random)
      }
      let snapshot = world.writer.log.snapshot()
      run.advance(snapshot, budget: random.pick([0, 1, 7, 64, 100, 10_000]), from: first) { _ in "" }
      everything.advance(snapshot, budget: 0, from: first) { _ in "" }
      let isWanted = world.isWanted
      check(run, snapshot, { isWanted[Int($0)] }, from: first, &random)
      check(everything, snapshot, { _ in true }, from: first, &random)
    }
    let snapshot = world.writer.log.snapshot()
    run.advance(snapshot, budget: .max, from: first) { _ in "" }
    #expect(run.isComplete)
    let isWanted = world.isWanted
    check(run, snapshot, { isWanted[Int($0)] }, from: first, &random)
  }

  @Test func `the newest rows are judged first, new arrivals before old rows`() throws {
    var random = TestRandom(seed: 1)
    var world = World()
    try world.append(200, &random)
    var run = FilterRun(try DisplayFilter("size > 0"))
    run.advance(world.writer.log.snapshot(), budget: 10) { _ in "" }
    #expect(run.oldestShown == 191 && run.newestShown == 200 && run.judged == 10 && !run.isComplete)
    try world.append(5, &random)
    run.advance(world.writer.log.snapshot(), budget: 7) { _ in "" }
    #expect(run.oldestShown == 189 && run.newestShown == 205 && run.judged == 17)
  }

  @Test func `a peer's rows are judged again when its encoding changes; the old verdict stands until then`() throws {
    var random = TestRandom(seed: 2)
    var world = World()
    try world.append(150, &random)
    let snapshot = world.writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("bye"))
    run.advance(snapshot, budget: .max) { _ in "hello" }
    #expect(run.shownCount == 0 && run.isComplete)
    let wanted = world.isWanted.count { $0 }
    run.rejudge(try TestLog.endpoint("10.0.0.5:5000"), in: snapshot)
    #expect(run.judged == 150 - wanted && run.shownCount == 0)
    run.advance(snapshot, budget: .max) { _ in "bye" }
    #expect(run.shownCount == wanted && run.isComplete)
    run.rejudgeAll(in: snapshot)
    #expect(run.judged == 0 && run.shownCount == wanted)
    run.advance(snapshot, budget: .max) { _ in "hello" }
    #expect(run.shownCount == 0)
  }

  @Test func `a filter on addresses never asks for text, nor for a new judgement`() throws {
    var random = TestRandom(seed: 3)
    var world = World()
    try world.append(50, &random)
    let snapshot = world.writer.log.snapshot()
    var run = FilterRun(try DisplayFilter("10.0.0.5"))
    run.advance(snapshot, budget: .max) { _ in
      Issue.record("text was asked for")
      return ""
    }
    run.rejudgeAll(in: snapshot)
    #expect(run.isComplete)
  }

  @Test(
    "A run decides as the filter does, whatever it has to read",
    arguments: [
      "src host 10.0.0.5", "not peer port 5001", "src or dst port 5002", "in and (not 10.0.0.5 or err)", "err",
      "out 10.0.0.6",
      "src and dst net 10.0.0.0/8", "trunc", "size > 2 and in", "nr < 20 or nr > 90", "hex 02", "data[0] = 1 and out",
      "bye", "bye and 10.0.0.5", "not bye and (in or hex 02)", "local port 8080 and not dst 10.0.0.6", "udp", "",
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
    let text = { (datagram: Datagram) in datagram.number % 3 == 0 ? "goodbye" : "hello" }
    let filter = try DisplayFilter(source)
    var run = FilterRun(filter)
    run.advance(snapshot, budget: .max, text: text)
    for number in snapshot.firstNumber..<snapshot.endNumber {
      let datagram = try #require(snapshot[number])
      #expect(run.isShown(number) == filter.matches(datagram, text: text), "\(number)")
    }
  }
}
