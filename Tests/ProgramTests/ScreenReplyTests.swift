import Testing

/// Answering from the screen, read at the other end.
struct ScreenReplyTests {
  @Test func `a reply goes to the selected peer, from the port it wrote to, byte for byte`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek("-e gbk")
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    try first.send(Sample.temperatureGBK, to: port)
    try second.send("later", to: port)
    try terminal.waitForReceived(2)
    try terminal.press("Up")
    try terminal.waitFor(" STILL ")
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.1:\(first.port) from 127.0.0.1:\(port) · gbk · text ")
    try terminal.type(#"收到\x7e\n"#)
    try terminal.waitFor(" 6 bytes ")
    try terminal.press("Enter")
    let answer = try first.receive()
    #expect(answer.bytes == [0xca, 0xd5, 0xb5, 0xbd, 0x7e, 0x0a])
    #expect(answer.port == port)
    try terminal.waitFor("sent 1 ")
    #expect(second.receiveWaiting() == [])
    terminal.close()
  }

  @Test func `what the encoding cannot write is named and not sent`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek("-e gbk")
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("r")
    try terminal.waitFor("─ reply to ")
    try terminal.type("好😀")
    try terminal.press("Enter")
    let lines = try terminal.waitFor("gbk cannot write 😀 (U+1F600)")
    #expect(lines[22].contains("sent 0"))
    // What was typed stays, and can be put right.
    try terminal.press("BSpace", "Enter")
    #expect(try peer.receive().bytes == [0xba, 0xc3])
    terminal.close()
  }

  @Test func `a pasted line feed does not send`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("r")
    try terminal.waitFor("─ reply to ")
    try terminal.paste("one\ntwo")
    try terminal.waitFor(" 7 bytes ")
    #expect(peer.receiveWaiting() == [])
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == Array("one\ntwo".utf8))
    terminal.close()
  }

  @Test func `a closed port is a failure at the peer's row`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("gone", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("r")
    try terminal.waitFor("─ reply to ")
    try terminal.type("anybody?")
    try terminal.press("Enter")
    let lines = try terminal.waitFor("  unreachable: port cl")
    #expect(lines[3].hasSuffix("anybody?"))
    #expect(lines[4].contains("  !  127.0.0.1:"))
    terminal.close()
  }
}
