import Glibc
import Testing

/// What `send` puts on the wire, and how it ends.
struct SendTests {
  @Test func `who stops waiting is not told that nobody answered in time`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "hello", "--wait", "60"])
    _ = try peer.receive()
    let ended = try program.end(by: SIGINT)
    #expect(ended.status == 1 && ended.errors.hasSuffix("\nstopped: 0 of 1 answers came\n"), "\(ended)")
  }

  @Test func `data on standard input that no message takes is not passed over`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)"])
    program.feed("hello")
    let ended = try program.finish()
    #expect(ended.status == 2 && ended.errors.contains("--file - sends it; '' as the message"), "\(ended.errors)")
    let file = try SampleFile("hello", Array("hello".utf8))
    for (redirection, status) in [("<'\(file.path)'", 2), ("</dev/null", 0), ("<&-", 0)] {
      let script = "'\(Udpeek.path)' send 127.0.0.1:\(peer.port) \(redirection)"
      #expect(try Program("sh", ["-c", script], environment: Udpeek.environment).finish().status == status)
    }
    for _ in 0..<2 { #expect(try peer.receive().bytes.isEmpty) }
    let idle = try Udpeek.start(["send", "127.0.0.1:\(peer.port)"])
    #expect(try idle.finish().status == 0)
    let named = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", ""])
    named.feed("hello")
    #expect(try named.finish().status == 0)
    for _ in 0..<2 { #expect(try peer.receive().bytes.isEmpty) }
  }

  @Test(
    arguments: [
      (["hello"], Array("hello".utf8)),
      ([#"\x7e\n\r\t\0\\\u{6e29}"#], [0x7e, 0x0a, 0x0d, 0x09, 0, 0x5c, 0xe6, 0xb8, 0xa9]),
      (["温度", "--encoding", "gbk"], [0xce, 0xc2, 0xb6, 0xc8]),
      (["--hex", "7e 01 05"], [0x7e, 0x01, 0x05]),
      (["--raw", #"a\n"#], Array(#"a\n"#.utf8)),
      ([], []),
      ([""], []),
    ] as [([String], [UInt8])])
  func `a message is these bytes`(arguments: [String], bytes: [UInt8]) throws {
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["send", "127.0.0.1:\(peer.port)"] + arguments)
    #expect(ended.status == 0)
    #expect(ended.output.isEmpty)
    #expect(ended.errors == "sent 1 datagram, \(bytes.count) bytes, to 127.0.0.1:\(peer.port)\n")
    #expect(peer.receiveWaiting() == [bytes])
  }

  @Test func `--file sends standard input as one datagram, with --lines one a line`() throws {
    for (lines, payloads) in [
      ([], ["one\ntwo\n\nthree\n"]), (["--lines", "--interval", "0"], ["one", "two", "", "three"]),
    ] {
      let peer = try LoopbackSocket()
      let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "--file", "-"] + lines)
      program.feed("one\ntwo\n\nthree\n")
      #expect(try program.finish().status == 0)
      #expect(peer.receiveWaiting().map { String(decoding: $0, as: UTF8.self) } == payloads)
    }
  }

  @Test func `--repeat sends as often`() throws {
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "tick", "--repeat", "3", "--interval", "0.01"])
    #expect(ended.errors == "sent 3 datagrams, 12 bytes, to 127.0.0.1:\(peer.port)\n")
    #expect(peer.receiveWaiting().count == 3)
  }

  @Test func `--from is where it comes from`() throws {
    let (peer, own) = (try LoopbackSocket(), try LoopbackSocket().port)
    #expect(try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "x", "--from", "127.0.0.1:\(own)"]).status == 0)
    #expect(try peer.receive().port == own)
  }

  @Test func `--wait prints the replies, --replies says how many`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(
      ["send", "127.0.0.1:\(peer.port)", "hello", "--encoding", "gbk", "--wait", "15", "--replies", "2"])
    let request = try peer.receive()
    try peer.send(Sample.replyGBK, to: request.port)
    try peer.send([], to: request.port)
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(
      ended.lines.map { $0.dropFirst(17) } == [
        "127.0.0.1:\(peer.port) → 127.0.0.1:\(request.port)  17  gbk  服务端收到信息啦!",
        "127.0.0.1:\(peer.port) → 127.0.0.1:\(request.port)  0  –  (empty)",
      ])
  }

  @Test func `with --json what is sent and what comes back are objects`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "ping", "--json", "--wait", "15"])
    let request = try peer.receive()
    try peer.send("pong", to: request.port)
    let lines = try program.finish().lines
    try #require(lines.count == 2)
    #expect(lines[0].hasPrefix(#"{"number":1,"time":""#) && lines[0].contains(#""direction":"out""#))
    #expect(lines[0].contains(#""dst_ip":"127.0.0.1","dst_port":\#(peer.port),"size":4,"#))
    #expect(lines[1].contains(#""direction":"in","src_ip":"127.0.0.1","src_port":\#(peer.port),"#))
    #expect(lines[1].hasSuffix(#""text":"pong","payload":"706f6e67"}"#))
  }

  @Test func `nobody answers within --wait: 3`() throws {
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "hello", "--wait", "0.05"])
    #expect(ended.status == 3)
    #expect(ended.errors.hasSuffix("no answer from 127.0.0.1:\(peer.port) within 0.05 s\n"))
  }

  @Test func `a closed port: 4, and the cause`() throws {
    let port = try LoopbackSocket().port
    let ended = try Udpeek.run(["send", "127.0.0.1:\(port)", "hello", "--wait", "15"])
    #expect(ended.status == 4)
    #expect(ended.errors == "127.0.0.1:\(port): unreachable: port closed (ICMP)\n")
  }

  @Test func `what the encoding cannot write stops it, and is named`() throws {
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "好😀", "--encoding", "gbk"])
    #expect(ended.status == 2)
    #expect(ended.errors.contains("gbk cannot write '😀' (U+1F600)"))
    #expect(peer.receiveWaiting() == [])
  }

  @Test func `one byte too many is refused`() throws {
    let peer = try LoopbackSocket()
    for (count, status) in [(65_507, 0), (65_508, 1)] {
      let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "--file", "-"])
      program.feed(String(repeating: "x", count: count))
      let ended = try program.finish()
      #expect(ended.status == Int32(status))
      #expect(peer.receiveWaiting().map(\.count) == (status == 0 ? [count] : []))
      #expect(ended.errors.contains("too long for one datagram") == (status != 0))
    }
  }

  @Test(arguments: [
    ["nowhere", "x"], ["127.0.0.1:99999", "x"], ["127.0.0.1:9", #"\q"#], ["127.0.0.1:9", "--hex", "7g"],
    ["127.0.0.1:9", "--lines"],
    ["127.0.0.1:9", "x", "--file", "-"], ["127.0.0.1:9", "x", "--encoding", "klingon"],
    ["127.0.0.1:9", "x", "--replies", "2"],
    [],
  ])
  func `wrong usage ends with 2 and a sentence`(arguments: [String]) throws {
    let ended = try Udpeek.run(["send"] + arguments)
    #expect(ended.status == 2)
    #expect(ended.output.isEmpty)
    #expect(ended.errors.count > 10)
  }
}
