import Basics
import CommandCore
import Conversation
import Glibc
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests `replay --check` against a server on another thread, within this process.
struct CheckingTests {
  /// A server that answers each datagram as `answers` says.
  private final class Server {
    let endpoint: String
    private let worker: Worker
    private let isStopping = Lock(false)
    private let peer: TestPeer

    init(_ answers: @escaping @Sendable (String, Int) -> [String]) throws {
      let peer = try TestPeer(to: "127.0.0.1:1")
      self.peer = peer
      endpoint = peer.endpoint
      let isStopping = isStopping
      let own = peer
      worker = Worker(name: "test-server") {
        var count = 0
        while let (bytes, port) = own.receiveFrom(), !isStopping.withLock({ $0 }) {
          for text in answers(String(decoding: bytes, as: UTF8.self), count) { own.answer(Array(text.utf8), to: port) }
          count += 1
        }
      }
    }

    deinit {
      isStopping.withLock { $0 = true }
      if let waker = try? TestPeer(to: endpoint) { waker.send("") }
      worker.join()
    }
  }

  /// Six questions of two clients, in turn; the last one has no answer.
  /// - Parameter gap: the milliseconds between two questions.
  private static func recording(gap: Int = 20) -> RecordedLines {
    var lines = RecordedLines()
    for place in 0..<6 {
      let client = "10.0.3.\(place % 2 + 1):40000"
      lines.add(place * gap, client, "10.0.3.17:5000", "温度\(place)?")
      if place < 5 { lines.add(place * gap + 5, "10.0.3.17:5000", client, "温度=2\(place).5 正常") }
    }
    return lines
  }

  @discardableResult
  private static func check(
    _ lines: RecordedLines = recording(), against server: Server, _ console: TestConsole,
    _ change: (inout Checking.Options) -> Void = { _ in }
  ) throws -> TestConsole {
    let folder = try TestFolder()
    let goal = try EndpointArgument(server.endpoint).destination(interfaces: InterfaceNames())
    var options = Checking.Options()
    options.patience = TimeSpan(nanoseconds: 10_000_000_000)
    change(&options)
    try Checking([folder.write(lines.text, to: "in.jsonl")], to: goal, options, .flags()).run(console.console)
    return console
  }

  private static func usual(_ text: String) -> [String] {
    guard let digit = text.first(where: \.isNumber), digit < "5" else { return [] }
    return ["温度=2\(digit).5 正常"]
  }

  @Test func `a server that answers as recorded passes`() throws {
    let server = try Server { text, _ in Self.usual(text) }
    let console = try Self.check(against: server, TestConsole())
    #expect(console.records == "")
    #expect(
      console.sentences.contains(
        "checked 6 requests to \(server.endpoint): 5 as recorded, 0 different, without a recorded answer 1\n"))
  }

  @Test func `what differs is shown with a mark, and the exit status is 7`() throws {
    let server = try Server { text, _ in text.contains("3") ? ["温度=23.5 故障"] : Self.usual(text) }
    let console = try TestConsole()
    let status = #expect(throws: ExitStatus.self) { try Self.check(against: server, console) }
    #expect(status == .testFailed)
    let lines = console.records.split(separator: "\n").map(String.init)
    #expect(
      lines.dropLast() == [
        "request 4 of 10.0.3.2:40000: 温度3?: 1 answer differs from the recorded one",
        "  answer 1, - as recorded, + as it came:", "  - 温度=23.5 正常", "  + 温度=23.5 故障",
      ])
    // The columns are those of the terminal.
    #expect(lines.last?.contains(/^ {10,}\^{2,4}$/) == true)
  }

  @Test func `an answer that does not come, and one too many, are named`() throws {
    let server = try Server { text, _ in
      text.contains("1") ? [] : text.contains("2") ? Self.usual(text) + ["extra"] : Self.usual(text)
    }
    let console = try TestConsole()
    #expect(throws: ExitStatus.testFailed) {
      try Self.check(against: server, console) { $0.patience = TimeSpan(nanoseconds: 300_000_000) }
    }
    #expect(console.records.contains("温度1?: no answer came within 300ms of the recorded time\n"))
    #expect(console.records.contains("  answer 1 did not come: 温度=21.5 正常\n"))
    #expect(console.records.contains("  came without being recorded: extra\n"))
  }

  @Test func `an answer that comes late is that of its own request, and is said to be late`() throws {
    // The second client's first answer comes with that to its next question.
    let server = try Server { text, _ in
      text.contains("1") ? [] : text.contains("3") ? Self.usual("1") + Self.usual(text) : Self.usual(text)
    }
    let console = try TestConsole()
    #expect(throws: ExitStatus.testFailed) {
      try Self.check(Self.recording(gap: 300), against: server, console) {
        $0.patience = TimeSpan(nanoseconds: 150_000_000)
      }
    }
    #expect(
      console.sentences.contains(": 4 as recorded, 1 different, without a recorded answer 1\n"), "\(console.sentences)")
    #expect(console.records.hasPrefix("request 2 of 10.0.3.2:40000: 温度1?: 1 answer came late\n  answer 1 came late: "))
    #expect(console.records.hasSuffix(" ms, later than 155.0 ms\n"), "\(console.records)")
  }

  @Test func `an answer too many changes nothing for the next request`() throws {
    let server = try Server { text, _ in text.contains("2") ? Self.usual(text) + Self.usual(text) : Self.usual(text) }
    let console = try TestConsole()
    #expect(throws: ExitStatus.testFailed) { try Self.check(against: server, console) }
    #expect(
      console.records == """
        request 3 of 10.0.3.1:40000: 温度2?: 1 answer was recorded, 2 came
          came more often than recorded: 温度=22.5 正常

        """)
  }

  @Test func `a check that is stopped says what was sent, what was answered, and what was not`() throws {
    for report in [nil, TestReport.tap] {
      let console = try TestConsole()
      let signals = console.signals
      let server = try Server { text, _ in
        if text.contains("1") { signals.relay(SIGINT) }
        return text.contains("0") ? Self.usual(text) : []
      }
      #expect(throws: ExitStatus.failed) {
        try Self.check(against: server, console) {
          $0.pace = .speed(0.05)
          $0.report = report
        }
      }
      #expect(
        console.sentences.contains(
          "stopped: sent 2 of 6 requests to \(server.endpoint): 1 as recorded, 0 different, not answered yet 1, not sent 4\n"
        ), "\(console.sentences)")
      let lines = console.records.split(separator: "\n")
      guard report != nil else {
        #expect(lines.isEmpty)
        continue
      }
      #expect(lines.filter { $0.contains("ok ") } == ["ok 1 - request 1 of 10.0.3.1:40000: 温度0?"])
      #expect(lines.last == "Bail out! interrupted")
    }
  }

  @Test func `with the kind of answer alone, other values pass`() throws {
    let server = try Server { text, _ in Self.usual(text).map { $0.replacing("=2", with: "=3") } }
    try Self.check(against: server, TestConsole()) { $0.match = .kind }
    #expect(throws: ExitStatus.testFailed) { try Self.check(against: server, TestConsole()) }
  }

  @Test func `reports are those of other tests`() throws {
    let folder = try TestFolder()
    let server = try Server { text, _ in text.contains("3") ? ["温度=23.5 故障"] : Self.usual(text) }
    let console = try TestConsole()
    #expect(throws: ExitStatus.testFailed) {
      try Self.check(against: server, console) {
        $0.report = .tap
        $0.junit = folder["report.xml"]
        $0.pace = .top
      }
    }
    #expect(console.records.hasPrefix("TAP version 14\n1..6\nok 1 - request 1 of 10.0.3.1:40000: 温度0?\n"))
    #expect(console.records.contains("not ok 4 - request 4 of 10.0.3.2:40000: 温度3?\n"))
    #expect(
      console.records.contains("ok 6 - request 6 of 10.0.3.2:40000: 温度5? # SKIP the recording has no answer to it"))
    #expect(folder.text(of: "report.xml").contains("tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"1\""))
  }

  @Test func `a closed port fails each request at once`() throws {
    let console = try TestConsole()
    let endpoint = try TestPeer(to: "127.0.0.1:1").endpoint
    let folder = try TestFolder()
    let goal = try EndpointArgument(endpoint).destination(interfaces: InterfaceNames())
    #expect(throws: ExitStatus.testFailed) {
      try Checking([folder.write(Self.recording().text, to: "in.jsonl")], to: goal, Checking.Options(), .flags())
        .run(console.console)
    }
    #expect(console.records.contains("no answer came: unreachable: port closed (ICMP)"))
  }

  @Test func `a counter and a checksum of the server's own pass`() throws {
    var lines = RecordedLines()
    for place in 0..<20 {
      lines.add(place * 10, "10.0.3.1:1000", "10.0.3.17:5000", "GET")
      lines.add(place * 10 + 1, "10.0.3.17:5000", "10.0.3.1:1000", "#\(place + 300) ok")
    }
    let server = try Server { _, count in ["#\(count + 7) ok"] }
    try Self.check(lines, against: server, TestConsole()) { $0.pace = .top }
    #expect(throws: ExitStatus.testFailed) {
      try Self.check(lines, against: server, TestConsole()) {
        $0.pace = .top
        $0.match = .exact
      }
    }
  }
}
