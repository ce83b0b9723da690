import Glibc
import Testing

/// Tests the panes of the built program: peers and rates from real datagrams, remembered between runs.
@Suite(.waits) struct ScreenPaneTests {
  @Test func `the peers are listed, filtered to and answered`() throws {
    let terminal = try Terminal(columns: 120, rows: 30)
    let port = try terminal.startUdpeek()
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    for text in ["one", "two", "three"] { try first.send(text, to: port) }
    try second.send(Sample.temperatureGBK, to: port)
    try terminal.waitForReceived(4)
    try terminal.press("F7")
    try terminal.waitFor("both peers") { lines in
      lines.contains { $0.hasPrefix(" 127.0.0.1:\(first.port) ") && $0.contains("  3  ") }
        && lines.contains { $0.hasPrefix(" 127.0.0.1:\(second.port) ") && $0.contains("gb18030?") }
    }
    try terminal.press("Home", "Enter")
    try terminal.waitFor("peer 127.0.0.1:\(first.port)   3 of 4")
    try terminal.press("Down")
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.1:\(second.port) ")
    try terminal.type("好")
    try terminal.press("Enter")
    #expect(try second.receive().bytes == [0xba, 0xc3])
    terminal.close()
  }

  @Test func `open panes and their heights come back in the next run, and a broken file is said`() throws {
    let terminal = try Terminal(columns: 100, rows: 30)
    let port = try terminal.startUdpeek(then: "echo ended")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("P")
    try terminal.waitFor("─ peers ")
    try terminal.type("}}")
    try terminal.press("C-g")
    let shown = try terminal.waitFor("─ received from ")
    let places = [shown.firstIndex { $0.contains("─ peers ") }, shown.firstIndex { $0.contains("─ received ") }]
    try terminal.press("F10")
    try terminal.waitFor("ended")
    try terminal.startUdpeek(then: "echo ended")
    let again = try terminal.waitFor("─ received from all peers ")
    #expect(places == [again.firstIndex { $0.contains("─ peers ") }, again.firstIndex { $0.contains("─ received ") }])
    try terminal.press("F10")
    try terminal.waitFor("ended")
    try terminal.run("echo nonsense >~/state/udpeek/panes")
    try terminal.startUdpeek()
    try terminal.waitFor("does not hold a layout of panes")
    terminal.close()
  }
}
