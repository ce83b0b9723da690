import Basics
import CommandCore
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests `replay` to real sockets, within this process, and its timing.
struct ReplayingTests {
  private static let lines = """
    {"number":1,"time":"2026-11-22T21:07:45.000000000Z","direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":3,"truncated":false,"encoding":"ascii","text":"one","payload":"6f6e65"}
    {"number":2,"time":"2026-11-22T21:07:45.020000000Z","direction":"out","src_ip":"10.0.3.1","src_port":8080,"dst_ip":"10.0.3.17","dst_port":5000,"size":3,"truncated":false,"encoding":"ascii","text":"two","payload":"74776f"}

    """

  private static func replay(
    _ lines: String = lines, _ filter: String = "", to endpoint: String, at pace: ReplayPace.Speed = .top,
    loops: Repetition = .times(1), peers: Replaying.Peers = .one
  ) throws -> TestConsole {
    let folder = try TestFolder()
    let console = try TestConsole()
    let path = folder.write(lines, to: "in.jsonl")
    let goal = try EndpointArgument(endpoint).destination(interfaces: InterfaceNames())
    try Replaying([path], to: goal, at: pace, loops: loops, peers: peers, .flags(filter)).run(console.console)
    return console
  }

  @Test func `every datagram of the file arrives, sent ones too`() throws {
    let listen = try RunningListen(.flags()) { $0.count = 2 }
    let console = try Self.replay(to: listen.endpoint)
    try listen.wait()
    #expect(listen.console.records.split(separator: "\n").map { $0.suffix(3) } == ["one", "two"])
    #expect(console.sentences.hasPrefix("sent 2 datagrams, 6 bytes, to \(listen.endpoint) in 0."))
  }

  @Test func `a filter leaves datagrams out, and loops repeat the rest`() throws {
    let listen = try RunningListen(.flags()) { $0.count = 3 }
    let console = try Self.replay(Self.lines, "in", to: listen.endpoint, loops: .times(3))
    try listen.wait()
    #expect(listen.console.records.split(separator: "\n").map { $0.suffix(3) } == ["one", "one", "one"])
    #expect(console.sentences.contains("sent 3 datagrams"))
  }

  @Test func `the rows that were marked on a screen can be sent alone`() throws {
    let listen = try RunningListen(.flags()) { $0.count = 1 }
    let lines = Self.lines.replacing(
      "\"truncated\":false", with: "\"truncated\":false,\"marks\":\"marked\"", maxReplacements: 1)
    let console = try Self.replay(lines, "marked", to: listen.endpoint)
    try listen.wait()
    #expect(listen.console.records.hasSuffix("one\n"), "\(listen.console.records)")
    #expect(console.sentences.contains("sent 1 datagram"))
  }

  @Test func `where nothing matches nothing is sent, and that is a failure`() throws {
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    let failure = #expect(throws: CommandFailure.self) { try Self.replay(Self.lines, "port 1", to: listen.endpoint) }
    #expect(failure?.message.english.hasSuffix("in.jsonl: no datagram to send matches") == true)
    try listen.stop()
  }

  /// A recording of clients that say their numbers in turn, twice each; a server answers.
  private static func players(_ count: Int) -> String {
    var lines = RecordedLines()
    for place in 0..<2 * count {
      lines.add(place, "10.0.4.\(place % count):7000", "10.0.3.1:9000", "player \(place % count)")
    }
    for place in 0..<count { lines.add(10_000, "10.0.3.1:9000", "10.0.4.\(place):7000", "welcome") }
    return lines.text
  }

  @Test func `60 recorded clients are 60 clients of the server, each with what it sent`() throws {
    let server = try TestPeer(to: "127.0.0.1:1")
    let console = try Self.replay(Self.players(60), to: server.endpoint, peers: .each(limit: nil))
    var sources: [UInt16: Set<String>] = [:]
    var order: [String] = []
    for _ in 0..<120 {
      let (bytes, port) = try #require(server.receiveFrom())
      sources[port, default: []].insert(String(decoding: bytes, as: UTF8.self))
      order.append(String(decoding: bytes, as: UTF8.self))
    }
    #expect(sources.count == 60 && sources.values.allSatisfy { $0.count == 1 })
    #expect(order == (0..<120).map { "player \($0 % 60)" })
    #expect(console.sentences.hasPrefix("sent 120 datagrams, "), "\(console.sentences)")
  }

  @Test func `more clients than sockets share them, which is said`() throws {
    let server = try TestPeer(to: "127.0.0.1:1")
    let console = try Self.replay(Self.players(9), to: server.endpoint, peers: .each(limit: 4))
    var ports: Set<UInt16> = []
    for _ in 0..<18 { ports.insert(try #require(server.receiveFrom()).port) }
    #expect(ports.count == 4)
    #expect(console.sentences.contains("9 peers share 4 sockets: no more may be opened\n"))
  }

  @Test func `datagrams keep their gaps, whatever a clock in the capture does`() {
    var pace = ReplayPace(.speed(1), start: 1_000)
    #expect([10, 12, 11, nil, 20].map { pace.due($0) } == [1_000, 1_002, 1_002, 1_002, 1_010])
    pace.restart()
    #expect([10, 12].map { pace.due($0) } == [1_010, 1_012])
  }

  @Test func `speed divides gaps, and without gaps all are due at once`() {
    var twice = ReplayPace(.speed(2), start: 0)
    #expect([0, 100, 300].map { twice.due($0) } == [0, 50, 150])
    var top = ReplayPace(.top, start: 5)
    #expect([0, 100, 300].map { top.due($0) } == [5, 5, 5])
  }

  @Test func `a gap of centuries does not overflow`() {
    var pace = ReplayPace(.speed(0.001), start: 0)
    _ = pace.due(.min)
    #expect(pace.due(.max) == 900_000_000_000_000_000)
  }
}
