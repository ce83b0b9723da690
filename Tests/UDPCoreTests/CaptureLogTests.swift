import Plumbing
import Testing

@testable import UDPCore

@Suite struct CaptureLogTests {
  @Test func `an empty log has no rows and its next number is 1`() {
    let snapshot = makeLog { _ in }.snapshot()
    #expect(snapshot.endNumber == 1)
    #expect(snapshot.firstNumber == 1)
    #expect(snapshot[1] == nil)
    #expect(snapshot.segments.isEmpty)
  }

  @Test func `a datagram comes back as it was put in, an empty one too`() throws {
    let log = makeLog { writer in
      #expect(writer.receive([1, 2, 3], from: peer(7), time: 42) == 1)
      #expect(writer.receive([], from: peer(8), time: -1) == 2)
    }
    let snapshot = log.snapshot()
    let first = try #require(snapshot[1])
    #expect(first.payload == [1, 2, 3])
    #expect(first.source == peer(7))
    #expect(first.destination == here)
    #expect(first.time == 42)
    #expect(first.local == path)
    let second = try #require(snapshot[2])
    #expect(second.payload.isEmpty)
    #expect(second.size == 0)
    #expect(second.time == -1)
    #expect(log.counters.received == 2)
    #expect(log.counters.receivedBytes == 3)
  }

  @Test func `a sent datagram goes from us to the peer, a failure says why`() throws {
    let log = makeLog { writer in
      let sent = LogWriter.Row(kind: .outgoing, time: 1, size: 1, peer: peer(1), local: path)
      _ = writer.append(sent, payload: [9 as UInt8].span.bytes)
      let failed = LogWriter.Row(
        kind: .failure, time: 1, size: 2, peer: peer(1), local: path,
        failure: TransmitFailure(origin: .network, code: 111))
      _ = writer.append(failed, payload: [8, 7 as UInt8].span.bytes)
    }
    let snapshot = log.snapshot()
    let sent = try #require(snapshot[1])
    #expect(sent.source == here && sent.destination == peer(1))
    #expect(sent.failure == nil)
    let failed = try #require(snapshot[2])
    #expect(failed.failure == TransmitFailure(origin: .network, code: 111))
    #expect(failed.payload == [8, 7])
    #expect(log.counters.sent == 1 && log.counters.failed == 1 && log.counters.received == 0)
    #expect(log.counters.sentBytes == 1 && log.memory == Chunk.blockSize)
  }

  @Test func `readers see nothing before it is published`() {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    _ = writer.receive([1], from: peer(1))
    #expect(writer.log.snapshot().endNumber == 1)
    writer.publish()
    #expect(writer.log.snapshot().endNumber == 2)
  }

  @Test func `a truncated datagram keeps its size and what there is of it`() throws {
    let log = makeLog { writer in _ = writer.receive([1, 2], from: peer(1), size: 10) }
    let datagram = try #require(log.snapshot()[1])
    #expect(datagram.size == 10 && datagram.storedSize == 2 && datagram.isTruncated)
    #expect(log.counters.truncated == 1)
  }

  @Test func `a row that was sent carries the id of its request, and none that was received does`() throws {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let path = LocalPath(endpoint: peer(9), replySource: .anyIPv4, interface: 0, socket: 0, encapsulation: 7)
    let marks: DatagramMarks = [.fragment, .oddLength, .lite, .partialChecksum]
    for (number, kind) in [DatagramKind.outgoing, .failure, .incoming, .outgoing].enumerated() {
      let row = LogWriter.Row(
        kind: kind, time: 1, size: number, isTruncated: true, marks: marks, peer: peer(1),
        local: path,
        failure: kind == .failure ? TransmitFailure(origin: .local, code: 7) : nil)
      let payload = [UInt8](repeating: 0xab, count: number)
      let id =
        number > 1 ? nil : number == 0 ? TransmitID(UInt64.max >> 1) : TransmitID(RuleNumber(7), answering: 98_301)
      unsafe writer.append(row, payload: payload.span.bytes, id: id)
    }
    writer.publish()
    let log = writer.log.snapshot()
    let rows = try (1...4).map { try #require(log[UInt64($0)]) }
    #expect(rows.map { $0.transmitID?.number == UInt64.max >> 1 } == [true, false, false, false])
    #expect(rows.map { $0.transmitID?.rule } == [nil, RuleNumber(7), nil, nil])
    #expect(rows.map { $0.transmitID?.answeredRow } == [nil, 98_301, nil, nil])
    #expect(rows[2].transmitID == nil && rows[3].transmitID == nil)
    #expect(rows.map(\.payload) == (0...3).map { [UInt8](repeating: 0xab, count: $0) })
    #expect(rows.allSatisfy { $0.marks == marks && $0.isTruncated && $0.local.encapsulation == 7 })
    #expect(rows[1].failure?.code == 7 && rows.map(\.kind) == [.outgoing, .failure, .incoming, .outgoing])
  }

  @Test func `the largest payloads of both families fit`() throws {
    let log = makeLog { writer in
      _ = writer.receive(Array(repeating: 4, count: 65_507), from: peer(1))
      _ = writer.receive(Array(repeating: 6, count: 65_527), from: peer(1))
    }
    #expect(try #require(log.snapshot()[1]).payload == Array(repeating: 4, count: 65_507))
    #expect(try #require(log.snapshot()[2]).payload == Array(repeating: 6, count: 65_527))
  }

  @Test func `at most 48 bytes a datagram beyond the payload, though every source is another`() {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let payload = [UInt8](repeating: 1, count: 64)
    let wide = IPAddress(high: 0x2001_0db8_0000_0000, low: 0)
    var number: UInt64 = 0
    while writer.log.snapshot().segments.count < 2 {
      number += 1
      let source = Endpoint(IPAddress(high: wide.high, low: number), port: UInt16(truncatingIfNeeded: number))
      _ = writer.receive(payload, from: source)
    }
    let rows = Int(number - 1)
    #expect(Double(Chunk.blockSize) / Double(rows) - 64 <= 48.1)
  }

  @Test func `the oldest whole chunk goes first and is counted, numbers go on`() throws {
    let payload = [UInt8](repeating: 1, count: 60_000)
    let log = makeLog { writer in
      for _ in 0..<1000 { _ = writer.receive(payload, from: peer(1)) }
    }
    let snapshot = log.snapshot()
    #expect(snapshot.endNumber == 1001)
    #expect(snapshot.firstNumber > 800)
    #expect(snapshot.counters.evicted == Int(snapshot.firstNumber - 1))
    #expect(snapshot[snapshot.firstNumber - 1] == nil)
    #expect(try #require(snapshot[1000]).payload == payload)
  }

  @Test func `a snapshot keeps its rows though the log evicts them`() throws {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    _ = writer.receive([42], from: peer(1))
    writer.publish()
    let snapshot = writer.log.snapshot()
    for _ in 0..<1000 { _ = writer.receive([UInt8](repeating: 1, count: 60_000), from: peer(2)) }
    writer.publish()
    #expect(writer.log.snapshot()[1] == nil)
    #expect(try #require(snapshot[1]).payload == [42])
  }

  @Test func `a hold protects the rows of a frozen view and lets the middle go`() throws {
    var writer = LogWriter(limit: 16 << 20)
    let payload = [UInt8](repeating: 1, count: 60_000)
    for _ in 0..<100 { _ = writer.receive(payload, from: peer(1)) }
    writer.publish()
    writer.log.hold(through: 100)
    for _ in 0..<2000 { _ = writer.receive(payload, from: peer(2)) }
    writer.publish()
    let held = writer.log.snapshot()
    #expect(held[1] != nil && held[100] != nil)
    #expect(held[1000] == nil)
    #expect(held[2100] != nil)
    writer.log.hold(through: nil)
    for _ in 0..<2000 { _ = writer.receive(payload, from: peer(2)) }
    writer.publish()
    #expect(writer.log.snapshot()[1] == nil)
  }

  @Test func `a hold on everything leaves a quarter for arrivals`() {
    var writer = LogWriter(limit: 16 << 20)
    let payload = [UInt8](repeating: 1, count: 60_000)
    for _ in 0..<270 { _ = writer.receive(payload, from: peer(1)) }
    writer.publish()
    writer.log.hold(through: 270)
    for _ in 0..<1000 { _ = writer.receive(payload, from: peer(2)) }
    writer.publish()
    let snapshot = writer.log.snapshot()
    let held = (1...270).count { snapshot[UInt64($0)] != nil }
    #expect(held > 150 && held <= 6 * 35)
    #expect(snapshot[1270] != nil)
    #expect(snapshot.counters.evicted == 1270 - snapshot.segments.map(\.numbers.count).reduce(0, +))
  }

  @Test func `when readers pin everything, arrivals are counted as evicted and nothing breaks`() {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    var pins: [LogSnapshot] = []
    let payload = [UInt8](repeating: 1, count: 60_000)
    for _ in 0..<1000 {
      _ = writer.receive(payload, from: peer(1))
      writer.publish()
      pins.append(writer.log.snapshot())
    }
    #expect(pins.last?.counters.received == 1000)
    pins = []
    let number = writer.receive([7], from: peer(1))
    writer.publish()
    let snapshot = writer.log.snapshot()
    #expect(number == 1001)
    #expect(snapshot[1001]?.payload == [7])
    let kept = snapshot.segments.map(\.numbers.count).reduce(0, +)
    #expect(snapshot.counters.evicted == 1001 - kept)
  }
}

/// Compares the log with a naive model, using random sequences from a seed.
@Suite struct CaptureLogModelTests {
  private struct Entry: Equatable {
    var payload: [UInt8]
    var peer: Endpoint
    var kind: DatagramKind
  }

  @Test(arguments: 1...6) func `random sequences agree with a naive model`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    var model: [UInt64: Entry] = [:]
    var published: UInt64 = 1
    var appended: UInt64 = 1
    for _ in 0..<1200 {
      switch random.next(below: 60) {
      case 0:
        writer.publish()
        published = appended
        check(writer.log.snapshot(), model: model, end: published)
      case 1...3: writer.log.hold(through: random.next(below: 2) == 0 ? nil : random.next(below: appended) + 1)
      default:
        let size = random.next(below: 4) == 0 ? Int(random.next(below: 60_000)) : Int(random.next(below: 100))
        let entry = Entry(
          payload: Array(repeating: UInt8(truncatingIfNeeded: appended), count: size),
          peer: Endpoint(IPAddress(high: random.next(below: 3), low: random.next(below: 5000)), port: 9),
          kind: [.incoming, .outgoing, .failure][Int(random.next(below: 3))])
        let row = LogWriter.Row(kind: entry.kind, time: Int64(appended), size: size, peer: entry.peer, local: path)
        #expect(writer.append(row, payload: entry.payload.span.bytes) == appended)
        model[appended] = entry
        appended += 1
      }
    }
  }

  private func check(_ snapshot: LogSnapshot, model: [UInt64: Entry], end: UInt64) {
    #expect(snapshot.endNumber <= end)
    var kept = 0
    for segment in snapshot.segments {
      for number in segment.numbers {
        let datagram = segment[number]
        kept += 1
        let entry = Entry(payload: datagram.payload, peer: datagram.peer, kind: datagram.kind)
        if entry != model[number] || datagram.time != Int64(number) {
          Issue.record("row \(number) differs from the model")
        }
      }
    }
    #expect(kept + snapshot.counters.evicted == Int(end - 1))
  }

  @Test func `one writer and two readers at once see only whole rows`() {
    let writer = LogWriter(limit: CaptureLog.minimumLimit)
    let log = writer.log
    let bad = Lock(0)
    let readers = (0..<2).map { index in
      Worker(name: "reader-\(index)") {
        var seen: UInt64 = 0
        while seen < 60_000 {
          let snapshot = log.snapshot()
          for segment in snapshot.segments.suffix(1) {
            for number in segment.numbers.suffix(50) {
              let payload = segment[number].payload
              if payload.count != Int(number % 200) || payload.contains(where: { $0 != UInt8(number & 255) }) {
                bad.withLock { $0 += 1 }
              }
            }
          }
          seen = max(seen, snapshot.endNumber - 1)
        }
      }
    }
    let writing = Worker(name: "writer") { [writer = WriterBox(writer)] in
      for number in UInt64(1)...60_000 {
        let payload = [UInt8](repeating: UInt8(number & 255), count: Int(number % 200))
        _ = writer.writer.receive(payload, from: peer(UInt32(number % 50)))
        if number % 7 == 0 || number == 60_000 { writer.writer.publish() }
      }
    }
    writing.join()
    readers.forEach { $0.join() }
    #expect(bad.withLock { $0 } == 0)
  }
}

private final class WriterBox {
  var writer: LogWriter

  init(_ writer: consuming sending LogWriter) { self.writer = writer }
}

/// A small seeded random generator (Steele, Lea, Flood: SplitMix64).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A random number in 0 ..< limit.
  mutating func next(below limit: UInt64) -> UInt64 { next() % max(1, limit) }
}
