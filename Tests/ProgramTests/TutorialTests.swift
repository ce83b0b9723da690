import Testing

/// Tests the task that the program was made for, with plain Python programs that use GBK.
@Suite(.waits) struct TutorialTests {
  @Test func `listen answers the Python client in GBK`() throws {
    let (program, port) = try Udpeek.listen(["--encoding", "gbk", "--reply", Sample.reply])
    let client = try Interop.client(port: port, Sample.temperature).finish()
    #expect(client.lines.dropFirst() == ["answer: 服务端收到信息啦!", "bytes: b7fecef1b6cbcad5b5bdd0c5cfa2c0b221"])
    try program.waitForLines(2)
    let ended = try program.end()
    #expect(ended.status == 0)
    #expect(ended.lines[0].contains(#/→ 127\.0\.0\.1:\d+  9  gbk  温度=23\.5$/#))
    #expect(ended.lines[1].contains(/^\S+  127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+  17  gbk  服务端收到信息啦!$/))
  }

  @Test func `listen --undecided answers the Python client's hello in GBK`() throws {
    let (program, port) = try Udpeek.listen(["--undecided", "gbk", "--reply", Sample.reply])
    let client = try Interop.client(port: port, "hello").finish()
    #expect(client.lines.dropFirst() == ["answer: 服务端收到信息啦!", "bytes: b7fecef1b6cbcad5b5bdd0c5cfa2c0b221"])
    try program.waitForLines(2)
    let ended = try program.end()
    #expect(ended.lines[0].hasSuffix("  5  ascii  hello"))
    #expect(ended.lines[1].hasSuffix("  17  gbk  服务端收到信息啦!"))
    #expect(!ended.errors.contains("only sent ASCII"))
  }

  @Test func `listen --reply says at the start what peers get that have only sent ASCII`() throws {
    let (program, port) = try Udpeek.listen(["--reply", Sample.reply])
    try program.waitForErrors(
      "--reply: peers that have only sent ASCII are answered in utf-8; --undecided gbk answers them in GBK")
    #expect(program.output.isEmpty)
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    #expect(try peer.receive().bytes == Array(Sample.reply.utf8))
    try program.end()
    let plain = try Udpeek.listen(["--reply", "pong"]).program.end()
    #expect(!plain.errors.contains("only sent ASCII"))
    let chosen = try Udpeek.listen(["--reply", Sample.reply, "-e", "gbk"]).program.end()
    #expect(!chosen.errors.contains("only sent ASCII"))
  }

  @Test func `send asks the Python server in GBK and prints its answer`() throws {
    let (server, port) = try Interop.server(answering: Sample.reply)
    let ended = try Udpeek.run(["send", "127.0.0.1:\(port)", "hello", "--encoding", "gbk", "--wait", "15"])
    #expect(ended.status == 0)
    #expect(ended.lines.count == 1)
    #expect(ended.output.contains(/127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+  17  gbk  服务端收到信息啦!\n$/))
    #expect(try server.finish().lines.last == "received: hello")
  }

  @Test func `the screen says that the client's encoding is not known, and F8 chooses GBK`() throws {
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek()
    let client = try Interop.client(port: port, "hello")
    let rows = try terminal.waitForReceived(1)
    #expect(rows[2].contains("  ascii  ") && rows[2].hasSuffix("hello"))
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.1:")
    try terminal.type(Sample.reply)
    try terminal.waitFor("has only sent ASCII: Enter sends UTF-8, F8 chooses")
    try terminal.press("F8")
    try terminal.waitFor("encoding of 127.0.0.1:")
    try terminal.type("gbk")
    try terminal.press("Enter")
    try terminal.waitFor("gbk · text · 17 bytes")
    try terminal.press("Enter")
    #expect(try client.finish().lines.dropFirst().first == "answer: 服务端收到信息啦!")
    terminal.close()
  }

  @Test func `--undecided answers the client's hello in GBK without a question`() throws {
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek("--undecided gbk")
    let client = try Interop.client(port: port, "hello")
    try terminal.waitForReceived(1)
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.1:")
    try terminal.type(Sample.reply)
    try terminal.waitFor("gbk · text · 17 bytes")
    try terminal.press("Enter")
    #expect(try client.finish().lines.dropFirst().first == "answer: 服务端收到信息啦!")
    terminal.close()
  }

  @Test(arguments: [("-e gbk", "hello", "gbk"), ("", Sample.temperature, "gb18030?")])
  func `the screen shows the Python client and answers it in GBK`(
    arguments: String, text: String, encoding: String
  ) throws {
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek(arguments)
    let client = try Interop.client(port: port, text)
    let rows = try terminal.waitForReceived(1)
    #expect(rows[2].contains("  \(encoding)") && rows[2].hasSuffix(text))
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.1:")
    try terminal.type(Sample.reply)
    try terminal.waitFor("\(encoding) · text · 17 bytes")
    try terminal.press("Enter")
    #expect(
      try client.finish().lines.dropFirst()
        == ["answer: 服务端收到信息啦!", "bytes: b7fecef1b6cbcad5b5bdd0c5cfa2c0b221"])
    let answered = try terminal.waitFor("sent 1 ")
    #expect(answered[3].contains("  ›  ") && answered[3].contains("  17  \(encoding) "))
    #expect(answered[3].hasSuffix("  服务端收到信息啦!"))
    terminal.close()
  }
}
