import Basics
import CLinux
import Glibc
import Impairment
import Plumbing
import Testing

@testable import UDPCore

/// Tests what a relay does to datagrams on purpose, on loopback, between real sockets.
@Suite struct RelayImpairmentTests: RelayTesting {
  @Test func `each third datagram is lost, and no other`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.loss, "every 3")])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    for index in 1...9 { client.send([UInt8(index)], to: relay.sockets[0].local) }
    for index in [1, 2, 4, 5, 7, 8] { #expect(target.receive()?.payload == [UInt8(index)]) }
    #expect(try stopped(relay).flows.up.counts.lost == 3)
  }

  @Test func `what is lost on purpose is a row, and nothing else is missing`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.loss, "30%")])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    for index in 0..<1_000 { client.send([UInt8(index & 255), UInt8(index >> 8)], to: relay.sockets[0].local) }
    eventually("all are rows") { relay.log.counters.received == 1_000 }
    let report = try stopped(relay)
    let lost = rows(relay).filter { $0.relayVerdict?.outcome == .lost }
    #expect(lost.count == report.flows.up.counts.lost)
    #expect((200...400).contains(lost.count))
    let passed = rows(relay).filter { $0.relayVerdict == nil }.map(\.payload)
    #expect(target.receiveAll() == passed)
    #expect(passed.count + lost.count == 1_000)
  }

  @Test func `the same seed decides the same`() throws {
    var decisions: [[Bool]] = []
    for _ in 0..<2 {
      let (client, target) = (TestSocket(), TestSocket())
      let timeline = try impaired([(.loss, "50%")])
      let relay = try relay(to: [target.local]) {
        $0.profile.up = timeline
        $0.seed = 7
      }
      for _ in 0..<200 { client.send([1], to: relay.sockets[0].local) }
      eventually("all are rows") { relay.log.counters.received == 200 }
      relay.stop()
      decisions.append(rows(relay).map { $0.relayVerdict?.outcome == .lost })
    }
    #expect(decisions[0] == decisions[1])
  }

  @Test func `a delay is kept, in the order of arrival`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.delay, "30ms")])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    let start = SystemClock.monotonic
    for index in 0..<100 { client.send([UInt8(index)], to: relay.sockets[0].local) }
    for index in 0..<100 {
      #expect(target.receive()?.payload == [UInt8(index)])
      #expect(SystemClock.monotonic - start >= 30_000_000)
    }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.delayed == 100)
    #expect(report.flows.up.counts.waiting == 0 && report.queuedBytes == 0)
    // The steps of the histogram are 6 % wide.
    #expect(try #require(report.flows.up.median) > 28_000_000)
    #expect(rows(relay).allSatisfy { $0.relayVerdict == RelayVerdict(delay: 30_000) })
  }

  @Test func `what leaves changed has a second row with the bytes that left`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.corrupt, "100%"), (.truncate, "4")])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    client.send([1, 2, 3, 4, 5, 6], to: relay.sockets[0].local)
    let left = try #require(target.receive()).payload
    #expect(left.count == 4)
    #expect(zip(left, [1, 2, 3, 4] as [UInt8]).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
    let report = try stopped(relay)
    let all = rows(relay)
    #expect(all.map(\.kind) == [.incoming, .outgoing])
    #expect(all.first?.relayVerdict?.changes == [.corrupted, .truncated])
    #expect(all.last?.payload == left)
    #expect(all.map(\.source) == [client.local, client.local])
    #expect(all.map(\.destination) == [target.local, target.local])
    #expect(report.flows.up.counts.corrupted == 1 && report.flows.up.counts.truncated == 1)
  }

  @Test func `a duplicate is counted as a copy`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.duplicate, "100%")])
    let relay = try relay(to: [target.local]) { $0.profile.down = timeline }
    client.send([1], to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    target.send([2], to: asked.peer)
    #expect(client.receive()?.payload == [2])
    #expect(client.receive()?.payload == [2])
    let report = try stopped(relay)
    #expect(report.flows.down.counts.copies == 1 && report.flows.down.counts.sent == 2)
    #expect(rows(relay).last?.relayVerdict?.changes == .duplicated)
  }

  @Test func `memory for what waits is bounded, and what it has no room for is counted`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.delay, "60s")])
    let relay = try relay(to: [target.local]) {
      $0.profile.up = timeline
      $0.queueLimit = 10 * (1_000 + DueQueue.overhead)
    }
    for _ in 0..<25 { client.send(Array(repeating: 1, count: 1_000), to: relay.sockets[0].local) }
    eventually("all are rows") { relay.log.counters.received == 25 }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.waiting == 10 && report.flows.up.counts.overflowed == 15)
    #expect(rows(relay).filter { $0.relayVerdict?.outcome == .overflowed }.count == 15)
  }

  @Test func `settings change by a timeline`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    var late = ImpairmentChange()
    try late.set(.loss, to: "100%")
    let timeline = ImpairmentTimeline(start: .none, steps: [.init(at: 100_000_000, late)])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    client.send([1], to: relay.sockets[0].local)
    #expect(target.receive()?.payload == [1])
    eventually("the settings change") { !(relay.relay?.report.flows.up.settings.isNone ?? true) }
    client.send([2], to: relay.sockets[0].local)
    eventually("it is a row") { relay.log.counters.received == 2 }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.lost == 1)
    #expect(target.receiveAll() == [])
  }

  // MARK: Commands

  @Test func `a held direction keeps what comes, and lets it go in order`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay(to: [target.local])
    client.send([0], to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    relay.relay?.post(.hold(.up, isHeld: true))
    eventually("it is held") { relay.relay?.report.isHeld.up == true }
    for index in 1...5 { client.send([UInt8(index)], to: relay.sockets[0].local) }
    eventually("all wait") { relay.relay?.report.flows.up.counts.waiting == 5 }
    target.send([9], to: asked.peer)
    #expect(client.receive()?.payload == [9])
    #expect(target.receiveAll() == [])
    relay.relay?.post(.hold(.up, isHeld: false))
    for index in 1...5 { #expect(target.receive()?.payload == [UInt8(index)]) }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.waiting == 0)
    #expect(rows(relay).filter { $0.relayVerdict?.changes == .held }.count == 5)
  }

  @Test func `impairments are switched off and on while it runs, and what waits leaves at once`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let timeline = try impaired([(.delay, "50s")])
    let relay = try relay(to: [target.local]) { $0.profile.up = timeline }
    client.send([1], to: relay.sockets[0].local)
    eventually("it waits") { relay.relay?.report.flows.up.counts.waiting == 1 }
    relay.relay?.post(.impair(isOn: false))
    #expect(target.receive()?.payload == [1])
    client.send([2], to: relay.sockets[0].local)
    #expect(target.receive()?.payload == [2])
    relay.relay?.post(.impair(isOn: true))
    var change = ImpairmentChange()
    try change.set(.loss, to: "100%")
    relay.relay?.post(.change(change, [.up], client: 0))
    eventually("it is in force") {
      relay.relay?.report.clients.first?.flows.up.settings.loss != ImpairmentSettings.Loss.none
    }
    client.send([3], to: relay.sockets[0].local)
    eventually("it is lost") { relay.relay?.report.flows.up.counts.lost == 1 }
    _ = try stopped(relay)
  }

  @Test func `datagrams are injected toward either side, and answers to rows take the way of the relay`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay(to: [target.local])
    client.send([1], to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    relay.relay?.post(.inject([2], toward: .up, client: 0, id: TransmitID(5)))
    #expect(try #require(target.receive()) == ([2], asked.peer))
    relay.relay?.post(.inject([3], toward: .down, client: 0))
    #expect(try #require(client.receive()) == ([3], relay.sockets[0].local))
    target.send([4], to: asked.peer)
    #expect(client.receive()?.payload == [4])
    eventually("the answer is a row") { relay.log.counters.received == 2 }
    let received = rows(relay).filter { $0.kind == .incoming }
    let (question, answer) = (try #require(received.first), try #require(received.last))
    try relay.send(TransmitRequest(to: question.peer, by: question.local, payload: [5]))
    #expect(try #require(client.receive()) == ([5], relay.sockets[0].local))
    try relay.send(TransmitRequest(to: answer.peer, by: answer.local, payload: [6]))
    #expect(try #require(target.receive()) == ([6], asked.peer))
    let report = try stopped(relay)
    #expect(report.flows.up.counts.injected == 2 && report.flows.down.counts.injected == 2)
    let sent = rows(relay).filter { $0.kind == .outgoing }
    #expect(sent.map(\.payload) == [[2], [3], [5], [6]])
    #expect(sent.map(\.source) == [client.local, target.local, target.local, client.local])
    #expect(sent.first?.transmitID == TransmitID(5))
  }

  @Test func `a judge drops and rewrites`() throws {
    final class Judge: RelayJudge {
      func judge(_ datagram: Datagram?, payload: RawSpan, direction: ImpairmentDirection) -> RelayJudgement {
        let size = payload.byteCount
        return RelayJudgement(isDropped: size == 1, replacement: size == 2 ? [7, 7, 7] : nil)
      }
    }
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay(to: [target.local]) { $0.judge = { Judge() } }
    for size in 1...3 { client.send(Array(repeating: 1, count: size), to: relay.sockets[0].local) }
    #expect(target.receive()?.payload == [7, 7, 7])
    #expect(target.receive()?.payload == [1, 1, 1])
    let report = try stopped(relay)
    #expect(report.flows.up.counts.dropped == 1 && report.flows.up.counts.rewritten == 1)
    let (received, sent) = (rows(relay).filter { $0.kind == .incoming }, rows(relay).filter { $0.kind == .outgoing })
    #expect(received.map(\.payload) == [[1], [1, 1], [1, 1, 1]])
    #expect(received.map(\.relayVerdict) == [RelayVerdict(.dropped), RelayVerdict(changes: .rewritten), nil])
    #expect(sent.map(\.payload) == [[7, 7, 7]])
  }
}
