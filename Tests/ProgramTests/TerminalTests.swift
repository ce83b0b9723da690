import Glibc
import Testing

/// Tests that the terminal is restored however the screen ends, and that the screen follows the terminal.
@Suite(.waits) struct TerminalTests {
  /// A cause for the screen to end.
  enum Cause: Sendable, CustomTestStringConvertible {
    case keys(String)
    case signals([Int32])

    var testDescription: String {
      switch self {
      case .keys(let keys): "keys \(keys)"
      case .signals(let numbers): "signals \(numbers)"
      }
    }
  }

  @Test(
    arguments: [
      (.keys("q"), 0), (.keys("Q"), 0), (.signals([SIGTERM]), 0), (.signals([SIGHUP]), 0),
      (.signals([SIGINT, SIGINT]), 0),
      (.signals([SIGILL]), 128 + SIGILL), (.signals([SIGSEGV]), 128 + SIGSEGV), (.signals([SIGABRT]), 128 + SIGABRT),
    ] as [(Cause, Int32)])
  func `the terminal is given back`(after cause: Cause, status: Int32) throws {
    let terminal = try Terminal(environment: ["SWIFT_BACKTRACE": "enable=no"])
    try terminal.run("stty -a >~/before; echo the main screen")
    try terminal.waitFor("the main screen") { $0.contains("the main screen") }
    try terminal.startUdpeek(clears: false, then: "echo ended $?; stty -a >~/after; echo done")
    #expect(try terminal.value("#{alternate_on} #{cursor_flag}") == "1 0")
    switch cause {
    case .keys(let keys): try terminal.type(keys)
    case .signals(let numbers):
      for (index, number) in numbers.enumerated() {
        if index > 0 { try terminal.waitFor("^C again quits") }
        kill(try terminal.pid(), number)
      }
    }
    let lines = try terminal.waitFor("the shell") { $0.contains("done") }
    #expect(lines.contains("ended \(status)"))
    #expect(lines.contains("the main screen"))
    let before = try #require(terminal.contents("before"))
    #expect(before.contains("icanon"))
    #expect(terminal.contents("after") == before)
    #expect(try terminal.value("#{alternate_on} #{cursor_flag} #{keypad_flag}") == "0 1 0")
    terminal.close()
  }

  @Test func `^Z gives the terminal to the shell, fg comes back`() throws {
    let terminal = try Terminal()
    try terminal.run("stty -a >~/before")
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("before", to: port)
    let shown = try terminal.waitForReceived(1)
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    #expect(try terminal.value("#{alternate_on} #{cursor_flag}") == "0 1")
    try terminal.run("stty -a >~/after; echo written")
    try terminal.waitFor("written") { $0.contains("written") }
    #expect(terminal.contents("after") == terminal.contents("before"))
    // Datagrams that arrive meanwhile wait in the kernel.
    try LoopbackSocket().send("meanwhile", to: port)
    try terminal.run("fg")
    let lines = try terminal.waitForReceived(2)
    #expect(lines[0...2].map { $0.prefix(60) } == shown[0...2].map { $0.prefix(60) })
    #expect(lines[3].hasSuffix("meanwhile"))
    try terminal.type("q")
    try terminal.waitFor("the shell") { _ in try terminal.value("#{alternate_on}") == "0" }
    terminal.close()
  }

  @Test func `the screen follows the window down to 1×1 and back`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    let whole = try terminal.waitFor("a quiet rate") { $0[22].contains(" 0/s ") }
    try terminal.resize(columns: 40, rows: 10)
    try terminal.waitFor("40×10") { $0.count == 10 && $0[2].hasSuffix("hello") && $0[9].hasPrefix(" F1 Help") }
    try terminal.resize(columns: 10, rows: 3)
    try terminal.waitFor("10×3: the status line alone") { $0 == ["", "", " FOLLOW"] }
    try terminal.resize(columns: 1, rows: 1)
    try terminal.waitFor("1×1") { $0.count == 1 && $0[0].count <= 1 }
    try terminal.resize(columns: 80, rows: 24)
    try terminal.waitFor("the whole screen again") { $0[...21] == whole[...21] && $0[23] == whole[23] }
    try LoopbackSocket().send("still there", to: port)
    try terminal.waitForReceived(2)
    terminal.close()
  }

  @Test func `a terminal that closes ends the program`() throws {
    let terminal = try Terminal()
    try terminal.startUdpeek()
    let pid = try terminal.pid()
    #expect(isRunning(pid))
    terminal.close()
    try eventually("the end of the program") { !isRunning(pid) }
  }

  /// Whether the process exists and is not a zombie.
  private func isRunning(_ pid: pid_t) -> Bool {
    contents(of: "/proc/\(pid)/stat").map { !$0.contains(") Z ") } ?? false
  }
}
