import Basics
import CLinux
import Glibc
import Plumbing
import Testing

@testable import UDPCore

/// Tests the receiver on loopback with real datagrams.
@Suite struct ReceiverTests {
  private func receiver(_ endpoints: [String], responder: (any Responder)? = nil, options: ReceiveOptions = .init())
    throws
    -> Receiver
  {
    var options = options
    options.memory = CaptureLog.minimumLimit
    let set = try SocketSet(try endpoints.map { try EndpointArgument($0) }, options: options, interfaces: .current())
    return try Receiver(sockets: set.sockets, options: options, responder: responder)
  }

  private func rows(_ receiver: Receiver) -> [Datagram] {
    let snapshot = receiver.log.snapshot()
    return (1..<snapshot.endNumber).compactMap { snapshot[$0] }
  }

  @Test(arguments: ["127.0.0.1:0", "[::1]:0"], [0, 1, 1472, 65_507])
  func `a datagram arrives whole, with its peer and a kernel time`(endpoint: String, size: Int) throws {
    let listening = try receiver([endpoint])
    let sending = try receiver([endpoint])
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    try sending.send(TransmitRequest(to: listening.sockets[0].local, by: nil, payload: payload))
    eventually("the datagram arrives") { listening.log.counters.received == 1 }
    let row = try #require(rows(listening).first)
    #expect(row.payload == payload)
    #expect(row.source == sending.sockets[0].local)
    #expect(row.destination == listening.sockets[0].local)
    #expect(abs(row.time - SystemClock.wall) < 60_000_000_000)
    eventually("it is counted as sent") { sending.log.counters.sent == 1 }
  }

  @Test func `IPv6 carries 65,527 bytes and one more is a failure row`() throws {
    let listening = try receiver(["[::1]:0"])
    let sending = try receiver(["[::1]:0"])
    let to = listening.sockets[0].local
    try sending.send(TransmitRequest(to: to, by: nil, payload: Array(repeating: 1, count: 65_527)))
    try sending.send(TransmitRequest(to: to, by: nil, payload: Array(repeating: 1, count: 65_528)))
    eventually("one arrives, one fails") {
      listening.log.counters.received == 1 && sending.log.counters.failed == 1
    }
    #expect(rows(listening).first?.size == 65_527)
    #expect(rows(sending).last?.failure == TransmitFailure(origin: .local, code: EMSGSIZE))
  }

  @Test func `a port alone is IPv4 and IPv6 on the same number`() throws {
    let listening = try receiver(["0"])
    #expect(listening.sockets.map(\.family) == [.ipv4, .ipv6])
    #expect(listening.sockets[0].local.port == listening.sockets[1].local.port)
    let port = listening.sockets[0].local.port
    let four = try receiver(["127.0.0.1:0"])
    let six = try receiver(["[::1]:0"])
    try four.send(TransmitRequest(to: Endpoint(IPAddress("127.0.0.1")!, port: port), by: nil, payload: [4]))
    try six.send(TransmitRequest(to: Endpoint(IPAddress("::1")!, port: port), by: nil, payload: [6]))
    eventually("both arrive") { listening.log.counters.received == 2 }
    #expect(Set(rows(listening).map(\.payload)) == [[4], [6]])
  }

  @Test func `a wildcard socket answers from the very address the peer wrote to`() throws {
    let listening = try receiver(["0.0.0.0:0"])
    let asking = try receiver(["127.0.0.1:0"])
    let target = Endpoint(IPAddress("127.0.0.77")!, port: listening.sockets[0].local.port)
    try asking.send(TransmitRequest(to: target, by: nil, payload: [1]))
    eventually("the question arrives") { listening.log.counters.received == 1 }
    let question = try #require(rows(listening).first)
    #expect(question.destination == target)
    try listening.send(TransmitRequest(to: question.peer, by: question.local, payload: [2]))
    // The row of a sent datagram is added after sending, so the answer may arrive before it.
    eventually("the answer arrives") { asking.log.counters.received == 1 && listening.log.counters.sent == 1 }
    #expect(rows(asking).last?.source == target)
    #expect(rows(listening).last?.source == target)
  }

  @Test func `ten peers, one dead: no healthy one loses a datagram in 10,000 rounds`() throws {
    let healthy = try receiver(Array(repeating: "127.0.0.1:0", count: 9))
    let sending = try receiver(["127.0.0.1:0"])
    let gone = Endpoint(IPAddress("127.0.0.1")!, port: try unusedPort())
    let peers = healthy.sockets.map(\.local) + [gone]
    for round in 1...10_000 {
      for peer in peers { try sending.send(TransmitRequest(to: peer, by: nil, payload: [UInt8(round & 255)])) }
      if round.isMultiple(of: 200) {
        eventually("what was sent to the healthy ones arrives") { healthy.log.counters.received == round * 9 }
      }
    }
    eventually("every round is over") { sending.log.counters.sent + sending.log.counters.failed >= 100_000 }
    sending.stop()
    #expect(healthy.drops.total == 0)
    #expect(sending.log.counters.failed > 0)
    let failures = rows(sending).filter { $0.kind == .failure }
    #expect(
      failures.allSatisfy {
        $0.peer == gone && $0.failure == TransmitFailure(origin: .network, code: ECONNREFUSED)
      })
  }

  /// A port that is free: it was bound once and released.
  private func unusedPort() throws -> UInt16 {
    try SocketSet([try EndpointArgument("127.0.0.1:0")], options: .init(), interfaces: .init()).sockets[0].local.port
  }

  @Test func `a rule answers each datagram once and not its own echo`() throws {
    let listening = try receiver(["127.0.0.1:0"], responder: Sevens())
    let asking = try receiver(["127.0.0.1:0"])
    try asking.send(TransmitRequest(to: listening.sockets[0].local, by: nil, payload: [1]))
    eventually("the answer arrives") { asking.log.counters.received == 1 }
    #expect(rows(asking).last?.payload == [7, 7])
    try asking.send(TransmitRequest(to: listening.sockets[0].local, by: nil, payload: [7, 7]))
    eventually("the echo is withheld") { listening.withheld.first?.reason == .echo }
    #expect(listening.log.counters.sent == 1)
    #expect(rows(listening).map(\.kind) == [.incoming, .outgoing, .incoming])
  }

  @Test func `everything sent is received or counted as dropped, with a tiny buffer`() throws {
    var options = ReceiveOptions()
    options.receiveBuffer = 4096
    options.joinsDatagrams = false
    let listening = try receiver(["127.0.0.1:0"], options: options)
    let sending = try receiver(["127.0.0.1:0"])
    var sent = 0
    for _ in 0..<50 {
      for _ in 0..<100 {
        try sending.send(TransmitRequest(to: listening.sockets[0].local, by: nil, payload: [1, 2, 3]))
        sent += 1
      }
      eventually("all are sent") { sending.log.counters.sent == sent }
    }
    listening.stop()
    #expect(listening.log.counters.received + listening.drops.total == sent)
    #expect(!listening.drops.isLowerBound)
  }

  @Test func `joined datagrams are rows of their own`() throws {
    let listening = try receiver(["127.0.0.1:0"])
    let sender = try SocketSet([try EndpointArgument("127.0.0.1:0")], options: .init(), interfaces: .init()).sockets[0]
    SocketOptions(descriptor: sender.descriptor).set(Int32(IPPROTO_UDP), 103, 100)  // UDP_SEGMENT, udp(7)
    let payload = (0..<950).map { UInt8(truncatingIfNeeded: $0 / 100) }
    var name = RawSocketAddress(listening.sockets[0].local, family: .ipv4)
    let result = name.withPointer { sendto(sender.descriptor, payload, payload.count, 0, $0, $1) }
    try #require(result == 950)
    eventually("ten rows arrive") { listening.log.counters.received == 10 }
    #expect(rows(listening).map(\.size) == Array(repeating: 100, count: 9) + [50])
    #expect(rows(listening).map { $0.payload.first } == (0..<10).map { UInt8($0) })
  }

  @Test func `a snap length keeps the beginning and the size`() throws {
    var options = ReceiveOptions()
    options.snapLength = 4
    let listening = try receiver(["127.0.0.1:0"], options: options)
    let sending = try receiver(["127.0.0.1:0"])
    try sending.send(TransmitRequest(to: listening.sockets[0].local, by: nil, payload: [1, 2, 3, 4, 5, 6]))
    eventually("it arrives") { listening.log.counters.received == 1 }
    let row = try #require(rows(listening).first)
    #expect(row.payload == [1, 2, 3, 4] && row.size == 6 && row.isTruncated)
  }
}

/// Tests the errors of unusable endpoints, each with its sentence.
@Suite struct SocketErrorTests {
  private func failure(_ endpoints: String...) -> [String] {
    do {
      let arguments = try endpoints.map { try EndpointArgument($0) }
      _ = try SocketSet(arguments, options: ReceiveOptions(), interfaces: .current())
      return []
    } catch {
      return (error as? SocketErrors)?.errors.map(\.description) ?? ["\(error)"]
    }
  }

  @Test func `an endpoint that is given twice is told so`() throws {
    let taken = try SocketSet([try EndpointArgument("127.0.0.1:0")], options: .init(), interfaces: .init())
    let port = taken.sockets[0].local.port
    let messages = withExtendedLifetime(taken) { failure("127.0.0.1:\(port)") }
    #expect(messages == ["cannot bind 127.0.0.1:\(port): it is given twice; once is enough"])
  }

  @Test func `an address of another host, an unknown interface and a missing scope are told`() {
    #expect(failure("192.0.2.77:8080")[0].contains("this host has no address 192.0.2.77"))
    #expect(failure("[fe80::1%nosuch0]:8080")[0].contains("no interface 'nosuch0'"))
    #expect(failure("[fe80::1]:8080")[0].contains("needs its interface"))
    #expect(failure("name.example:8080")[0].contains("is a name"))
  }

  @Test func `all bad endpoints are named and nothing is bound`() throws {
    let free = try SocketSet([try EndpointArgument("127.0.0.1:0")], options: .init(), interfaces: .init()).sockets[0]
      .local
    #expect(failure("127.0.0.1:\(free.port)", "192.0.2.77:1", "192.0.2.78:1").count == 2)
    #expect(failure("127.0.0.1:\(free.port)").isEmpty)
  }
}

/// Answers everything with 07 07.
private final class Sevens: Responder {
  let limits = ReplyLimits()
  let withheldBefore: [ReplyWithheld: Int] = [:]

  func respond(to datagram: Datagram, fingerprint: () -> Int, reply: ([UInt8], TransmitID) -> ReplyWithheld?) {
    _ = reply([7, 7], TransmitID(RuleNumber(0), answering: datagram.number))
  }

  func rowsWerePublished() {}
  func noteRefusal(by peer: Endpoint) {}
  func note(_ withheld: ReplyWithheld, of rule: RuleNumber) {}
  func start(_ log: CaptureLog, send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void) {}
  func stop() {}
}
