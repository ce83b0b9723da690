import Testing

/// Tests the screen of `relay` with real datagrams: sliders that lose them, holding, and writing to either side.
@Suite(.waits) struct RelayScreenTests {
  @Test func `a loss is set while it runs, taken off with a key, and put back`() throws {
    let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
    let terminal = try Terminal(columns: 120, rows: 35)
    let port = try terminal.startUdpeek("--to 127.0.0.1:\(target.port)", command: "relay")
    try terminal.waitFor("→ 127.0.0.1:\(target.port)")
    try client.send("ping", to: port)
    #expect(try target.receive().bytes == Array("ping".utf8))
    try terminal.waitFor("ping")
    try terminal.type("%")
    try terminal.waitFor("─ relay · all clients · both directions · 1 client")
    try terminal.type(":impair loss 100%")
    try terminal.press("Enter")
    try terminal.waitFor("IMPAIRED")
    try terminal.waitFor("loss and its value") { lines in lines.contains { $0.contains("loss") && $0.contains("100%") }
    }
    try client.send("gone", to: port)
    try terminal.waitFor("lost on purpose")
    try terminal.type("0")
    try terminal.waitFor("impairments off")
    try client.send("back", to: port)
    #expect(try target.receive().bytes == Array("back".utf8))
    try terminal.type("0")
    try terminal.waitFor("IMPAIRED")
    try terminal.waitFor("figures of the client") { lines in
      lines.contains { $0.contains("127.0.0.1:\(client.port)") && $0.contains(" 3       2       1 ") }
    }
    terminal.close()
  }

  @Test func `a direction is held and let go, and a message goes to either side`() throws {
    let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
    let terminal = try Terminal(columns: 120, rows: 35)
    let port = try terminal.startUdpeek("--to 127.0.0.1:\(target.port)", command: "relay")
    try client.send("ping", to: port)
    let asked = try target.receive()
    try terminal.waitFor("ping")
    try terminal.press("Space")
    try terminal.waitFor("HELD (0 waiting)")
    try client.send("held", to: port)
    try terminal.waitFor("HELD (1 waiting)")
    #expect(target.receiveWaiting().isEmpty)
    try terminal.press("Space")
    #expect(try target.receive().bytes == Array("held".utf8))
    try terminal.type("i")
    try terminal.waitFor("─ reply to 127.0.0.1:\(target.port)")
    try terminal.type("from the client")
    try terminal.press("Enter")
    let injected = try target.receive()
    #expect(injected.bytes == Array("from the client".utf8) && injected.port == asked.port)
    try terminal.press("Escape")
    try terminal.waitFor("no panel") { lines in !lines.contains { $0.contains("─ reply to") } }
    try terminal.press("M-i")
    try terminal.waitFor("─ reply to 127.0.0.1:\(client.port)")
    try terminal.type("from the target")
    try terminal.press("Enter")
    let answer = try client.receive()
    #expect(answer.bytes == Array("from the target".utf8) && answer.port == port)
    terminal.close()
  }
}
