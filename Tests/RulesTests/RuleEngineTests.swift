import Basics
import DisplayFilter
import PayloadText
import PeerText
import Plumbing
import Synchronization
import Testing
import UDPCore

@testable import Rules

/// Tests rules on loopback, with receivers of our own as devices.
struct RuleEngineTests {
  @Test func `the captures of the question stand in the answer, and what matches no rule is not answered`() throws {
    let server = try Server(try rule("ping", #"/^PING (\d+)$/"#, "PONG {1}"))
    let device = try Device()
    try device.ask(server, "hello", "PING 17", "PING x")
    eventually("one answer arrives") { device.texts == ["PONG 17"] }
    #expect(server.record("ping").hits == 1)
    #expect(server.record("ping").answers == 1)
    eventually("its row is there") { server.sent.count == 1 }
    #expect(server.sent.map(\.transmitID?.answeredRow) == [2])
    #expect(server.sent.last?.transmitID?.rule == RuleNumber(0))
  }

  @Test(arguments: [("PING", "PONG []"), ("x", "PONG [x]"), ("xy", "PONG [x]y")])
  func `a group of the expression that takes no part in the match is empty in the answer`(
    question: String, answer: String
  ) throws {
    let server = try Server(try rule("either", "/^PING|(x)(y)?/", "PONG [{1}]{2}"))
    let device = try Device()
    try device.ask(server, question)
    eventually("the answer arrives") { device.texts == [answer] }
  }

  @Test func `a number between bounds, and a counter for each peer`() throws {
    let server = try Server(try rule("temp", #"text = "GET temp""#, "T={random:20..30};{n}"))
    let (one, other) = (try Device(), try Device())
    try one.ask(server, "GET temp", "GET temp")
    try other.ask(server, "GET temp")
    eventually("three answers arrive") { one.texts.count == 2 && other.texts.count == 1 }
    #expect(one.texts.map { $0.suffix(2) } + other.texts.map { $0.suffix(2) } == [";1", ";2", ";1"])
    let values = (one.texts + other.texts).compactMap { Int($0.dropFirst(2).dropLast(2)) }
    #expect(values.count == 3 && values.allSatisfy { (20...30).contains($0) })
  }

  @Test func `a question that the thread sees before its row is published is answered once it is`() throws {
    let reloads = Atomic(0)
    let answers = Lock(0)
    var writer = LogWriter(limit: 8 << 20)
    let engine = try RuleEngine(
      RuleSet([try rule("ping", "/PING/", "PONG")]), limits: ReplyLimits(), encodings: ChosenEncodings(),
      reload: {
        reloads.add(1, ordering: .relaxed)
        return nil
      })
    engine.start(writer.log) { _ in answers.withLock { $0 += 1 } }
    defer { engine.stop() }
    let peer = Endpoint(try #require(IPAddress("192.0.2.1")), port: 40_000)
    let path = LocalPath(endpoint: peer, replySource: peer.address, interface: 0, socket: 0)
    writer.append(
      LogWriter.Row(kind: .incoming, time: 0, size: 4, peer: peer, local: path), payload: Array("PING".utf8).span.bytes)
    let last = writer.last
    let question = try #require(last)
    engine.respond(to: question, fingerprint: { 0 }, reply: { _, _ in nil })
    for _ in 0..<2 {
      let before = reloads.load(ordering: .relaxed)
      engine.requestReload()
      eventually("the thread goes round") { reloads.load(ordering: .relaxed) > before }
    }
    #expect(answers.withLock { $0 } == 0 && engine.withheldBefore[.late] == 0)
    writer.publish()
    engine.rowsWerePublished()
    eventually("it is answered") { answers.withLock { $0 } == 1 }
    #expect(engine.withheldBefore[.late] == 0)
  }

  @Test func `the answer is in the encoding of its peer`() throws {
    let server = try Server(try rule("greeting", #"text contains "你好""#, "收到"))
    let device = try Device()
    try device.ask(server, bytes: TextEncoder.encode("服务器,你好!", as: .gbk))
    eventually("the answer arrives") { device.payloads.count == 1 }
    #expect(device.payloads == [try TextEncoder.encode("收到", as: .gbk)])
  }

  @Test func `a rule of bytes answers on the receiver thread, and leaves the rest to the rules behind it`() throws {
    let server = try Server(
      rule("poll", "hex 7e 01", "7e 81 {crc16-modbus}", form: .hex), rule("text", "/x/", "never"))
    let device = try Device()
    try device.ask(server, bytes: [0x7e, 1])
    eventually("the answer arrives") { device.payloads.count == 1 }
    #expect(device.payloads == [[0x7e, 0x81, 0xe0, 0x70]])
    #expect(server.record("text").hits == 0)
  }

  @Test func `the first rule that matches answers, unless it lets others answer too`() throws {
    var first = try rule("first", #"text contains "a""#, "1")
    first.continues = true
    let server = try Server(first, rule("second", #"text contains "a""#, "2"), rule("third", "udp", "3"))
    let device = try Device()
    try device.ask(server, "abc")
    eventually("two answers arrive") { device.texts == ["1", "2"] }
    #expect(server.record("third").hits == 0)
  }

  @Test func `a rule without an answer keeps the rules behind it from answering`() throws {
    let server = try Server(try rule("silence", #"text contains "quiet""#), rule("all", "udp", "ok"))
    let device = try Device()
    try device.ask(server, "be quiet", "speak")
    eventually("one answer arrives") { device.texts == ["ok"] }
    #expect(server.record("silence").hits == 1)
  }

  @Test func `an answer of several messages keeps its pauses`() throws {
    var steps = try rule("steps", "hex 7e 01", "7e 81", form: .hex)
    steps.steps += [.pause(30_000_000...30_000_000)] + (try rule("", "hex 7e 01", "7e 82", form: .hex)).steps
    let server = try Server(steps)
    let device = try Device()
    try device.ask(server, bytes: [0x7e, 1])
    eventually("both arrive") { device.payloads == [[0x7e, 0x81], [0x7e, 0x82]] }
    let times = device.rows.filter { $0.kind == .incoming }.map(\.time)
    #expect(times[1] - times[0] >= 15_000_000)
  }

  @Test func `a rule of one answer a peer answers each peer once`() throws {
    var once = try rule("once", "udp", "welcome")
    once.limit = .oncePerPeer
    let server = try Server(once)
    let (one, other) = (try Device(), try Device())
    try one.ask(server, "a", "b")
    try other.ask(server, "c")
    eventually("all are received") { server.log.counters.received == 3 && other.texts == ["welcome"] }
    eventually("one has its answer") { one.texts == ["welcome"] }
    #expect(server.record("once").hits == 2)
  }

  @Test func `a rule with a total stops after it, and the next one takes over`() throws {
    var limited = try rule("limited", "udp", "early")
    limited.limit = .total(2)
    let server = try Server(limited, rule("rest", "udp", "late"))
    let device = try Device()
    try device.ask(server, "1", "2", "3")
    eventually("three answers arrive") { device.texts == ["early", "early", "late"] }
  }

  @Test func `a peer that asked once is told again and again while it is heard`() throws {
    var repeated = try rule("clock", #"text = "subscribe""#, "tick {n}")
    repeated.interval = 5_000_000
    let server = try Server(repeated)
    let device = try Device()
    try device.ask(server, "subscribe")
    eventually("four ticks arrive") { device.texts.prefix(4) == ["tick 1", "tick 2", "tick 3", "tick 4"] }
  }

  @Test func `an answer to everyone goes to each peer that was heard`() throws {
    var shout = try rule("shout", #"text = "all""#, "hear")
    shout.target = .everyone
    let server = try Server(shout)
    let (one, other) = (try Device(), try Device())
    try one.ask(server, "hello")
    eventually("it is received") { server.log.counters.received == 1 }
    try other.ask(server, "all")
    eventually("both hear it") { one.texts == ["hear"] && other.texts == ["hear"] }
  }

  @Test func `an answer to everyone is in each recipient's encoding, with a counter of its own`() throws {
    var shout = try rule("shout", #"text = "all""#, "温度 {n}")
    shout.target = .everyone
    let server = try Server(shout)
    let (one, other) = (try Device(), try Device())
    try one.ask(server, bytes: TextEncoder.encode("服务器,你好!", as: .gbk))
    eventually("it is received") { server.log.counters.received == 1 }
    try other.ask(server, "Größe: 12", "all")
    eventually("both hear it") { one.payloads.count == 1 && other.payloads.count == 1 }
    #expect(one.payloads == [try TextEncoder.encode("温度 1", as: .gbk)])
    #expect(other.texts == ["温度 1"])
  }

  @Test func `what is repeated ends when the network says that the peer is gone`() throws {
    var repeated = try rule("clock", #"text = "subscribe""#, "tick {n}")
    repeated.interval = 20_000_000
    let server = try Server(repeated)
    var device: Device? = try Device()
    try device?.ask(server, "subscribe")
    eventually("a tick arrives") { device?.texts.isEmpty == false }
    device = nil
    eventually("the network refuses one") { server.log.counters.failed > 0 }
    let other = try Device()
    try other.ask(server, "subscribe")
    eventually("another peer is told often enough for more refusals") { other.texts.count > 20 }
    #expect(server.log.counters.failed <= 3)
  }

  @Test func `new rules answer the next datagram, and a rule of the same name keeps its counts`() throws {
    let server = try Server(try rule("answer", #"/^(\w+)$/"#, "old {1}"))
    let device = try Device()
    try device.ask(server, "a")
    eventually("the old answer arrives") { device.texts == ["old a"] }
    server.engine.replace(RuleSet([try rule("answer", #"/^(\w+)$/"#, "new {1}")]))
    try device.ask(server, "b")
    eventually("the new answer arrives") { device.texts == ["old a", "new b"] }
    #expect(server.record("answer").hits == 2)
  }

  @Test func `a disarmed rule does not answer`() throws {
    let server = try Server(try rule("first", "udp", "1"), rule("second", "udp", "2"))
    server.engine.book.setArmed(false, server.record("first").number)
    let device = try Device()
    try device.ask(server, "x")
    eventually("the second answers") { device.texts == ["2"] }
  }

  @Test func `a regular expression that reaches its limit disarms its rule and says so`() throws {
    let server = try Server(try rule("slow", #"/^(a+)+$/"#, "never"), rule("rest", "udp", "rest"))
    let device = try Device()
    try device.ask(server, String(repeating: "a", count: 60) + "c")
    eventually("the rest answers") { device.texts == ["rest"] }
    let record = server.record("slow")
    #expect(!record.isArmed)
    #expect(record.problem?.english.hasPrefix("disarmed: the regular expression gave up at row 1") == true)
  }

  @Test func `a rule that is disarmed is told of at once`() throws {
    let server = try Server(try rule("slow", #"/^(a+)+$/"#, "never"))
    let device = try Device()
    try device.ask(server, String(repeating: "a", count: 60) + "c")
    var told: [String] = []
    eventually("it is told") {
      for case .disarmed(let sentence) in server.engine.takeNews() { told.append(sentence.english) }
      return !told.isEmpty
    }
    #expect(told.first?.hasPrefix("rule slow is disarmed: the regular expression gave up at row 1") == true)
  }

  @Test func `a limit bounds what is repeated too`() throws {
    var repeated = try rule("clock", #"text = "subscribe""#, "tick {n}")
    repeated.interval = 2_000_000
    repeated.limit = .total(3)
    let server = try Server(repeated, try rule("end", #"text = "end""#, "ended"))
    let device = try Device()
    try device.ask(server, "subscribe")
    eventually("three ticks arrive") { device.texts == ["tick 1", "tick 2", "tick 3"] }
    try device.ask(server, "end")
    eventually("the end is answered, and nothing came in between") {
      device.texts == ["tick 1", "tick 2", "tick 3", "ended"]
    }
  }

  @Test func `an answer that was written as bytes is shown as bytes, and one in an encoding of its own as text`() throws
  {
    let server = try Server(
      try rule("bytes", "hex 7e 01", "ce c2 b6 c8 3d 32", form: .hex), try rule("text", #"text = "ask""#, "温度"))
    let device = try Device()
    try device.ask(server, bytes: [0x7e, 1])
    try device.ask(server, "ask")
    eventually("both are answered, and their rows are there") { server.sent.count == 2 }
    var texts = PeerTexts(encodingForAll: nil)
    for row in server.rows { texts.observe(row) }
    let shown = server.sent.map { texts.choice(of: $0).label }
    #expect(shown == ["hex", "utf-8"])
  }

  @Test func `two servers with rules do not answer each other forever`() throws {
    let server = try Server(limits: ReplyLimits(), rule("echo", "/(.*)/", "again {n}"))
    let other = try Server(limits: ReplyLimits(), rule("echo", "/(.*)/", "and again {n}"))
    try other.receiver.send(TransmitRequest(to: server.endpoint, by: nil, payload: [0x61]))
    eventually("the guard steps in") {
      server.record("echo").withheldCount > 0 || other.record("echo").withheldCount > 0
    }
    #expect(server.record("echo").answers <= 300)
  }

  @Test func `what an encoding cannot write is withheld, and the rule says why`() throws {
    let server = try Server(try rule("thai", #"text contains "你好""#, "สวัสดี"))
    let device = try Device()
    try device.ask(server, bytes: TextEncoder.encode("你好嗎,我很好", as: .big5))
    eventually("it is withheld") { server.record("thai").withheld[.unencodable] == 1 }
    #expect(server.record("thai").answers == 0)
    #expect(server.record("thai").problem != nil)
  }

  private func rule(_ name: String, _ condition: String, _ reply: String? = nil, form: MessageForm = .text) throws
    -> Rule
  {
    let filter = try DisplayFilter(condition)
    let steps = try reply.map { [RuleStep.send(try RuleMessage($0, form: form, for: filter))] } ?? []
    return Rule(name: name, condition: filter, steps: steps)
  }
}

/// A receiver that answers by rules.
private final class Server {
  let engine: RuleEngine
  let receiver: Receiver

  init(limits: ReplyLimits = ReplyLimits(), _ rules: Rule...) throws {
    engine = try RuleEngine(RuleSet(rules), limits: limits, encodings: ChosenEncodings(), seed: 1)
    receiver = try loopback(engine)
  }

  deinit { receiver.stop() }

  var endpoint: Endpoint { receiver.sockets[0].local }
  var log: CaptureLog { receiver.log }
  var rows: [Datagram] { allRows(receiver) }
  var sent: [Datagram] { rows.filter { $0.kind == .outgoing } }

  func record(_ name: String) -> RuleRecord {
    engine.book.records.first { $0.name == name } ?? RuleRecord(number: RuleNumber(0), name: "")
  }
}

/// A peer that asks and collects the answers.
private final class Device {
  let receiver: Receiver

  init() throws { receiver = try loopback() }

  deinit { receiver.stop() }

  /// Sends datagrams, each after the one before it arrived.
  func ask(_ server: Server, _ texts: String...) throws {
    for text in texts { try ask(server, bytes: Array(text.utf8)) }
  }

  func ask(_ server: Server, bytes: [UInt8]) throws {
    try receiver.send(TransmitRequest(to: server.endpoint, by: nil, payload: bytes))
  }

  var rows: [Datagram] { allRows(receiver) }
  var payloads: [[UInt8]] { rows.filter { $0.kind == .incoming }.map(\.payload) }
  var texts: [String] { payloads.map { String(decoding: $0, as: UTF8.self) } }
}

private func loopback(_ engine: RuleEngine? = nil) throws -> Receiver {
  let set = try SocketSet([try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(), interfaces: .init())
  return try Receiver(sockets: set.sockets, options: ReceiveOptions(), responder: engine)
}

private func allRows(_ receiver: Receiver) -> [Datagram] {
  let snapshot = receiver.log.snapshot()
  return snapshot.segments.flatMap { segment in segment.numbers.map { segment[$0] } }
}

private func eventually(
  _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) {
  let end = SystemClock.monotonic + 20_000_000_000
  while !condition() {
    if SystemClock.monotonic > end {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    var pause = PollSet()
    pause.wait(for: 1_000_000)
  }
}
