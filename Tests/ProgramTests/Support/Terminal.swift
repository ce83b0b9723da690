import Glibc
import Plumbing

/// A tmux pseudo-terminal with a shell in it, whose screen can be read back. Each has a tmux server of its own, which
/// ends with it.
final class Terminal {
  /// The folder with the server's socket; also the home of the programs inside.
  let folder: String
  private var isOver = false

  /// Starts a shell in a terminal of the given size.
  init(columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) throws {
    var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var variables = ["HOME": folder, "XDG_STATE_HOME": folder + "/state"]
    variables.merge(environment) { $1 }
    let settings = variables.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0)=\($1)"] }
    try tmux(
      ["start-server", ";", "set", "-g", "default-terminal", "screen-256color", ";", "set", "-g", "status", "off", ";"]
        + ["new-session", "-d", "-x", String(columns), "-y", String(rows)] + settings + ["sh"])
    try waitFor("a prompt") { $0.first?.isEmpty == false }
  }

  deinit {
    close()
    for path in ["/state/udpeek/history", "/state/udpeek/panes", "/tmux", "/pid", "/before", "/after"] {
      unlink(folder + path)
    }
    for path in ["/state/udpeek", "/state", "/.config/udpeek", "/.config", ""] { rmdir(folder + path) }
  }

  /// Ends the server, which closes the terminal.
  func close() {
    guard !isOver else { return }
    isOver = true
    _ = try? tmux(["kill-server"])
  }

  // MARK: Writing

  /// Types text literally.
  func type(_ text: String) throws { try tmux(["send-keys", "-l", "--", text]) }

  /// Presses keys by their tmux names: `Enter`, `F5`, `C-c`, `Escape`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Pastes text, bracketed if the program has asked for that.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", "--", text, ";", "paste-buffer", "-p", "-r"])
  }

  /// Types a shell command and Enter.
  func run(_ command: String) throws {
    try type(command)
    try press("Enter")
  }

  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", String(columns), "-y", String(rows)])
  }

  // MARK: Reading

  /// The lines on the screen without trailing blanks.
  func lines() throws -> [String] {
    try tmux(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The screen with its styles as escape sequences.
  func styledText() throws -> String { try tmux(["capture-pane", "-p", "-e"]) }

  /// The value of a tmux format for the pane: `#{pane_title}`, `#{alternate_on}`, `#{pane_pid}`.
  func value(_ format: String) throws -> String {
    try String(tmux(["display-message", "-p", format]).dropLast())
  }

  /// Waits until `condition` holds for the screen, and returns its lines.
  @discardableResult
  func waitFor(_ awaited: String, _ condition: ([String]) throws -> Bool) throws -> [String] {
    var seen: [String] = []
    return try eventually("the screen: \(awaited)", seen: { seen.joined(separator: "\n") }, every: 20) {
      seen = try lines()
      return try condition(seen) ? seen : nil
    }
  }

  /// Waits until a line contains `text`, and returns the lines.
  @discardableResult
  func waitFor(_ text: String) throws -> [String] {
    try waitFor("'\(text)'") { $0.contains { $0.contains(text) } }
  }

  /// Makes tmux keep the text that programs copy.
  func takeClipboard() throws { try tmux(["set", "-s", "set-clipboard", "on"]) }

  /// The text copied last; empty if there is none.
  func clipboard() throws -> String {
    guard try !tmux(["list-buffers"]).isEmpty else { return "" }
    return try tmux(["show-buffer"])
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let client = try Program(
      "tmux", ["-u", "-S", folder + "/tmux", "-f", "/dev/null"] + arguments, environment: Udpeek.environment)
    let ended = try client.finish()
    guard ended.status == 0 else { throw TimedOut(awaited: "tmux \(arguments)", seen: ended.errors) }
    return ended.output
  }
}

extension Terminal {
  /// Starts udpeek's screen on a port of 127.0.0.1 that the system chooses, and saves its process ID for `pid`.
  /// - Parameters:
  ///   - command: the command before the endpoint; empty for the screen of a reception.
  ///   - variables: assignments of environment variables in shell syntax.
  ///   - clears: whether the shell's screen is cleared first.
  ///   - then: the command that the shell runs after udpeek has ended.
  /// - Returns: the port.
  @discardableResult
  func startUdpeek(
    _ arguments: String = "", command: String = "", variables: String = "", clears: Bool = true, then: String = "true"
  ) throws -> UInt16 {
    let start =
      "\(variables) sh -c 'echo $$ >~/pid; exec \"$@\"' - '\(Udpeek.path)' \(command) 127.0.0.1:0 \(arguments)"
    try run("\(clears ? "clear; " : "")\(start); \(then)")
    let title = /udp 127\.0\.0\.1:(\d+)/
    let lines = try waitFor("udpeek's title") { $0.first?.contains(title) ?? false }
    guard let match = lines[0].firstMatch(of: title), let port = UInt16(match.1) else {
      throw TimedOut(awaited: "the port in the title", seen: lines[0])
    }
    return port
  }

  /// Starts udpeek, sends it a datagram from a peer, and opens the reply to that peer.
  /// - Returns: the peer.
  func startReplying(_ arguments: String = "") throws -> LoopbackSocket {
    let port = try startUdpeek(arguments)
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try waitForReceived(1)
    try type("r")
    try waitFor("─ reply to ")
    return peer
  }

  /// The process started by `startUdpeek`.
  func pid() throws -> pid_t {
    guard let line = contents("pid"), let pid = pid_t(line.dropLast()) else {
      throw TimedOut(awaited: "a process id", seen: contents("pid") ?? "no file")
    }
    return pid
  }

  /// The content of a file in the shell's home.
  func contents(_ name: String) -> String? { ProgramTests.contents(of: folder + "/" + name) }

  /// Waits until the status line shows the given number of received datagrams.
  @discardableResult
  func waitForReceived(_ count: Int) throws -> [String] {
    try waitFor("recv \(count) ")
  }
}

/// A screen as text in which values that differ between runs are masked: clock times, and ports of five digits.
func masked(_ lines: [String]) -> [String] {
  lines.map {
    $0.replacing(/\d\d:\d\d:\d\d\.\d{3}/, with: "HH:MM:SS.mmm").replacing(/127\.0\.0\.1:\d{5}/, with: "127.0.0.1:PPPPP")
      .replacing(/FOLLOW .*  recv/, with: "FOLLOW … recv")
  }
}
