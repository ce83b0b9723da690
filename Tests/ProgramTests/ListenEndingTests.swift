import Glibc
import TestSupport
import Testing

/// Tests how `listen` begins and ends, and the messages it prints then.
@Suite(.waits) struct ListenEndingTests {
  @Test func `it says what it bound and the buffer it got, before the first datagram`() throws {
    let (program, port) = try Udpeek.listen()
    #expect(program.errorText.contains(#/^listening on 127\.0\.0\.1:\d+, receive buffer \S+ (MiB|KiB)\n/#))
    #expect(port > 0)
    #expect(program.output.isEmpty)
    try program.end()
  }

  @Test func `the first Ctrl-C ends it with 0 and a summary`() throws {
    let ended = try Udpeek.listen().program.end()
    #expect(ended.status == 0)
    #expect(ended.errors.hasSuffix("received 0, shown 0, sent 0, kernel drops 0, truncated 0, evicted unprinted 0\n"))
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `SIGTERM and SIGHUP end it with 0 and a summary`(number: Int32) throws {
    let ended = try Udpeek.listen().program.end(by: number)
    #expect(ended.status == 0)
    #expect(ended.errors.contains("received 0, "))
  }

  @Test func `Ctrl-C ends it though nobody reads what it writes`() throws {
    let (program, port) = try Udpeek.listen(["--hex"])
    program.readsOutput = false
    // In hexadecimal, the payload exceeds a pipe's capacity.
    try LoopbackSocket().send([UInt8](repeating: 1, count: 65_000), to: port)
    try eventually("a full pipe") { program.unreadOutput >= 65_536 - 4096 }
    program.signal(SIGINT)
    try program.waitForErrors("received 1, shown 1, ")
    program.readsOutput = true
    #expect(try program.finish().status == 0)
  }

  @Test func `--count ends it after so many datagrams that were shown`() throws {
    let (program, port) = try Udpeek.listen(["--count", "2", "--filter", "not three"])
    let peer = try LoopbackSocket()
    for text in ["one", "three", "two"] { try peer.send(text, to: port) }
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.lines.map { $0.suffix(3) } == ["one", "two"])
  }

  @Test func `--duration ends it`() throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--duration", "0.05"])
    #expect(ended.status == 0)
    #expect(ended.errors.contains("received 0, "))
  }

  @Test func `--until ends it with 0 when it was met`() throws {
    let (program, port) = try Udpeek.listen(["--until", "\"bye\""])
    let peer = try LoopbackSocket()
    for text in ["hello", "good bye"] { try peer.send(text, to: port) }
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.lines.count == 2)
  }

  @Test func `--until finds a text behind a control byte`() throws {
    let (program, port) = try Udpeek.listen(["--until", "text contains \"ready\"", "--duration", "60"])
    let peer = try LoopbackSocket()
    for payload in [Array("boot".utf8), [0], Array("ready".utf8)] { try peer.send(payload, to: port) }
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(
      ended.lines.map { $0.split(separator: "  ").suffix(2).joined(separator: " ") } == [
        "ascii boot", "hex 00", "ascii ready",
      ])
  }

  @Test func `--until ends it with 5 when it was not met`() throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--until", "\"bye\"", "--duration", "0.05"])
    #expect(ended.status == 5)
    #expect(ended.errors.contains("received 0, "))
  }

  @Test func `a reader that goes away ends it without a word`() throws {
    let (program, port) = try Udpeek.listen()
    let announced = program.errorText
    let peer = try LoopbackSocket()
    try peer.send("one", to: port)
    try program.waitForLines(1)
    program.closeOutput()
    try peer.send("two", to: port)
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.errors == announced)
  }

  @Test func `a reader that goes away ends a recording too, which is told`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["-w", folder["a.pcapng"]])
    let announced = program.errorText
    let peer = try LoopbackSocket()
    try peer.send("one", to: port)
    try program.waitForLines(1)
    program.closeOutput()
    try peer.send("two", to: port)
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.errors.hasPrefix(announced) && ended.errors.contains("\nrecorded 2 datagrams, "), "\(ended.errors)")
  }

  @Test func `a port in use names the process that has it`() throws {
    let (program, port) = try Udpeek.listen()
    let ended = try Udpeek.run(["listen", "127.0.0.1:\(port)", "--duration", "1"])
    #expect(ended.status == 1)
    #expect(ended.errors.contains("cannot bind 127.0.0.1:\(port): "))
    #expect(ended.errors.contains("udpeek") && ended.errors.contains("\(program.pid)"))
    try program.end()
  }

  @Test func `of several endpoints one that fails leaves none bound`() throws {
    let (program, port) = try Udpeek.listen()
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "127.0.0.1:\(port)", "203.0.113.1:0", "--duration", "1"])
    #expect(ended.status == 1)
    #expect(!ended.errors.contains("listening on"))
    let sentences = ended.errors.split(separator: "\n")
    #expect(sentences.count == 2)
    #expect(sentences.allSatisfy { $0.hasPrefix("cannot bind ") })
    #expect(ended.errors.contains("cannot bind 203.0.113.1:0: "))
    try program.end()
  }

  @Test(.requiresPrivilegedPorts)
  func `a port below 1024 says what it needs`() throws {
    // Root gives up the capability; other users do not have it.
    let command = geteuid() == 0 ? ["setpriv", "--bounding-set", "-net_bind_service"] : ["env"]
    let program = try Program(
      command[0], command.dropFirst() + [Udpeek.path, "listen", "127.0.0.1:514", "--duration", "1"],
      environment: Udpeek.environment)
    let ended = try program.finish()
    #expect(ended.status == 1)
    #expect(
      ended.errors
        == "cannot bind 127.0.0.1:514: permission denied; ports below 1024 need root or CAP_NET_BIND_SERVICE\n")
  }

  @Test(arguments: ["127.0.0.1:99999", "[::1:80", "127.0.0.256:80", "300.1.1.1:80", "127.0.0.1:", "-1", "1.2.3.4:x"])
  func `a bad endpoint is wrong usage, named`(endpoint: String) throws {
    let ended = try Udpeek.run(["listen", endpoint, "--duration", "1"])
    #expect(ended.status == 2)
    #expect(ended.errors.contains(endpoint))
    #expect(ended.output.isEmpty)
  }

  @Test func `a bad filter is wrong usage, with a caret under the mistake`() throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--filter", "port 8080 or", "--duration", "1"])
    #expect(ended.status == 2)
    let lines = ended.errors.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0].hasPrefix("bad filter: "))
    #expect(lines[1...] == ["  port 8080 or", "            ^"])
  }

  @Test func `the caret stands under the mistake behind wide characters too`() throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--filter", "温度 or", "--duration", "1"])
    #expect(ended.status == 2)
    #expect(ended.errors.hasSuffix("\n  温度 or\n       ^\n"))
  }

  @Test(arguments: [
    ["--encoding", "klingon"], ["--count", "0"], ["--duration", "-1"], ["--json", "--hex"], ["--reply", #"\q"#],
    ["--encoding", "gbk", "--reply", "😀"], ["--reply-rate", "5"], ["--memory", "much"], ["--frobnicate"],
    ["--until", "tcp"],
  ])
  func `a bad option is wrong usage, said in words`(options: [String]) throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--duration=1"] + options)
    #expect(ended.status == 2)
    #expect(!ended.errors.contains("listening on"))
    #expect(ended.errors.count > 10)
    #expect(ended.output.isEmpty)
  }
}
