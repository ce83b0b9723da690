import Glibc
import Testing

/// A program that is stopped and goes on, and what libraries write meanwhile.
struct StopTests {
  @Test func `after fg it is told what the kernel dropped meanwhile`() throws {
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("--rcvbuf 4KiB --no-gro")
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    let peer = try LoopbackSocket()
    for _ in 0..<500 { try peer.send("lost", to: port) }
    try terminal.run("fg")
    try terminal.waitFor("datagrams while udpeek was stopped")
    terminal.close()
  }

  @Test func `a signal that means the end ends a stopped program, and leaves the terminal to the shell`() throws {
    let terminal = try Terminal()
    try terminal.run("stty -a >~/before")
    try terminal.startUdpeek()
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    try terminal.run("kill %1; kill -CONT %1; wait; clear; stty -a >~/after; echo done")
    try terminal.waitFor("the shell") { $0.contains("done") }
    #expect(terminal.contents("after") == terminal.contents("before"))
    #expect(try terminal.value("#{alternate_on} #{cursor_flag}") == "0 1")
    try terminal.run("jobs; echo none")
    try terminal.waitFor("no job") { $0.contains("none") && !$0.contains { $0.contains("Stopped") } }
    terminal.close()
  }

  @Test func `a program that another one stopped draws its screen again when it goes on`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("before", to: port)
    let shown = try terminal.waitForReceived(1)
    kill(try terminal.pid(), SIGSTOP)
    try terminal.waitFor("Stopped")
    // This shell leaves the terminal as it was, and there Enter ends no line.
    try terminal.type("fg")
    try terminal.press("C-j")
    try terminal.waitFor("the same screen") { $0[0...2] == shown[0...2] }
    #expect(try terminal.value("#{alternate_on}") == "1")
    try LoopbackSocket().send("after", to: port)
    try terminal.waitForReceived(2)
    terminal.close()
  }

  @Test(arguments: [("the key q", "ended 0"), ("a crash", "ended \(128 + SIGSEGV)")])
  func `what a library says is shown after the end, made safe, and never on the screen`(
    cause: String, ending: String
  ) throws {
    let terminal = try Terminal(environment: ["SWIFT_BACKTRACE": "enable=no"])
    try terminal.startUdpeek(then: "echo ended $?")
    let pid = try terminal.pid()
    let file = try #require(fopen("/proc/\(pid)/fd/2", "w"))
    fputs("a library speaks \u{1b}]0;owned\u{7}\n", file)
    fclose(file)
    try terminal.press("C-l")
    try terminal.type("?")
    let screen = try terminal.waitFor("─ keys ")
    #expect(!screen.contains { $0.contains("a library speaks") })
    if cause == "a crash" { kill(pid, SIGSEGV) } else { try terminal.type("Q") }
    let lines = try terminal.waitFor("the shell") { $0.contains(ending) }
    #expect(lines.contains { $0.contains("a library speaks ") })
    #expect(try !terminal.value("#{pane_title}").contains("owned"))
    terminal.close()
  }
}
