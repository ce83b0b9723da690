import Glibc
import TestSupport
import Testing

/// Tests stopping and resuming the program, and output of libraries in the meantime.
@Suite(.waits) struct StopTests {
  /// A script that holds one thread of a program, as a debugger does, until the program ends (ptrace(2): PTRACE_SEIZE,
  /// PTRACE_INTERRUPT; __WALL of waitpid(2)).
  private static let hold = """
    import ctypes, os, sys
    libc, thread = ctypes.CDLL(None, use_errno=True), int(sys.argv[1])
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    for request in (0x4206, 0x4207):
        if libc.ptrace(request, thread, None, None) != 0:
            sys.exit(os.strerror(ctypes.get_errno()))
    os.waitpid(thread, 0x40000000)
    print("held", flush=True)
    os.waitpid(thread, 0x40000000)
    """

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
    // This shell does not restore the terminal's modes, in which Enter does not end a line.
    try terminal.type("fg")
    try terminal.press("C-j")
    try terminal.waitFor("the same screen") { $0[0...2] == shown[0...2] }
    #expect(try terminal.value("#{alternate_on}") == "1")
    try LoopbackSocket().send("after", to: port)
    try terminal.waitForReceived(2)
    terminal.close()
  }

  @Test func `a hung screen ends by a signal: terminal given back, recording whole, what libraries said is shown`()
    throws
  {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek("-w '\(folder["a.pcapng"])'", then: "echo ended $?")
    let (pid, peer) = (try terminal.pid(), try LoopbackSocket())
    try peer.send("before", to: port)
    try terminal.waitForReceived(1)
    let file = try #require(fopen("/proc/\(pid)/fd/2", "w"))
    fputs("a library speaks \u{1b}]0;owned\u{7}\n", file)
    fclose(file)
    // The screen's thread, the first one, is held as if a disk did not respond.
    let holder = try Program("python3", ["-c", Self.hold, "\(pid)"], environment: Udpeek.environment)
    try holder.waitForOutput("held")
    let written = contents(of: folder["a.pcapng"])?.utf8.count ?? 0
    try peer.send("while it hangs", to: port)
    _ = try eventually("reception goes on") {
      (contents(of: folder["a.pcapng"])?.utf8.count ?? 0) > written ? true : nil
    }
    try peer.send("at the end", to: port)
    let start = monotonicTime()
    kill(pid, SIGTERM)
    let lines = try terminal.waitFor("ended \(128 + SIGTERM)")
    #expect(monotonicTime() - start < 5_000_000_000)
    #expect(lines.contains { $0.contains("a library speaks ") })
    #expect(try terminal.value("#{alternate_on} #{cursor_flag}") == "0 1")
    #expect(try !terminal.value("#{pane_title}").contains("owned"))
    let payloads = try Tshark.payloads(of: folder["a.pcapng"])
    #expect(payloads.map { $0.count / 2 } == [6, 14, 10])
    let capinfos = try Program("capinfos", [folder["a.pcapng"]], environment: Udpeek.environment)
    #expect(try capinfos.finish().output.contains("Number of stat entries = 1"))
    terminal.close()
  }

  @Test func `^Z stops what has no screen too, and fg goes on`() throws {
    let terminal = try Terminal()
    try terminal.run("clear; '\(Udpeek.path)' listen 127.0.0.1:0; echo ended $?")
    let lines = try terminal.waitFor("the port") { $0[0].contains("listening on 127.0.0.1:") }
    let port = try #require(lines[0].firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) })
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    try LoopbackSocket().send("meanwhile", to: port)
    try terminal.run("fg")
    try terminal.waitFor("meanwhile")
    try terminal.press("C-c")
    try terminal.waitFor("received 1, shown 1, sent 0, kernel drops 0")
    terminal.close()
  }

  @Test func `^Z stops a whole pipeline, and fg goes on`() throws {
    let terminal = try Terminal()
    try terminal.run("clear; sleep 20 | '\(Udpeek.path)' open -")
    try terminal.waitFor(" file stdin ")
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    try terminal.run("fg")
    try terminal.waitFor(" file stdin ")
    try terminal.press("F10")
    try terminal.waitFor("the screen given back") { _ in try terminal.value("#{alternate_on}") == "0" }
    terminal.close()
  }

  @Test func `a pipe in the place of the history hangs nothing`() throws {
    let terminal = try Terminal()
    try terminal.run("mkdir -p ~/state/udpeek; mkfifo ~/state/udpeek/history ~/state/udpeek/panes")
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try terminal.type("/size > 3")
    try terminal.press("Enter")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("Q")
    let lines = try terminal.waitFor("ended 0")
    #expect(lines.contains { $0.contains("the history cannot be saved") })
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
