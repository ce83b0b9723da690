import Basics
import Testing
import UDPCore

@testable import Headless

/// Tests which request an answer is taken for. Times are in milliseconds; the time to wait is 1,000.
@Suite struct PingTallyTests {
  private var tally = PingTally(wait: 1_000_000_000)

  private mutating func ask(_ number: Int, _ payload: String = "state?", at time: Int64) {
    tally.begin(PingRequest(number: number, payload: Array(payload.utf8), sent: time * 1_000_000))
  }

  private mutating func answer(_ payload: String = "on", at time: Int64) throws -> PingEvent? {
    tally.take(try row(payload, at: time))
  }

  private func row(_ payload: String, at time: Int64) throws -> Datagram {
    var writer = LogWriter(limit: 8 << 20)
    let bytes = Array(payload.utf8)
    let address = IPAddress(ipv4: 0x7f00_0001)
    let local = LocalPath(endpoint: Endpoint(address, port: 1), replySource: address, interface: 0, socket: 0)
    writer.append(
      LogWriter.Row(
        kind: .incoming, time: time * 1_000_000, size: bytes.count, peer: Endpoint(address, port: 2), local: local),
      payload: bytes.span.bytes)
    writer.publish()
    return try #require(writer.log.snapshot()[1])
  }

  @Test mutating func `each answer belongs to the last request`() throws {
    for number in 1...10 {
      ask(number, at: Int64(number) * 1_000)
      #expect(!tally.isSettled)
      guard case .answered(let request) = try answer(at: Int64(number) * 1_000 + Int64(number)) else {
        Issue.record("no answer to \(number)")
        return
      }
      #expect(request.number == number && request.roundTrip == Int64(number) * 1_000_000 && tally.isSettled)
    }
    tally.end(isInterrupted: false)
    #expect(tally.sent == 10 && tally.answered == 10 && tally.lost == 0 && tally.lostShare == 0)
    #expect(tally.least == 1_000_000 && tally.most == 10_000_000)
    let median = try #require(tally.times.quantile(0.5))
    #expect(abs(median - 5_000_000) <= 5_000)
    #expect(tally.takeDone().map(\.number) == Array(1...10))
  }

  @Test mutating func `what is never answered is lost`() throws {
    ask(1, at: 0)
    ask(2, at: 1_000)
    _ = try answer(at: 1_001)
    ask(3, at: 2_000)
    tally.end(isInterrupted: false)
    #expect(tally.sent == 3 && tally.answered == 1 && tally.lost == 2)
    #expect(tally.takeDone().map(\.number) == [1, 2, 3])
  }

  @Test mutating func `an answer that repeats its request stays that one's, whatever follows it`() throws {
    ask(2, "q2", at: 0)
    ask(3, "q3", at: 1_000)
    _ = try answer("ACK q3", at: 1_001)
    guard case .another(let request, _) = try answer("DONE q3", at: 1_010) else {
      Issue.record("taken for another request's")
      return
    }
    #expect(request.number == 3 && request.roundTrip == 1_000_000)
    tally.end(isInterrupted: false)
    #expect(tally.lost == 1 && tally.answered == 1 && tally.late == 0 && tally.further == 1)
  }

  @Test mutating func `a late answer that repeats the bytes of its request is not taken for the next one's`() throws {
    ask(1, "ping 1", at: 0)
    ask(2, "ping 2", at: 1_000)
    guard case .late(let request) = try answer("got ping 1", at: 1_200) else {
      Issue.record("not late")
      return
    }
    #expect(request.number == 1 && request.roundTrip == 1_200_000_000 && !tally.isSettled)
    guard case .answered(let second) = try answer("got ping 2", at: 1_300) else {
      Issue.record("not answered")
      return
    }
    #expect(second.roundTrip == 300_000_000)
    tally.end(isInterrupted: false)
    #expect(tally.answered == 1 && tally.late == 1 && tally.lost == 0)
  }

  @Test mutating func `a second answer shows that the first was the late one`() throws {
    ask(1, at: 0)
    ask(2, at: 1_000)
    guard case .answered(let early) = try answer(at: 1_200) else {
      Issue.record("not answered")
      return
    }
    #expect(early.number == 2)
    guard case .corrected(let late, let request) = try answer(at: 1_400) else {
      Issue.record("not corrected")
      return
    }
    #expect(late.number == 1 && late.roundTrip == 1_200_000_000)
    #expect(request.number == 2 && request.roundTrip == 400_000_000)
    tally.end(isInterrupted: false)
    #expect(tally.answered == 1 && tally.late == 1 && tally.lost == 0 && tally.most == 400_000_000)
  }

  @Test mutating func `an answer after the time to wait is late, and further ones are counted`() throws {
    ask(1, at: 0)
    guard case .late = try answer(at: 1_500) else {
      Issue.record("not late")
      return
    }
    guard case .another = try answer(at: 1_600) else {
      Issue.record("not another")
      return
    }
    tally.end(isInterrupted: false)
    #expect(tally.answered == 0 && tally.late == 1 && tally.further == 1 && tally.times.count == 0)
  }

  @Test mutating func `an error of the network is no answer, and an answer after it counts`() throws {
    ask(1, at: 0)
    guard case .failed = tally.take(TransmitFailure(origin: .network, code: 111)) else {
      Issue.record("not failed")
      return
    }
    #expect(tally.isSettled)
    ask(2, at: 1_000)
    _ = tally.take(TransmitFailure(origin: .network, code: 111))
    _ = try answer(at: 1_010)
    tally.end(isInterrupted: false)
    #expect(tally.failed == 1 && tally.answered == 1 && tally.lostShare == 50)
  }

  @Test mutating func `a request that still waits when a person ends it counts for nothing`() throws {
    ask(1, at: 0)
    _ = try answer(at: 1)
    ask(2, at: 1_000)
    tally.end(isInterrupted: true)
    #expect(tally.sent == 1 && tally.answered == 1 && tally.lost == 0)
  }

  @Test mutating func `the kernel's time of leaving counts if it can be true`() throws {
    ask(1, at: 10)
    tally.stamp(9_000_000)
    #expect(tally.last?.isStamped == false)
    tally.stamp(11_000_000)
    _ = try answer(at: 15)
    #expect(tally.last?.roundTrip == 4_000_000 && tally.last?.isStamped == true)
  }
}
