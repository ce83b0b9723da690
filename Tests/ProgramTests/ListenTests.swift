import Glibc
import Testing

/// Tests the output of `listen`.
@Suite(.waits) struct ListenTests {
  @Test(arguments: ["iso-8859-1", "utf-8", "gb18030"])
  func `the longest line of JSON is below the megabyte that log pipelines take`(encoding: String) throws {
    let (program, port) = try Udpeek.listen(["--json", "--encoding", encoding, "--count", "3"])
    let peer = try LoopbackSocket()
    for byte: UInt8 in [0x80, 0xff, 0x01] { try peer.send([UInt8](repeating: byte, count: 65_507), to: port) }
    let ended = try program.finish()
    let lengths = ended.lines.map(\.utf8.count)
    #expect(lengths.count == 4 && lengths.max() ?? .max < 1_000_000, "\(lengths)")
  }

  @Test func `a datagram is a line: time, source, destination, size, encoding, text`() throws {
    let (program, port) = try Udpeek.listen()
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try peer.send([], to: port)
    try peer.send(Array("a\\b\n".utf8), to: port)
    try peer.send(Sample.temperatureGBK, to: port)
    try program.waitForLines(4)
    let ended = try program.end()
    let head = #/^\d\d:\d\d:\d\d\.\d{6}  /#
    let rest = ended.lines.map { $0.replacing(head, with: "") }
    let path = "127.0.0.1:\(peer.port) → 127.0.0.1:\(port)"
    #expect(
      rest == [
        "\(path)  5  ascii  hello", "\(path)  0  –  (empty)", #"\#(path)  4  ascii  a\\b\n"#,
        "\(path)  9  gb18030?  温度=23.5",
      ])
    #expect(ended.lines.count { $0.contains(head) } == 4)
    #expect(ended.errors.contains("received 4, shown 4, sent 0, kernel drops 0, truncated 0, evicted unprinted 0\n"))
  }

  @Test func `the time is that of the zone`() throws {
    let (program, port) = try Udpeek.listen(["--count", "1"], ["TZ": "Test-5:30"])
    let (other, otherPort) = try Udpeek.listen(["--count", "1"])
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try peer.send("hello", to: otherPort)
    let minutes = try [program, other].map { program in
      let line = try program.finish().output
      let parts = line.prefix(5).split(separator: ":").compactMap { Int($0) }
      return try #require(parts.count == 2 ? parts[0] * 60 + parts[1] : nil)
    }
    let ahead = (minutes[0] - minutes[1] + 1440) % 1440
    #expect(ahead == 330 || ahead == 329)
  }

  @Test func `from midnight on each line has its date`() throws {
    // A time zone whose date changes in a few seconds stands in for midnight.
    var seconds = time(nil) + 8
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let zone = "AAA0BBB-24,\(parts.tm_yday)/\(parts.tm_hour):\(parts.tm_min):\(parts.tm_sec),0/0"
    let (program, port) = try Udpeek.listen([], ["TZ": zone])
    let peer = try LoopbackSocket()
    try peer.send("before", to: port)
    #expect(try program.waitForLines(1)[0].contains(#/^\d\d:\d\d:\d\d\.\d{6}  127\.0\.0\.1:/#))
    let dated = #/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}  127\.0\.0\.1:.*after/#
    _ =
      try eventually("a line with a date", seen: { program.outputText }, every: 100) {
        try peer.send("after", to: port)
        program.pump(milliseconds: 10)
        return program.outputText.split(separator: "\n").contains { $0.contains(dated) } ? true : nil
      } as Bool
    try peer.send("after that", to: port)
    try program.waitForOutput("after that")
    let ended = try program.end()
    #expect(ended.lines.last?.contains(dated) == true, "\(ended.lines)")
  }

  @Test func `--date has the date on each line`() throws {
    let (program, port) = try Udpeek.listen(["--date", "--count", "1"])
    try LoopbackSocket().send("hi", to: port)
    let line = try program.finish().lines[0]
    #expect(line.contains(#/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}  127\.0\.0\.1:\d+ → /#), "\(line)")
    let refused = try Udpeek.run(["listen", "--json", "--date"])
    #expect(refused.status != 0 && refused.errors.contains("JSON has the date in each time"))
  }

  @Test func `with --json the keys stand in order, and a summary is the last object`() throws {
    let (program, port) = try Udpeek.listen(["--json"])
    let peer = try LoopbackSocket()
    try peer.send("say \"\u{7}\\", to: port)
    try peer.send(Sample.temperatureGBK, to: port)
    try peer.send([], to: port)
    try program.waitForLines(3)
    let ended = try program.end()
    let time = #/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z"/#
    let lines = ended.lines.map { $0.replacing(time, with: #""time":"…""#) }
    func object(_ number: Int, _ size: Int, _ encoding: String, _ text: String, _ payload: String) -> String {
      #"{"number":\#(number),"time":"…","direction":"in","src_ip":"127.0.0.1","src_port":\#(peer.port),"#
        + #""dst_ip":"127.0.0.1","dst_port":\#(port),"size":\#(size),"truncated":false,"encoding":"\#(encoding)","#
        + #""text":"\#(text)","payload":"\#(payload)"}"#
    }
    #expect(
      lines == [
        object(1, 7, "ascii", #"say \"\\x07\\\\"#, "7361792022075c"),
        object(2, 9, "gb18030", "温度=23.5", "cec2b6c83d32332e35"), object(3, 0, "gb18030", "", ""),
        #"{"direction":"summary","received":3,"sent":0,"shown":3,"kernel_drops":0,"truncated":0,"evicted":0}"#,
      ])
  }

  @Test func `with --hex the payload is in hexadecimal`() throws {
    let (program, port) = try Udpeek.listen(["--hex", "-c1"])
    try LoopbackSocket().send([0x7e, 0x01, 0xff], to: port)
    #expect(try program.finish().output.hasSuffix("  7e 01 ff\n"))
  }

  @Test func `--snap cuts payloads, and says so`() throws {
    let (program, port) = try Udpeek.listen(["--snap", "4", "--json", "--count", "1"])
    try LoopbackSocket().send("abcdefgh", to: port)
    let ended = try program.finish()
    #expect(ended.lines[0].contains(#""size":8,"truncated":true,"#))
    #expect(ended.lines[0].hasSuffix(#""text":"abcd","payload":"61626364"}"#))
    #expect(ended.errors.contains("truncated 1,"))
  }

  @Test func `the largest datagram arrives whole`() throws {
    let (program, port) = try Udpeek.listen(["--hex", "--count", "1"])
    try LoopbackSocket().send([UInt8](repeating: 0xab, count: 65_507), to: port)
    let ended = try program.finish()
    #expect(ended.lines[0].contains("  65507  "))
    #expect(ended.output.utf8.count { $0 == UInt8(ascii: "b") } >= 65_507)
  }

  @Test func `what a peer sends cannot steer a terminal`() throws {
    let (program, port) = try Udpeek.listen(["--count", "2"])
    let peer = try LoopbackSocket()
    try peer.send(ScreenTests.hostile, to: port)
    try peer.send(ScreenTests.hostileGB18030, to: port)
    let ended = try program.finish()
    #expect(ended.lines[0].hasSuffix(#"\x1b]0;owned\x07\x1b[2J\x1b[3;3H\r\n\x08\x1b]52;c;eA==\x07\x1b[?1049l\tend"#))
    #expect(ended.lines[1].hasSuffix(#"a\u{202e}b\u{9b}2Jc"#))
    #expect(ended.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
  }

  @Test func `--filter shows what matches, --quiet nothing`() throws {
    let (shown, quiet) = (try Udpeek.listen(["-f", "size > 3"]), try Udpeek.listen(["--quiet"]))
    let peer = try LoopbackSocket()
    for text in ["one", "three", "two", "seven"] {
      try peer.send(text, to: shown.port)
      try peer.send(text, to: quiet.port)
    }
    try shown.program.waitForLines(2)
    let ended = try shown.program.end()
    #expect(ended.lines.map { $0.suffix(5) } == ["three", "seven"])
    #expect(ended.errors.contains("received 4, shown 2, "))
    let silent = try quiet.program.end()
    #expect(silent.output.isEmpty)
    #expect(silent.errors.contains("received 4, "))
  }

  @Test func `several endpoints make one stream`() throws {
    let program = try Udpeek.start(["listen", "127.0.0.1:0", "127.0.0.1:0", "--count", "2"])
    try program.wait("two announcements") { $0.errorText.split(separator: "\n").count >= 2 }
    let ports = program.errorText.matches(of: #/listening on 127.0.0.1:(\d+),/#).compactMap { UInt16($0.1) }
    try #require(ports.count == 2)
    for port in ports { try LoopbackSocket().send("to \(port)", to: port) }
    #expect(
      Set(try program.finish().lines.map { String($0.split(separator: "  ").last ?? "") })
        == Set(ports.map { "to \($0)" }))
  }

  @Test(.requiresIPv6)
  func `IPv4 and IPv6 on one port both answer in their own family`() throws {
    let program = try Udpeek.start(["listen", "0", "--reply", "pong", "--json", "--quiet"])
    try program.wait("two announcements") { $0.errorText.split(separator: "\n").count >= 2 }
    let port = try Udpeek.port(in: program.errorText)
    for address in ["127.0.0.1", "[::1]"] {
      let asked = try Udpeek.run(["send", "\(address):\(port)", "ping", "--wait", "15"])
      #expect(asked.status == 0)
      #expect(asked.output.contains("  \(address):\(port) → \(address):") && asked.output.hasSuffix("  pong\n"))
    }
    #expect(try program.end().output.contains(#""received":2,"sent":2,"#))
  }
}

/// The number under `key` in a JSON object.
func number(_ key: String, in object: String) throws -> Int {
  let pattern = try Regex("\"\(key)\":([0-9]+)", as: (Substring, Substring).self)
  return try #require(object.firstMatch(of: pattern).flatMap { Int($0.1) })
}
