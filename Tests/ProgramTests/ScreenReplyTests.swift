import Glibc
import Testing

/// Tests replies from the screen, as received at the other end.
@Suite(.waits) struct ScreenReplyTests {
  @Test func `a reply goes to the selected peer, from the port it wrote to, byte for byte`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek("-e gbk")
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    try first.send(Sample.temperatureGBK, to: port)
    try second.send("later", to: port)
    try terminal.waitForReceived(2)
    try terminal.press("Up")
    try terminal.waitFor(" PAUSED ")
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
    let peer = try terminal.startReplying("-e gbk")
    try terminal.type("好😀")
    try terminal.press("Enter")
    let lines = try terminal.waitFor("gbk cannot write 😀 (U+1F600)")
    #expect(lines[22].contains("sent 0"))
    // The typed text stays and can be corrected.
    try terminal.press("BSpace", "Enter")
    #expect(try peer.receive().bytes == [0xba, 0xc3])
    terminal.close()
  }

  @Test func `a pasted line feed does not send`() throws {
    let terminal = try Terminal()
    let peer = try terminal.startReplying()
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
    try terminal.waitFor("sent, then refused: port closed (ICMP)")
    // The second success must be announced like the first.
    try terminal.type("again")
    try terminal.waitFor(" > again")
    try terminal.press("Enter")
    try terminal.waitFor("failed 2")
    try terminal.waitFor("sent, then refused: port closed (ICMP)")
    terminal.close()
  }

  @Test func `a message of several lines goes out as it stands`() throws {
    let terminal = try Terminal()
    let peer = try terminal.startReplying()
    try terminal.type("one")
    try terminal.press("M-Enter")
    try terminal.type("two")
    try terminal.press("C-j")
    try terminal.type("three")
    try terminal.waitFor("the lines") { $0.contains("   two") && $0.contains("   three") }
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == Array("one\ntwo\nthree".utf8))
    terminal.close()
  }

  @Test func `a repeated message keeps its times, and ^C stops it`() throws {
    let terminal = try Terminal()
    let peer = try terminal.startReplying()
    try terminal.type("tick")
    try terminal.press("C-r")
    try terminal.waitFor(" : repeat")
    try terminal.type("20 0.05")
    try terminal.press("Enter")
    let start = monotonicSeconds()
    for _ in 0..<20 { #expect(try peer.receive().bytes == Array("tick".utf8)) }
    // Nineteen intervals after the first datagram, which may have waited in the socket.
    let duration = monotonicSeconds() - start
    #expect(duration > 0.7 && duration < 1.6, "\(duration)")
    try terminal.waitFor("sent 20 times")
    try terminal.press("Escape")
    try terminal.waitFor("the panel to close") { !$0.contains { $0.contains("─ reply to ") } }
    try terminal.type(":repeat 1000 0.1")
    try terminal.press("Enter")
    try terminal.waitFor("/1,000 every 0.1 s")
    try terminal.press("C-c")
    try terminal.waitFor("stopped sending after ")
    // Quitting meanwhile is reported too.
    try terminal.type(":repeat 1000 60")
    try terminal.press("Enter")
    try terminal.waitFor(" 1/1,000 every 60 s")
    try terminal.type("Q")
    try terminal.waitFor("stopped sending after 1 of 1,000")
    terminal.close()
  }

  private func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  @Test func `a file is sent, and a name is looked up`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek("", then: "true")
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.type(":send-file /etc/hostname")
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == Array((contents(of: "/etc/hostname") ?? "").utf8))
    try terminal.type(":send-file /nowhere/at/all")
    try terminal.press("Enter")
    try terminal.waitFor("/nowhere/at/all cannot be sent: ")
    try terminal.type("n")
    try terminal.waitFor("to which endpoint?")
    try terminal.type("localhost:\(peer.port)")
    try terminal.press("Enter")
    try terminal.waitFor("new message to 127.0.0.1:\(peer.port)")
    try terminal.type("by name")
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == Array("by name".utf8))
    terminal.close()
  }
}
