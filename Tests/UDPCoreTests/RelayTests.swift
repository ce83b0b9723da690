import Basics
import CLinux
import Glibc
import Impairment
import Plumbing
import Testing

@testable import UDPCore

/// Tests the relay on loopback, between real sockets.
@Suite struct RelayTests {
  private func relay(
    _ endpoint: String = "127.0.0.1:0", to targets: [Endpoint], options: ReceiveOptions = .init(),
    _ change: (inout RelayPlan) -> Void = { _ in }
  ) throws -> Receiver {
    var options = options
    if options.memory == ReceiveOptions.defaultMemory { options.memory = 16 << 20 }
    let set = try SocketSet([try EndpointArgument(endpoint)], options: options, interfaces: .current())
    var plan = RelayPlan(to: targets.map { Destination($0) })
    change(&plan)
    return try Receiver(sockets: set.sockets, options: options, relay: plan)
  }

  private func rows(_ receiver: Receiver) -> [Datagram] {
    let snapshot = receiver.log.snapshot()
    return (1..<snapshot.endNumber).compactMap { snapshot[$0] }
  }

  /// The last report of a relay, which has stopped.
  private func stopped(_ receiver: Receiver) throws -> RelayReport {
    receiver.stop()
    let report = try #require(receiver.relay?.report)
    #expect(report.isExact)
    return report
  }

  private func impaired(_ words: [(ImpairmentKey, String)]) throws -> ImpairmentTimeline {
    var settings = ImpairmentSettings.none
    for (key, text) in words { try settings.set(key, to: text) }
    return ImpairmentTimeline(start: settings)
  }

  private func unusedPort() -> Endpoint { TestSocket().local }

  // MARK: Passing

  @Test(arguments: [0, 1, 1_472, 65_507])
  func `a datagram reaches the target whole, and its answer the client`(size: Int) throws {
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay(to: [target.local])
    let question = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    client.send(question, to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    #expect(asked.payload == question)
    #expect(asked.peer != client.local)
    target.send(question.reversed(), to: asked.peer)
    let answer = try #require(client.receive())
    #expect(answer.payload == question.reversed())
    #expect(answer.peer == relay.sockets[0].local)
    let report = try stopped(relay)
    let all = rows(relay)
    #expect(all.map(\.kind) == [.incoming, .incoming])
    #expect(all.map(\.source) == [client.local, target.local])
    #expect(all.map(\.destination) == [target.local, client.local])
    #expect(all.map(\.relayVerdict) == [nil, nil])
    #expect(all.map(\.payload) == [question, question.reversed()])
    #expect(report.flows.up.counts.sent == 1 && report.flows.up.counts.sentBytes == size)
    #expect(report.flows.down.counts.sent == 1)
    #expect(report.clients.map(\.peer) == [client.local])
    #expect(report.clients.map { $0.outer.map { $0?.port } } == [[asked.peer.port]])
  }

  @Test func `answers leave from the very address that the client wrote to`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay("0.0.0.0:0", to: [target.local])
    let port = relay.sockets[0].local.port
    for address in ["127.0.0.1", "127.0.0.77"] {
      let own = Endpoint(IPAddress(address)!, port: port)
      client.send([1], to: own)
      let asked = try #require(target.receive())
      target.send([2], to: asked.peer)
      #expect(client.receive()?.peer == own)
    }
    #expect(try stopped(relay).clientCount == 2)
  }

  @Test func `the target tells clients apart, and each gets its own answers`() throws {
    let target = TestSocket()
    let clients = (0..<20).map { _ in TestSocket() }
    let relay = try relay(to: [target.local])
    for (index, client) in clients.enumerated() { client.send([UInt8(index)], to: relay.sockets[0].local) }
    var ports: Set<UInt16> = []
    for _ in clients {
      let asked = try #require(target.receive())
      ports.insert(asked.peer.port)
      target.send(asked.payload + [99], to: asked.peer)
    }
    #expect(ports.count == clients.count)
    for (index, client) in clients.enumerated() { #expect(client.receive()?.payload == [UInt8(index), 99]) }
    let report = try stopped(relay)
    #expect(report.clients.count == clients.count)
    #expect(report.clients.allSatisfy { $0.flows.up.counts.sent == 1 && $0.flows.down.counts.sent == 1 })
  }

  @Test func `clients of one family reach a target of the other`() throws {
    let (client, target) = (TestSocket(), TestSocket("::1"))
    let relay = try relay(to: [target.local])
    client.send([1, 2], to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    #expect(asked.payload == [1, 2])
    target.send([3], to: asked.peer)
    #expect(client.receive()?.payload == [3])
    _ = try stopped(relay)
  }

  @Test func `bursts pass in their order without a loss`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    let relay = try relay(to: [target.local])
    for round in 0..<50 {
      for index in 0..<100 { client.send([UInt8(round), UInt8(index)], to: relay.sockets[0].local) }
      for index in 0..<100 { #expect(target.receive()?.payload == [UInt8(round), UInt8(index)]) }
    }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.received == 5_000 && report.flows.up.counts.sent == 5_000)
    #expect(relay.drops.total == 0)
  }

  // MARK: Several targets, dead targets

  @Test func `of three targets a dead one costs the others nothing`() throws {
    let client = TestSocket()
    let targets = [TestSocket(), TestSocket()]
    let dead = unusedPort()
    let relay = try relay(to: [targets[0].local, dead, targets[1].local])
    for round in 0..<2_000 {
      client.send([UInt8(round & 255)], to: relay.sockets[0].local)
      for target in targets { #expect(target.receive()?.payload == [UInt8(round & 255)]) }
    }
    let report = try stopped(relay)
    let counts = report.flows.up.counts
    #expect(counts.received == 2_000)
    #expect(counts.copies == 4_000)
    #expect(counts.sent + counts.failed == 6_000)
    #expect(counts.refused > 0)
    let failures = rows(relay).filter { $0.kind == .failure }
    #expect(failures.allSatisfy { $0.peer == dead && $0.failure?.code == ECONNREFUSED })
    #expect(failures.count == counts.refused + counts.failed)
    #expect(failures.first?.source == client.local)
    let each = report.targetCounts
    #expect(each[0].sent == 2_000 && each[2].sent == 2_000 && each[0].refused + each[2].refused == 0)
    #expect(each[1].sent + each[1].failed == 2_000 && each[1].refused == counts.refused)
  }

  @Test func `answers of every target reach the client, unless none are wanted`() throws {
    for passesAnswers in [true, false] {
      let client = TestSocket()
      let targets = [TestSocket(), TestSocket()]
      let relay = try relay(to: targets.map(\.local)) { $0.passesAnswers = passesAnswers }
      client.send([1], to: relay.sockets[0].local)
      for target in targets {
        let asked = try #require(target.receive())
        target.send([2], to: asked.peer)
      }
      eventually("both answers are rows") { relay.log.counters.received == 3 }
      let report = try stopped(relay)
      #expect(client.receiveAll() == (passesAnswers ? [[2], [2]] : []))
      #expect(report.flows.down.counts.dropped == (passesAnswers ? 0 : 2))
      let answers = rows(relay).filter { $0.destination == client.local }
      #expect(Set(answers.map(\.source)) == Set(targets.map(\.local)))
      #expect(answers.allSatisfy { $0.relayVerdict?.outcome == (passesAnswers ? nil : .unwanted) })
    }
  }

  @Test func `an answer to a client that is gone is a failure row of that client`() throws {
    let target = TestSocket()
    let relay = try relay(to: [target.local])
    var asked: Endpoint?
    var gone: Endpoint?
    do {
      let client = TestSocket()
      gone = client.local
      client.send([1], to: relay.sockets[0].local)
      asked = target.receive()?.peer
    }
    target.send([2], to: try #require(asked))
    eventually("the refusal is a row") { relay.log.counters.failed == 1 }
    let report = try stopped(relay)
    let failure = try #require(rows(relay).last)
    #expect(failure.peer == gone && failure.source == target.local)
    #expect(failure.failure == TransmitFailure(origin: .network, code: ECONNREFUSED))
    #expect(report.flows.down.counts.refused == 1)
  }

  @Test func `a datagram too long for the other family is a failure, and counted`() throws {
    let (client, target) = (TestSocket("::1"), TestSocket())
    let relay = try relay("[::1]:0", to: [target.local])
    client.send(Array(repeating: 7, count: 65_520), to: relay.sockets[0].local)
    eventually("it fails") { relay.log.counters.failed == 1 }
    let report = try stopped(relay)
    #expect(report.flows.up.counts.failed == 1)
    #expect(rows(relay).last?.failure == TransmitFailure(origin: .local, code: EMSGSIZE))
  }

  // MARK: Clients

  @Test func `more clients than allowed are refused, counted and said once`() throws {
    let target = TestSocket()
    let clients = (0..<5).map { _ in TestSocket() }
    let relay = try relay(to: [target.local]) { $0.clientLimit = 3 }
    for client in clients { client.send([1], to: relay.sockets[0].local) }
    eventually("all are rows") { relay.log.counters.received == 5 }
    let report = try stopped(relay)
    #expect(report.clientCount == 3)
    #expect(report.refused == 2)
    #expect(relay.takeNotices() == [.relayClientRefused(clients[3].local, limit: 3)])
    #expect(rows(relay).map { $0.relayVerdict?.outcome } == [nil, nil, nil, .refused, .refused])
  }

  @Test func `an idle client ends, and makes room for the next one`() throws {
    let target = TestSocket()
    let relay = try relay(to: [target.local]) {
      $0.clientLimit = 1
      $0.idleTime = 20_000_000
    }
    let first = TestSocket()
    first.send([1], to: relay.sockets[0].local)
    #expect(target.receive()?.payload == [1])
    eventually("it ends") { relay.relay?.report.endedCount == 1 }
    let second = TestSocket()
    second.send([2], to: relay.sockets[0].local)
    let asked = try #require(target.receive())
    #expect(asked.payload == [2])
    target.send([3], to: asked.peer)
    #expect(second.receive()?.payload == [3])
    let report = try stopped(relay)
    #expect(report.clientCount == 2 && report.refused == 0)
    #expect(report.ended.first?.peer == first.local)
    #expect(report.flows.up.counts.sent == 2)
  }

  @Test func `what was chosen for one client alone holds when it comes back after it was idle`() throws {
    let (client, other, target) = (TestSocket(), TestSocket(), TestSocket())
    let relay = try relay(to: [target.local]) { $0.idleTime = 20_000_000 }
    client.send([1], to: relay.sockets[0].local)
    #expect(target.receive()?.payload == [1])
    var change = ImpairmentChange()
    try change.set(.loss, to: "100%")
    relay.relay?.post(.change(change, [.up], client: 0))
    eventually("it ends") { relay.relay?.report.endedCount == 1 }
    client.send([2], to: relay.sockets[0].local)
    eventually("it is back, and its datagram lost") { relay.relay?.report.flows.up.counts.lost == 1 }
    #expect(relay.relay?.report.clients.first?.hasOwnSettings ?? true)
    other.send([3], to: relay.sockets[0].local)
    #expect(target.receive()?.payload == [3])
    _ = try stopped(relay)
  }

  @Test func `a step of the profile wins over what was chosen before, and what it does not name stays`() throws {
    let (client, target) = (TestSocket(), TestSocket())
    var step = ImpairmentChange()
    try step.set(.loss, to: "100%")
    let relay = try relay(to: [target.local]) {
      $0.profile.up = ImpairmentTimeline(start: .none, steps: [.init(at: 200_000_000, step)])
    }
    var change = ImpairmentChange()
    try change.set(.loss, to: "0%")
    try change.set(.truncate, to: "2")
    relay.relay?.post(.change(change, [.up]))
    eventually("the step is in force") { relay.relay?.report.flows.up.settings.loss.mean == 1 }
    #expect(relay.relay?.report.flows.up.settings.truncate == 2)
    client.send([1], to: relay.sockets[0].local)
    eventually("it is lost") { relay.relay?.report.flows.up.counts.lost == 1 }
    _ = try stopped(relay)
  }

  // MARK: Impairments

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
