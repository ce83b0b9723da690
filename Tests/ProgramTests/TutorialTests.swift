import Testing

/// The job that the program was made for, against plain Python programs that write GBK.
struct TutorialTests {
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

  @Test func `send asks the Python server in GBK and prints its answer`() throws {
    let (server, port) = try Interop.server(answering: Sample.reply)
    let ended = try Udpeek.run(["send", "127.0.0.1:\(port)", "hello", "--encoding", "gbk", "--wait", "15"])
    #expect(ended.status == 0)
    #expect(ended.lines.count == 1)
    #expect(ended.output.contains(/127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+  17  gbk  服务端收到信息啦!\n$/))
    #expect(try server.finish().lines.last == "received: hello")
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
