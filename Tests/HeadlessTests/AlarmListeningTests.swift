import Alarms
import Basics
import CaptureFile
import CommandCore
import Configuration
import Glibc
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests the alarms of `listen` on real sockets.
struct AlarmListeningTests {
  /// Returns a setup with alarms, whose recordings go to a folder.
  private func setup(_ alarms: String..., folder: TestFolder? = nil, file: String = "") throws -> Setup {
    let configuration = Configuration(
      path: "/config.toml", source: (folder.map { "alarm-folder = \"\($0.path)/alarms\"\n" } ?? "") + file,
      variables: { _ in nil }, interfaces: InterfaceNames())
    #expect(configuration.problems.map(\.description) == [])
    return try Setup(
      Setup.Flags(filter: "", alarms: alarms), configuration: configuration, interfaces: InterfaceNames())
  }

  /// Forty meters that report twenty times a second, until they are told to stop.
  private final class Meters: Sendable {
    private let stopping = Lock(false)
    private let worker: Worker

    /// - Parameters:
    ///   - silent: the meter that stops after a second.
    init(_ peers: [TestPeer], silent: Int) {
      let stopping = stopping
      worker = Worker(name: "test-meters") {
        var round = 0
        while !stopping.withLock({ $0 }) {
          for (index, peer) in peers.enumerated() where index != silent || round < 20 { peer.send("\(index) \(round)") }
          round += 1
          usleep(50_000)
        }
      }
    }

    func stop() {
      stopping.withLock { $0 = true }
      worker.join()
    }
  }

  @Test func `of forty meters one stops: one row, one line of JSON, status 6, and a file with before and after`() throws
  {
    let folder = try TestFolder()
    let setup = try setup("name meters silence 4s record 2s when net 127.0.0.0/8", folder: folder)
    let listen = try RunningListen(setup) { options in
      options.form = .json
      options.endsWithAlarm = true
    }
    let peers = try (0..<40).map { _ in try TestPeer(to: listen.endpoint) }
    let silent = peers[7].endpoint
    let meters = Meters(peers, silent: 7)
    defer { meters.stop() }
    #expect(throws: ExitStatus.alarm) { try listen.wait() }
    let lines = listen.console.records.split(separator: "\n").compactMap { JSONMembers.read(Array($0.utf8)) }
    let alarms = lines.filter { $0["direction"] == "alarm" }
    #expect(alarms.count == 1)
    let alarm = try #require(alarms.first)
    #expect(alarm["alarm"] == "meters" && alarm["text"] == "silent for 4s")
    #expect("\(alarm["src_ip"] ?? ""):\(alarm["src_port"] ?? "")" == silent)
    let last = lines.last { $0["direction"] == "in" && $0["src_port"] == alarm["src_port"] }
    let times = [last, alarm].compactMap { $0?["time"] }.compactMap { RecordTime.nanoseconds($0) }
    #expect(times.count == 2 && (4_000_000_000...8_000_000_000).contains(times[1] - times[0]), "\(times)")
    #expect(listen.console.sentences.contains("alarm meters: \(silent) silent for 4s\n"))
    try checkRecording(folder, alarmTime: times.last ?? 0, silent: silent)
  }

  /// Reads the recording back: datagrams before and after the alarm, and the alarm as a comment.
  private func checkRecording(_ folder: TestFolder, alarmTime: Int64, silent: String) throws {
    let names = TestFolder.names(in: folder["alarms"])
    #expect(names.count == 1 && names[0].hasPrefix("meters-2") && names[0].hasSuffix(".pcapng"))
    let path = folder["alarms"] + "/" + (names.first ?? "")
    let reader = try CaptureReader(path: path)
    var datagram = CapturedDatagram()
    var (times, comments): ([Int64], [String]) = ([], [])
    reading: while true {
      switch reader.next(into: &datagram) {
      case .datagram:
        if let time = datagram.time { times.append(time) }
        comments += reader.comments.map(\.text)
      case .end: break reading
      case .busy, .waits, .unknownLink: continue
      }
    }
    comments += reader.comments.map(\.text)
    #expect(times.contains { $0 < alarmTime - 1_000_000_000 } && times.contains { $0 > alarmTime + 1_000_000_000 })
    #expect(!times.contains { $0 < alarmTime - 2_000_000_000 })
    #expect(comments.contains("alarm about \(silent): meters: silent for 4s"), "\(comments)")
    #expect(comments.contains("alarm meters: 2s before and after it"))
  }

  @Test func `without an alarm the run ends as it would`() throws {
    let listen = try RunningListen(setup("silence 60s")) { options in
      options.endsWithAlarm = true
      options.count = 1
    }
    try send(["hello"], to: listen.endpoint)
    try listen.wait()
    #expect(!listen.console.sentences.contains("alarm"))
  }

  @Test func `an alarm is printed whatever the filter shows, and counts as no datagram`() throws {
    let listen = try RunningListen(
      Setup(
        Setup.Flags(filter: "nothing", alarms: ["name new new-peer"]), configuration: setup().configuration,
        interfaces: InterfaceNames())
    ) { $0.endsWithAlarm = true }
    try send(["hello"], to: listen.endpoint)
    #expect(throws: ExitStatus.alarm) { try listen.wait() }
    #expect(listen.console.records.contains(#/127\.0\.0\.1:\d+ ! 127\.0\.0\.1:\d+  –  –  alarm new: sends for the/#))
    #expect(listen.console.sentences.contains("received 1, shown 0"))
  }

  @Test func `a program gets the alarm in its environment, and its failure is said`() throws {
    let folder = try TestFolder()
    let file = """
      [[alarm]]
      name = "new one"
      new-peer = true
      exec = 'echo "$UDPEEK_ALARM|$UDPEEK_PEER_ADDRESS|$UDPEEK_ALARM_TEXT|$UDPEEK_ALARM_STATE" > \(folder["out"]); echo no >&2; exit 3'
      """
    let listen = try RunningListen(setup(file: file)) { $0.endsWithAlarm = true }
    try send(["hello"], to: listen.endpoint)
    #expect(throws: ExitStatus.alarm) { try listen.wait() }
    #expect(folder.text(of: "out") == "new one|127.0.0.1|sends for the first time|begins\n")
    #expect(listen.console.sentences.contains("ended with status 3: no\n"))
  }

  @Test func `an alarm that ends is said, and quiet prints no rows`() throws {
    let listen = try RunningListen(setup("name pump silence 200ms")) { $0.isQuiet = true }
    let peer = try TestPeer(to: listen.endpoint)
    peer.send("a")
    eventually("it is silent") { listen.console.sentences.contains("alarm pump: \(peer.endpoint) silent for 200ms") }
    peer.send("b")
    eventually("it speaks again") {
      listen.console.sentences.contains("alarm pump is over: \(peer.endpoint) spoke again after ")
    }
    try listen.stop()
    #expect(listen.console.records == "" && listen.console.sentences.contains("received 2, shown 2,"))
  }

  @Test func `a mistake in an alarm is named with its place, and the others are in force`() throws {
    let source = """
      [[alarm]]
      silence = "90s"

      [[alarm]]
      when = 'net 10.0.0.0/8 and por 53'
      silense = "90s"
      gap = true
      """
    let configuration = Configuration(
      path: "/c.toml", source: source, variables: { _ in nil }, interfaces: InterfaceNames())
    let problems = configuration.problems.map(\.description)
    #expect(problems.count == 2)
    #expect(problems.contains { $0.hasPrefix("/c.toml:5:28: alarm[2].when: ") }, "\(problems)")
    #expect(
      problems.contains(
        "/c.toml:6:11: alarm[2].silense: there is no such key in an alarm; did you mean 'silence'?"), "\(problems)")
    #expect(configuration.settings.alarms.map(\.name) == ["silence 90s"])
  }
}
