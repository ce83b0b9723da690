import Glibc
import Testing

/// Tests `ping` as a person uses it.
@Suite(.waits) struct PingTests {
  @Test func `each answer is a line, and the end says what was lost and how long answers took`() throws {
    let server = try Udpeek.start(["listen", "127.0.0.1:0", "--reply", "服务端", "-e", "gbk"])
    try server.waitForErrors("listening on ")
    let endpoint = try #require(server.errorText.firstMatch(of: #/listening on ([0-9.:]+)/#)).1
    let ended = try Udpeek.run([
      "ping", String(endpoint), "hello {n}", "-e", "gbk", "--count", "5", "--interval", "1ms",
    ])
    #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
    for (index, line) in ended.lines.prefix(5).enumerated() {
      #expect(
        line.wholeMatch(of: try Regex("6 bytes from \(endpoint): seq=\(index + 1) time=[0-9.]+ ms  服务端")) != nil,
        "\(line)")
    }
    #expect(ended.lines[5] == "--- \(endpoint)")
    #expect(ended.lines[6] == "5 sent, 5 answered, 0 lost (0 %)")
    #expect(ended.lines[7].hasPrefix("round trip: min 0."))
    let quiet = try Udpeek.run(["ping", String(endpoint), "x", "-c", "2", "-i", "0", "--quiet"])
    #expect(quiet.lines.count == 3 && quiet.lines[1] == "2 sent, 2 answered, 0 lost (0 %)", "\(quiet)")
    _ = try server.end(by: SIGINT)
  }

  @Test func `objects have the kernel's times, and a summary`() throws {
    let server = try Udpeek.start(["listen", "127.0.0.1:0", "--reply", "pong"])
    try server.waitForErrors("listening on ")
    let endpoint = try #require(server.errorText.firstMatch(of: #/listening on ([0-9.:]+)/#)).1
    let ended = try Udpeek.run(["ping", String(endpoint), "x", "-c", "3", "-i", "0", "--json"])
    #expect(ended.lines.count == 4)
    for (index, line) in ended.lines.prefix(3).enumerated() {
      #expect(line.hasPrefix(#"{"seq":\#(index + 1),"outcome":"answered","sent":"20"#), "\(line)")
      #expect(line.contains(#""kernel_stamp":true,"rtt_ns":"#), "\(line)")
      #expect(
        line.hasSuffix(#""peer":"\#(endpoint)","size":4,"encoding":"ascii","text":"pong","payload":"706f6e67"}"#),
        "\(line)")
    }
    #expect(
      ended.lines[3].hasPrefix(
        #"{"direction":"summary","sent":3,"answered":3,"late":0,"lost":0,"errors":0,"further":0,"not_sent":0,"#
          + #""kernel_stamps":3,"min_ns":"#), "\(ended.lines[3])")
    _ = try server.end(by: SIGINT)
  }

  @Test func `who does not answer, refuses, or answers something else is told apart by the exit status`() throws {
    let silent = try LoopbackSocket()
    let target = "127.0.0.1:\(silent.port)"
    let lost = try Udpeek.run(["ping", target, "x", "-c", "2", "-i", "0", "--wait", "20ms"])
    #expect(lost.status == 3 && lost.errors == "no answer from \(target) within 20ms\n", "\(lost)")
    #expect(lost.lines.prefix(2) == ["seq=1: no answer within 20ms", "seq=2: no answer within 20ms"])
    #expect(lost.lines.contains("2 sent, 0 answered, 2 lost (100 %)"))
    let closed = try Udpeek.run(["ping", "127.0.0.1:9", "x", "-c", "1"])
    #expect(closed.status == 4 && closed.lines.contains("seq=1: unreachable: port closed (ICMP)"), "\(closed)")
    let server = try Udpeek.start(["listen", "127.0.0.1:0", "--reply", "off"])
    try server.waitForErrors("listening on ")
    let endpoint = try #require(server.errorText.firstMatch(of: #/listening on ([0-9.:]+)/#)).1
    let other = try Udpeek.run(
      ["ping", String(endpoint), "x", "-c", "1", "--wait", "50ms", "--expect", "/^on$/"])
    #expect(other.status == 5 && other.errors.hasPrefix("no answer from \(endpoint) matches "), "\(other)")
    _ = try server.end(by: SIGINT)
  }

  @Test func `a signal ends it with the statistics`() throws {
    let server = try Udpeek.start(["listen", "127.0.0.1:0", "--reply", "pong"])
    try server.waitForErrors("listening on ")
    let endpoint = try #require(server.errorText.firstMatch(of: #/listening on ([0-9.:]+)/#)).1
    let ping = try Udpeek.start(["ping", String(endpoint), "x"])
    _ = try ping.waitForLines(1)
    let ended = try ping.end(by: SIGINT)
    #expect(ended.status == 0 && ended.lines.contains { $0.hasSuffix(" 0 lost (0 %)") }, "\(ended)")
    _ = try server.end(by: SIGINT)
  }
}

/// Tests the times of `ping` between two hosts.
@Suite(.waits, .requiresNamespaces, .requiresProgram("dumpcap"), .requiresProgram("tshark")) struct PingTimeTests {
  /// The round trips of a capture, in nanoseconds: each question is followed by its answer.
  private func roundTrips(_ path: String) throws -> [Int] {
    let fields = ["-T", "fields", "-e", "frame.time_epoch", "-e", "udp.dstport"]
    let read = try Program("tshark", ["-r", path, "-n"] + fields, environment: Udpeek.environment).finish()
    var (trips, asked): ([Int], Int?) = ([], nil)
    for line in read.lines {
      let parts = line.split(separator: "\t")
      let digits = parts[0].split(separator: ".")
      let time = try #require(Int(String(digits[0]) + digits[1].padding()))
      if parts[1] == "7000" {
        asked = time
      } else if let start = asked {
        trips.append(time - start)
        asked = nil
      }
    }
    return trips.sorted()
  }

  @Test func `the percentiles agree with the time stamps of a capture within 50 µs`() throws {
    let here = try Host()
    let there = try Host(neighbour: here)
    try here.link("v0", ["10.9.0.1/24"], to: there, "v1", ["10.9.0.9/24"])
    let server = try there.listen(["10.9.0.9:7000", "--reply", "pong", "--reply-rate", "100000"], sockets: 1)
    let file = try SampleFile("ping.pcapng", [])
    let capture = try here.start(["dumpcap", "-q", "-i", "v0", "-f", "udp", "-w", file.path])
    try capture.waitForErrors("File:")
    let ping = try here.start([
      Udpeek.path, "ping", "10.9.0.9:7000", "question {n}", "-c", "300", "-i", "1ms", "--json",
    ])
    ping.closeInput()
    let ended = try ping.finish()
    let summary = try #require(ended.lines.last)
    #expect(summary.contains(#""sent":300,"answered":300,"#) && summary.contains(#""kernel_stamps":300"#), "\(ended)")
    func figure(_ name: String) throws -> Int {
      let match = try #require(
        summary.firstMatch(of: try Regex("\"\(name)\":([0-9]+)", as: (Substring, Substring).self)))
      return try #require(Int(match.1))
    }
    var trips: [Int] = []
    try eventually("the capture has all") {
      trips = try roundTrips(file.path)
      return trips.count >= 300
    }
    _ = try capture.end(by: SIGINT)
    _ = try server.end(by: SIGINT)
    #expect(abs(trips[149] - (try figure("p50_ns"))) < 50_000, "\(trips[149]) \(summary)")
    #expect(abs(trips[296] - (try figure("p99_ns"))) < 50_000, "\(trips[296]) \(summary)")
  }
}

extension Substring {
  /// The digits of a fraction, as nanoseconds.
  fileprivate func padding() -> String { String((self + "000000000").prefix(9)) }
}
