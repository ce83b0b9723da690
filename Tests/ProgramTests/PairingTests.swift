import Glibc
import TestSupport
import Testing

/// Tests `--pair` with a peer in Python that measures the same times.
@Suite(.waits) struct PairingTests {
  /// Asks 20 times, measures each round trip, and prints them: `number milliseconds`, or `number -` without an answer
  /// within its patience.
  private static let peer = """
    import socket, struct, sys, time
    port = int(sys.argv[1])
    asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asker.setsockopt(socket.SOL_SOCKET, 35, 1)  # SO_TIMESTAMPNS: the kernel says when an answer arrived
    for number in range(1, 21):
        kind = sys.argv[2 + (number - 1) % (len(sys.argv) - 2)]
        asker.settimeout(0.05 if kind == "mute" else 5)
        start = time.time_ns()
        asker.sendto(f"{kind} seq={number}".encode(), ("127.0.0.1", port))
        try:
            stamp = asker.recvmsg(2048, 128)[1][0][2]
            seconds, nanoseconds = struct.unpack("qq", stamp[:16])
            print(number, (seconds * 1_000_000_000 + nanoseconds - start) / 1e6)
        except TimeoutError:
            print(number, "-")
    """

  private static let rules = """
    [[rule]]
    when = '/^mute/'
    reply = []

    [[rule]]
    when = '/^slow seq=(\\d+)/'
    delay = "80ms"
    reply = 'done seq={1}'

    [[rule]]
    when = '/^fast seq=(\\d+)/'
    delay = "15ms"
    reply = 'done seq={1}'
    """

  private static let format = """
    [[format]]
    name = "asked"
    fields = ['/^(?<kind>\\w+) seq=(?<seq>\\d+)$/']
    """

  private func run(_ rule: [String], _ kinds: [String]) throws -> (measured: [Double?], lines: [String], errors: String)
  {
    let folder = try TestFolder()
    folder.write(Array(Self.rules.utf8), to: "rules.toml")
    folder.write(Array(Self.format.utf8), to: "asked.toml")
    let (program, port) = try Udpeek.listen(
      ["--json", "--rules", folder["rules.toml"], "--format", folder["asked.toml"]] + rule)
    let peer = try Program("python3", ["-c", Self.peer, "\(port)"] + kinds, environment: Udpeek.environment)
    let asked = try peer.finish(within: 60)
    try #require(asked.status == 0 && asked.lines.count == 20, "\(asked.errors)")
    try program.waitForOutput("seq=20")
    let ended = try program.end()
    return (asked.lines.map { Double($0.split(separator: " ")[1]) }, ended.lines, ended.errors)
  }

  private func number(_ key: String, _ line: String) -> Int? {
    guard let match = line.firstMatch(of: try! Regex("\"\(key)\":(\\d+)")), let text = match.output[1].substring else {
      return nil
    }
    return Int(text)
  }

  /// Checks that times agree within 5 ms: nearly all of them, because a busy machine may set a process aside between a
  /// stamp and the call that sends.
  private func expectAgreement(_ differences: [Double], count: Int) {
    #expect(differences.count == count)
    #expect(differences.count { $0 < 5 } >= count * 4 / 5, "\(differences)")
  }

  @Test func `by a field, each of 20 requests has its answer or none, and the times are those that the peer measured`()
    throws
  {
    let kinds = ["fast", "slow", "mute", "fast", "mute"]
    let (measured, lines, errors) = try run(["--pair", "seq"], kinds)
    #expect(measured.count { $0 == nil } == 8)
    let requests = lines.filter { $0.contains(#""direction":"in""#) }
    #expect(requests.count == 20)
    for line in requests { #expect(number("request", line) == number("number", line) && !line.contains("rtt_ns")) }
    var differences: [Double] = []
    for answer in lines.filter({ $0.contains(#""direction":"out""#) }) {
      let place = try #require(requests.firstIndex { number("number", $0) == number("request", answer) })
      let time = try #require(number("rtt_ns", answer))
      differences.append(abs(Double(time) / 1e6 - (try #require(measured[place]))))
      #expect(answer.contains("seq=\(place + 1)\"") && number("answer", answer) == 1)
    }
    expectAgreement(differences, count: 12)
    #expect(errors.contains("requests 20, answered 12, unanswered 8\n"), "\(errors)")
    #expect(
      errors.contains(#/round trip: min \d+\.\d{3} ms, p50 \d+\.\d{3} ms, p99 \d+\.\d{3} ms, max \d+\.\d{3} ms/#),
      "\(errors)")
    let summary = try #require(lines.last)
    #expect(number("requests", summary) == 20 && number("answered", summary) == 12)
    #expect(number("unanswered", summary) == 8 && number("rtt_p50_ns", summary) != nil)
  }

  @Test func `by their order, requests that are all answered have exactly one answer each`() throws {
    let (measured, lines, errors) = try run(["--pair", "order"], ["fast", "slow"])
    #expect(measured.allSatisfy { $0 != nil })
    let answers = lines.filter { $0.contains(#""answer":1"#) }
    #expect(answers.count == 20)
    let differences = try zip(answers, measured).map { answer, own in
      abs(Double(try #require(number("rtt_ns", answer))) / 1e6 - (own ?? 0))
    }
    expectAgreement(differences, count: 20)
    #expect(errors.contains("requests 20, answered 20, unanswered 0\n"), "\(errors)")
  }

  @Test func `DNS answers that come out of order find their queries by id, and a query without one is counted`() throws
  {
    let folder = try TestFolder()
    let time = { (index: Int) in "2026-11-22T21:07:45.\((100 + index).description)000000Z" }
    func record(_ index: Int, id: String, isAnswer: Bool) -> String {
      let question = "0377777706736861646f77026e6c0000010001"
      let answer = "c00c000100010000003c00045db8d822"
      let payload =
        isAnswer ? "\(id)81800001000100000000\(question)\(answer)" : "\(id)01000001000000000000\(question)"
      let ends =
        isAnswer
        ? #""src_ip":"192.0.2.53","src_port":53,"dst_ip":"192.0.2.7","dst_port":40000"#
        : #""src_ip":"192.0.2.7","src_port":40000,"dst_ip":"192.0.2.53","dst_port":53"#
      return
        #"{"number":\#(index),"time":"\#(time(index))","direction":"in",\#(ends),"size":\#(payload.utf8.count / 2),"#
        + #""truncated":false,"encoding":"hex","text":"","payload":"\#(payload)"}"#
    }
    let rows = [
      record(1, id: "0a01", isAnswer: false), record(2, id: "0a02", isAnswer: false),
      record(3, id: "0a03", isAnswer: false), record(14, id: "0a03", isAnswer: true),
      record(21, id: "0a01", isAnswer: true),
    ]
    folder.write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "dns.jsonl")
    let ended = try Udpeek.run(["open", folder["dns.jsonl"], "--json", "--pair", "id"])
    #expect(ended.status == 0, "\(ended.errors)")
    try #require(ended.lines.count == 6)
    #expect(number("request", ended.lines[3]) == 3 && number("rtt_ns", ended.lines[3]) == 11_000_000)
    #expect(number("request", ended.lines[4]) == 1 && number("rtt_ns", ended.lines[4]) == 20_000_000)
    #expect(ended.errors.contains("requests 3, answered 2, unanswered 1\n"), "\(ended.errors)")
    let text = try Udpeek.run(["open", folder["dns.jsonl"], "--json", "--pair", "dns.id", "--filter", "nr = 4"])
    #expect(number("request", text.lines[0]) == 3)
  }

  @Test func `listen says in text which request a line answers; an unknown field is refused before anything is bound`()
    throws
  {
    let (program, port) = try Udpeek.listen(["--pair", "order", "--reply", "ok", "--count", "2"])
    let peer = try LoopbackSocket()
    try peer.send("one", to: port)
    try program.waitForOutput("answers 1 after ")
    try peer.send("two", to: port)
    let ended = try program.finish()
    #expect(ended.lines[1].contains(#/  ok  \(answers 1 after \d+\.\d{3} ms\)$/#), "\(ended.lines)")
    let quiet = try Udpeek.listen(["--pair", "order", "--reply", "ok", "--quiet", "--count", "1"])
    try peer.send("one", to: quiet.port)
    #expect(try quiet.program.finish().errors.contains("requests 1, answered "))
    let refused = try Udpeek.run(["listen", "127.0.0.1:0", "--pair", "sequense"])
    #expect(refused.status == 2 && refused.errors.contains("no format has the field 'sequense'"), "\(refused.errors)")
  }
}
