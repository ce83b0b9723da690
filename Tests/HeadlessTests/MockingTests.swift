import Basics
import CaptureFile
import CommandCore
import Conversation
import Glibc
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// A recording as JSON Lines: datagrams between hosts, at times in milliseconds.
struct RecordedLines {
  private(set) var text = ""
  private var number = 0

  mutating func add(_ milliseconds: Int, _ source: String, _ destination: String, _ payload: String) {
    add(milliseconds, source, destination, Array(payload.utf8))
  }

  mutating func add(_ milliseconds: Int, _ source: String, _ destination: String, _ payload: [UInt8]) {
    number += 1
    let (from, to) = (source.split(separator: ":"), destination.split(separator: ":"))
    let hex = payload.map { $0.digits(2, radix: 16) }.joined()
    let time =
      "2026-11-22T21:\((milliseconds / 60_000).digits(2)):\((milliseconds / 1_000 % 60).digits(2)).\((milliseconds % 1_000).digits(3))Z"
    text += """
      {"number":\(number),"time":"\(time)","direction":"in","src_ip":"\(from[0])","src_port":\(from[1]),"dst_ip":"\(to[0])","dst_port":\(to[1]),"size":\(payload.count),"truncated":false,"payload":"\(hex)"}

      """
  }

  /// A client that asks a device twice, which answers with different temperatures.
  static func temperatures(of device: String = "10.0.3.17:5000", gap: Int = 5) -> RecordedLines {
    var lines = RecordedLines()
    for (place, value) in ["21", "22"].enumerated() {
      lines.add(place * 1_000, "10.0.3.1:40000", device, "temp?")
      lines.add(place * 1_000 + gap, device, "10.0.3.1:40000", "T=\(value)")
    }
    return lines
  }
}

/// A `mock` on a thread of its own, on a loopback port that the system chooses.
final class RunningMock {
  let console: TestConsole
  let endpoint: String
  private let worker: Worker
  private let end = Lock<Result<Void, any Error>?>(nil)
  private let folder: TestFolder

  init(
    _ lines: RecordedLines, _ change: (inout Mocking.Options) -> Void = { _ in },
    printing listening: Listening.Options = Listening.Options()
  ) throws {
    let folder = try TestFolder()
    self.folder = folder
    let console = try TestConsole()
    self.console = console
    var options = Mocking.Options()
    change(&options)
    let reception = Reception(
      try .flags(), at: [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions())
    let mocking = Mocking([folder.write(lines.text, to: "in.jsonl")], at: reception, options, printing: listening)
    let end = end
    worker = Worker(name: "test-mock") {
      let result = Result<Void, any Error> { try mocking.run(console.console) }
      end.withLock { $0 = result }
    }
    eventually("it says where it listens, or ends") {
      console.sentences.contains("listening on 127.0.0.1:") || end.withLock { $0 != nil }
    }
    let words = console.sentences.split(separator: "listening on ", maxSplits: 1, omittingEmptySubsequences: false)
    endpoint = String(words.last?.prefix { $0 != "," } ?? "")
  }

  /// Waits for the end of the run.
  /// - Throws: the exit status.
  func wait() throws {
    worker.join()
    try end.withLock { $0 }?.get()
  }

  /// Ends the run by a signal.
  func stop() throws {
    console.signals.relay(SIGTERM)
    try wait()
  }
}

extension TestPeer {
  /// Sends a request and returns the answer as text.
  func ask(_ text: String) -> String? {
    send(text)
    return receive().map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Tests `mock` with real sockets, within this process.
struct MockingTests {
  @Test func `a recorded request gets its answers in turn, and what is unknown is noted and counted`() throws {
    let mock = try RunningMock(.temperatures())
    let peer = try TestPeer(to: mock.endpoint)
    #expect([peer.ask("temp?"), peer.ask("temp?"), peer.ask("temp?")] == ["T=21", "T=22", "T=21"])
    peer.send("hum?")
    eventually("the unknown request is shown") { mock.console.records.contains("hum?") }
    try mock.stop()
    #expect(mock.console.records.contains("hum?  # no recorded answer\n"))
    #expect(!mock.console.records.contains("temp?  #"))
    #expect(mock.console.sentences.contains("standing in for 10.0.3.17:5000: 2 recorded answers to 1 request\n"))
    #expect(mock.console.sentences.hasSuffix("answered 3, unmatched 1, withheld 0\n"), "\(mock.console.sentences)")
  }

  @Test(arguments: [
    ("TEMP?\r\n", "text, which ignores case, encoding"), ("temp 5?", "kind, which ignores what they say"),
  ])
  func `a request that is not quite as recorded is said to have answers with a looser option`(
    request: String, option: String
  ) throws {
    var lines = RecordedLines()
    for place in 0..<3 {
      lines.add(place * 1_000, "10.0.3.1:40000", "10.0.3.17:5000", request.contains("5") ? "temp 7?" : "temp?")
      lines.add(place * 1_000 + 5, "10.0.3.17:5000", "10.0.3.1:40000", "T=\(place)")
    }
    let mock = try RunningMock(lines)
    try TestPeer(to: mock.endpoint).send(request)
    eventually("the request is shown") { mock.console.records.contains("no recorded answer") }
    try mock.stop()
    #expect(
      mock.console.sentences.contains("withheld 0\nwith --match \(option)"), "\(mock.console.sentences)")
    #expect(mock.console.sentences.contains(" 1 of the unmatched requests would be answered"))
  }

  @Test func `JSON has a note on what is unknown, and the name of the mock in its answers`() throws {
    var listening = Listening.Options()
    listening.form = .json
    let mock = try RunningMock(.temperatures(), printing: listening)
    let peer = try TestPeer(to: mock.endpoint)
    #expect(peer.ask("temp?") == "T=21")
    peer.send("hum?")
    eventually("the unknown request is shown") { mock.console.records.contains(#""note":"no recorded answer""#) }
    try mock.stop()
    #expect(mock.console.records.contains(#""rule":"mock""#))
  }

  @Test func `delays are those of the recording, divided by the speed`() throws {
    for (speed, least) in [(1.0, Int64(300)), (10, 30)] {
      let mock = try RunningMock(.temperatures(gap: 300)) { $0.speed = speed }
      let peer = try TestPeer(to: mock.endpoint)
      let start = SystemClock.monotonic
      #expect(peer.ask("temp?") == "T=21")
      // Lateness depends on the machine.
      #expect(SystemClock.monotonic - start >= least * 1_000_000)
      try mock.stop()
    }
  }

  @Test func `answers that are due in a century do not delay the end`() throws {
    var lines = RecordedLines()
    lines.add(0, "10.0.3.1:1", "10.0.3.17:5000", "wait")
    let later = lines.text.replacing("2026-11-22T21:00:00.000Z", with: "2126-11-22T21:00:00.000Z")
      .replacing("10.0.3.17", with: "x").replacing("10.0.3.1\"", with: "10.0.3.17\"").replacing(
        "\"x\"", with: "\"10.0.3.1\""
      )
      .replacing("\"src_port\":1,", with: "\"src_port\":5000,").replacing("\"dst_port\":5000", with: "\"dst_port\":1")
    let mock = try RunningMock(RecordedLines(text: lines.text + later))
    let peer = try TestPeer(to: mock.endpoint)
    peer.send("wait")
    eventually("the request is shown") { mock.console.records.contains("wait") }
    try mock.stop()
    #expect(mock.console.sentences.contains("answered 1, unmatched 0, withheld 0, answers that were not due yet 1\n"))
  }

  @Test func `of several devices one is chosen, and without a choice they are listed`() throws {
    let both = RecordedLines(
      text: RecordedLines.temperatures().text
        + RecordedLines.temperatures(of: "10.0.3.18:6000").text
        .replacing("\"src_port\":40000", with: "\"src_port\":40001").replacing(
          "\"dst_port\":40000", with: "\"dst_port\":40001"))
    let failure = #expect(throws: CommandFailure.self) { try RunningMock(both).wait() }
    let message = try #require(failure?.message.english)
    #expect(message.contains("2 devices answer there; choose one with --device\n"))
    #expect(message.contains("  10.0.3.17:5000  2 requests of 1 peer, 2 answers\n  10.0.3.18:6000  "))
    let mock = try RunningMock(both) { $0.device = .host(IPAddress("10.0.3.18")!) }
    #expect(try TestPeer(to: mock.endpoint).ask("temp?") == "T=21")
    try mock.stop()
    let missing = #expect(throws: CommandFailure.self) {
      try RunningMock(both) { $0.device = .endpoint(IPAddress("10.0.3.18")!, port: 6_001) }.wait()
    }
    #expect(missing?.message.english.contains("the device of --device is not in the recording\n  10.0.3.17") == true)
  }

  @Test func `a device that reports by itself is asked by what its server answered`() throws {
    let mock = try RunningMock(.temperatures()) { $0.device = .host(IPAddress("10.0.3.1")!) }
    #expect(try TestPeer(to: mock.endpoint).ask("T=21") == "temp?")
    try mock.stop()
  }

  @Test func `a recording without an answer is an error with the next step`() throws {
    var lines = RecordedLines()
    for place in 0..<5 { lines.add(place, "10.0.3.1:40000", "10.0.3.17:5000", "temp?") }
    let failure = #expect(throws: CommandFailure.self) { try RunningMock(lines).wait() }
    #expect(failure?.message.english.contains("no datagram answers another one") == true)
    #expect(failure?.message.english.contains("record both directions") == true)
  }

  @Test func `large answers go to loopback`() throws {
    var lines = RecordedLines()
    lines.add(0, "10.0.3.1:1", "10.0.3.17:5000", "all")
    lines.add(1, "10.0.3.17:5000", "10.0.3.1:1", String(repeating: "x", count: 2_000))
    let mock = try RunningMock(lines)
    #expect(try TestPeer(to: mock.endpoint).ask("all")?.count == 2_000)
    try mock.stop()
  }

  @Test func `of more peers than anybody records the first ones are used, and that is said`() throws {
    var lines = RecordedLines.temperatures()
    for number in 0..<20 { lines.add(3_000, "10.0.9.\(number):1000", "10.0.3.99:1", "x") }
    let mock = try RunningMock(lines, { $0.conversations = 10 })
    #expect(try TestPeer(to: mock.endpoint).ask("temp?") == "T=21")
    try mock.stop()
    #expect(
      mock.console.sentences.contains("there are more than 10 conversations: 11 datagrams of others are left out"))
    #expect(ConversationIndex.limit == 65_536)
  }
}

extension RecordedLines {
  init(text: String) { self.text = text }
}
