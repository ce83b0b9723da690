import Glibc
import TestSupport
import Testing

/// Tests the datagrams that `send` sends, and how it ends.
@Suite(.waits) struct SendTests {
  @Test func `who stops waiting is not told that nobody answered in time`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "hello", "--wait", "60"])
    _ = try peer.receive()
    let ended = try program.end(by: SIGINT)
    #expect(ended.status == 1 && ended.errors.hasSuffix("\nstopped: 0 of 1 answers received\n"), "\(ended)")
  }

  @Test(arguments: ["[fe80::1]:9000", "[ff02::1]:9000"])
  func `a link-local target without its interface is refused with the way to name it`(target: String) throws {
    let file = try SampleFile("a.pcap", SampleFile.pcap([Array("a".utf8)]))
    let right = target.replacing("]", with: "%eth0]")
    for command in [["send", target, "x"], ["replay", file.path, "--to", target]] {
      let ended = try Udpeek.run(command)
      #expect(ended.status == 1 && ended.output.isEmpty)
      #expect(ended.errors.contains("a link-local address needs its interface; write \(right)"), "\(ended.errors)")
    }
  }

  @Test(arguments: [["192.0.2.1:9", "x", "--interface", "lo"], ["192.0.2.1:9@lo", "x"]])
  func `a datagram that the loopback interface takes nowhere was not sent`(arguments: [String]) throws {
    let ended = try Udpeek.run(["send"] + arguments)
    #expect(ended.status == 1, "\(ended.errors)")
    #expect(
      ended.errors.contains(
        "cannot send to 192.0.2.1:9 by lo: no route to that network; see the way to it with: ip route get 192.0.2.1"),
      "\(ended.errors)")
  }

  @Test(arguments: ["127.0.0.1:PORT", "localhost:PORT@lo"])
  func `what is this host's leaves by the loopback interface`(target: String) throws {
    let peer = try LoopbackSocket()
    let endpoint = target.replacing("PORT", with: "\(peer.port)")
    let ended = try Udpeek.run(["send", endpoint, "x", "--interface", "lo"])
    if ended.errors.contains("[::1]") { return }
    #expect(ended.status == 0 && peer.receiveWaiting() == [[0x78]], "\(ended.errors)")
  }

  @Test func `a pipe without a message is the message`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)"])
    program.feed("hello\n")
    #expect(try program.finish().status == 0)
    let file = try SampleFile("hello", Array("a file".utf8))
    for redirection in ["<'\(file.path)'", "</dev/null", "<&-"] {
      let script = "'\(Udpeek.path)' send 127.0.0.1:\(peer.port) \(redirection)"
      #expect(try Program("sh", ["-c", script], environment: Udpeek.environment).finish().status == 0)
    }
    let named = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", ""])
    named.feed("hello")
    #expect(try named.finish().status == 0)
    let texts = peer.receiveWaiting().map { String(decoding: $0, as: UTF8.self) }
    #expect(texts == ["hello\n", "a file", "", "", ""])
  }

  @Test func `a pipe that stays silent is waited for, and that is said`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)"])
    try program.waitForErrors("waiting for the message on standard input")
    program.feed("late")
    #expect(try program.finish().status == 0)
    #expect(peer.receiveWaiting() == [Array("late".utf8)])
  }

  @Test func `each line of a pipe waits for its answer, and all answers are printed`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "--lines", "--wait", "15s"])
    program.feed("1\n2\n3\n4\n5\n")
    for number in 1...5 {
      let request = try peer.receive()
      #expect(request.bytes == Array("\(number)".utf8))
      #expect(peer.receiveWaiting().isEmpty)
      try peer.send("re \(number)", to: request.port)
    }
    let ended = try program.finish()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.lines.map { $0.suffix(4) } == ["re 1", "re 2", "re 3", "re 4", "re 5"])
  }

  @Test func `lines that are none are told`() throws {
    let ended = try Udpeek.run(["send", "127.0.0.1:9", "--lines"])
    #expect(ended.status == 1 && ended.errors == "nothing was sent: - has no lines\n", "\(ended)")
  }

  @Test func `fewer answers than asked for end with 3, and are counted`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "x", "--wait", "500ms", "--replies", "5"])
    let request = try peer.receive()
    for _ in 0..<3 { try peer.send("yes", to: request.port) }
    let ended = try program.finish()
    #expect(ended.status == 3 && ended.lines.count == 3)
    #expect(ended.errors.contains("3 of 5 answers received from 127.0.0.1:\(peer.port)"), "\(ended.errors)")
  }

  @Test func `a message is repeated forever, until it is stopped`() throws {
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["send", "127.0.0.1:\(peer.port)", "x", "--repeat", "forever", "--interval", "1ms"])
    for _ in 0..<20 { _ = try peer.receive() }
    let ended = try program.end(by: SIGINT)
    #expect(ended.status == 0 && ended.errors.hasPrefix("sent "), "\(ended)")
  }

  @Test func `aliases of the configuration are understood`() throws {
    let peer = try LoopbackSocket()
    let folder = try TestFolder()
    let settings = """
      [aliases]
      "127.0.0.1" = "boiler"
      "127.0.0.0/8" = "plant"
      "127.0.0.1:\(peer.port)" = "scale"
      """
    try Program("mkdir", [folder["udpeek"]], environment: Udpeek.environment).finish()
    folder.write(settings, to: "udpeek/config.toml")
    let environment = ["XDG_CONFIG_HOME": folder.path]
    for name in ["boiler:\(peer.port)", "plant.0.0.1:\(peer.port)", "scale"] {
      let ended = try Udpeek.run(["send", name, "x"], environment)
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(peer.receiveWaiting().count == 1, "\(name)")
    }
    let ended = try Udpeek.run(["send", "plant:\(peer.port)", "x"], environment)
    #expect(ended.status == 2 && ended.errors.contains("as in plant.0.0.0"), "\(ended.errors)")
  }

  @Test func `a source of the other family is refused, with a source that would do`() throws {
    for (target, from, advice) in [
      ("127.0.0.1:9", "[::1]:0", "such as 0.0.0.0:0"), ("[::1]:9", "127.0.0.1:7", "such as [::]:7"),
      ("127.0.0.1:9", "239.1.1.1:0", "a group cannot be sent from"),
    ] {
      let ended = try Udpeek.run(["send", target, "x", "--from", from])
      #expect(ended.status == 2 && ended.errors.contains(advice), "\(ended)")
    }
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

  @Test(arguments: ["/dev/zero", "a pipe without end"])
  func `a file that no datagram holds is refused without being read to its end`(file: String) throws {
    let shell =
      file == "/dev/zero"
      ? "'\(Udpeek.path)' send 127.0.0.1:9 --file /dev/zero" : "yes | '\(Udpeek.path)' send 127.0.0.1:9 --file -"
    let ended = try Program("sh", ["-c", shell], environment: Udpeek.environment).finish()
    #expect(ended.status == 1)
    #expect(
      ended.errors.hasSuffix(
        "it is too long for one datagram, which holds 65507 bytes; --lines sends one datagram a line\n"))
  }

  @Test func `--lines sends as lines come, in little memory, and heeds a signal`() throws {
    let peer = try LoopbackSocket()
    let program = try Program(
      "sh",
      [
        "-c",
        "(echo first; exec yes) | exec '\(Udpeek.path)' send 127.0.0.1:\(peer.port) --file - --lines --interval 0",
      ],
      environment: Udpeek.environment)
    #expect(try peer.receive().bytes == Array("first".utf8))
    let pid = try eventually("the program", every: 10) { try Self.child(of: program.pid) }
    for _ in 0..<2_000 { _ = try peer.receive() }
    let memory = try #require(contents(of: "/proc/\(pid)/status")?.firstMatch(of: #/VmHWM:\s+(\d+) kB/#))
    #expect(Int(memory.1)! < 150_000)
    kill(pid, SIGTERM)
    let ended = try program.finish()
    #expect(ended.errors.hasPrefix("sent ") && ended.errors.contains(" datagrams, "))
  }

  /// The process `udpeek` below a shell, or the shell's own process if it was replaced by udpeek.
  private static func child(of shell: pid_t) throws -> pid_t? {
    let listing = try Program(
      "ps", ["-o", "pid=,comm=", "--ppid", "\(shell)", "-p", "\(shell)"], environment: Udpeek.environment
    ).finish()
    return listing.lines.compactMap { line in
      let words = line.split(separator: " ")
      return words.last == "udpeek" ? words.first.flatMap { pid_t($0) } : nil
    }.first
  }

  @Test func `a line that no datagram holds ends --lines, and what was sent is told`() throws {
    let peer = try LoopbackSocket()
    let text = "one\n" + String(repeating: "x", count: 65_508) + "\nthree\n"
    let file = try SampleFile("lines", Array(text.utf8))
    let ended = try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "--file", file.path, "--lines", "--interval", "0"])
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("cannot send line 2 of \(file.path): it is too long for one datagram"))
    #expect(ended.errors.contains("before that 1 datagram was sent"))
    #expect(peer.receiveWaiting() == [Array("one".utf8)])
  }

  @Test(arguments: [true, false])
  func `lines are repeated, of a pipe too`(isPipe: Bool) throws {
    let peer = try LoopbackSocket()
    let file = try SampleFile("lines", Array("one\ntwo".utf8))
    let program = try Udpeek.start(
      [
        "send", "127.0.0.1:\(peer.port)", "--file", isPipe ? "-" : file.path, "--lines", "--interval", "0", "--repeat",
        "2",
      ])
    program.feed("one\ntwo")
    #expect(try program.finish().status == 0)
    #expect(peer.receiveWaiting() == ["one", "two", "one", "two"].map { Array($0.utf8) })
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
    ["127.0.0.1:9", "x", "--file", "-"], ["127.0.0.1:9", "x", "--encoding", "klingon"],
    ["127.0.0.1:9", "x", "--replies", "2"], ["127.0.0.1:9", "x", "--wait", "1x"],
    ["127.0.0.1:9", "x", "--repeat", "0"], ["127.0.0.1:9", "x", "--repeat", "ever"], ["127.0.0.1:9", "--hex"],
    ["127.0.0.1:9", "x", "--interval", "1s"], ["127.0.0.1:9", "x", "--lines"],
    [],
  ])
  func `wrong usage ends with 2 and a sentence`(arguments: [String]) throws {
    let ended = try Udpeek.run(["send"] + arguments)
    #expect(ended.status == 2)
    #expect(ended.output.isEmpty)
    #expect(ended.errors.count > 10)
  }
}
