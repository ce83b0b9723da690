import Basics
import CLinux
import Glibc
import Impairment
import Plumbing
import Testing

@testable import UDPCore

/// Tests the relay on loopback, between real sockets.
@Suite struct RelayTests: RelayTesting {
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
}
