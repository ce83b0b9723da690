import CommandCore
import Glibc
import TestSupport
import Testing

/// Tests that each command confines itself, and that nobody breaks out of it.
@Suite(.waits) struct ConfinementTests {
  /// What is denied to every command, whatever it was asked for.
  private static let always = [
    "trace", "memory", "user-namespace", "cloned-namespace", "joined-namespace", "mounts", "root-folder", "by-handle",
    "device", "kernel-program", "io-ring", "page-faults", "events", "keys", "modules", "execution-domain",
    "forged-input",
  ]
  /// What is done to files outside of the folders that were given.
  private static let outside = [
    "read-other", "write-other", "empty-other", "make-other", "list-other", "remove-other", "folder-other",
    "link-other",
    "read-root", "write-system", "other-process",
  ]

  @Test func `every command of the command line is in the table`() throws {
    let help = try Udpeek.run(["--help"]).output
    let list = try #require(help.split(separator: "SUBCOMMANDS:\n").last)
    let names = list.split(separator: "\n").compactMap { $0.firstMatch(of: #/^  ([a-z]+) /#)?.1 }.map(String.init)
    #expect(Set(names) == Set(ConfinedCommand.allCases.map(\.rawValue)))
    #expect(names.count > 20)
  }

  @Test(arguments: ConfinedCommand.allCases)
  func `nobody breaks out of a command`(_ command: ConfinedCommand) throws {
    let (given, other) = (try TestFolder(), try Breakout.Outside())
    given.write("given", to: "file")
    let met = try Breakout.attempts(as: command, given: given.path, other: other.path)
    for name in ["read-given", "write-given", "read-system", "signal-self", "routes"] {
      #expect(met[name] == 0, "\(name)")
    }
    for name in Self.always { #expect(met[name] == EPERM, "\(name)") }
    let row = command.row
    #expect(met["datagrams"] == (row.usesNetwork ? 0 : EACCES))
    if row.examinesSystem { return }
    for name in ["program", "program-memory", "user", "signal-parent"] { #expect(met[name] == EPERM, "\(name)") }
    for name in ["packets", "raw"] { #expect(met[name] == EACCES, "\(name)") }
    guard Breakout.holds else { return }
    for name in Self.outside { #expect(met[name] == EACCES, "\(name)") }
    #expect(met["stream"] == EACCES)
    #expect(TestFolder.bytes(at: other.path + "/file") == Array("secret".utf8))
  }

  @Test(.requiresProgram("sharkd"), arguments: [ConfinedCommand.watch, .listen, .open])
  func `where sharkd is asked, no other program runs`(_ command: ConfinedCommand) throws {
    let (given, other) = (try TestFolder(), try Breakout.Outside())
    given.write("given", to: "file")
    let met = try Breakout.attempts(as: command, given: given.path, other: other.path, "sharkd")
    for name in Self.always where name != "user-namespace" { #expect(met[name] == EPERM, "\(name)") }
    guard Breakout.holds else { return }
    #expect(met["program"] == EACCES)
    for name in Self.outside { #expect(met[name] == EACCES, "\(name)") }
  }

  @Test func `programs that a person asked for may read and write, and gain nothing`() throws {
    let (given, other) = (try TestFolder(), try Breakout.Outside())
    given.write("given", to: "file")
    let met = try Breakout.attempts(as: .listen, given: given.path, other: other.path, "commands")
    for name in Self.always { #expect(met[name] == EPERM, "\(name)") }
    for name in ["program", "read-other", "make-other"] { #expect(met[name] == 0, "\(name)") }
  }

  // MARK: The program itself

  /// Each command with arguments with which it ends by itself.
  private static func arguments(of command: ConfinedCommand, _ folder: TestFolder) -> [String] {
    let capture = folder.write(SampleCapture.timelessFirst, to: "a.pcapng")
    switch command {
    case .watch, .demo: return []
    case .listen: return ["127.0.0.1:0", "--duration", "0.2"]
    case .send: return ["127.0.0.1:9", "hello"]
    case .ping: return ["127.0.0.1:9", "hello", "--count", "1", "--wait", "100ms"]
    case .discover: return ["127.0.0.1/32:9", "hello", "--wait", "100ms"]
    case .open: return [capture, "--json"]
    case .info: return [capture]
    case .convert: return [capture, folder["a.csv"]]
    case .replay: return [capture, "--to", "127.0.0.1:9", "--top"]
    case .mock: return [capture, "--at", "127.0.0.1:0", "--duration", "0.2"]
    case .relay: return ["127.0.0.1:0", "--to", "127.0.0.1:9", "--headless", "--duration", "0.2"]
    case .expect: return [folder.write("to 127.0.0.1:9\n> hello\n", to: "a.udp")]
    case .filter: return ["in"]
    case .doctor: return ["127.0.0.1:9"]
    case .rules: return [folder.write("[[rule]]\nwhen = \"in\"\nreply = \"x\"\n", to: "a.toml")]
    case .formats, .encodings, .checksums, .keys, .config: return []
    }
  }

  @Test(.requiresProgram("strace"), arguments: ConfinedCommand.allCases)
  func `the command confines itself before its second thread`(_ command: ConfinedCommand) throws {
    let folder = try TestFolder()
    let trace = [
      "strace", "-f", "-q", "-o", folder["trace"], "-e",
      "trace=seccomp,landlock_restrict_self,clone,clone3,execve", "--",
    ]
    let words = trace + [Udpeek.path, command.rawValue] + Self.arguments(of: command, folder)
    if [.watch, .demo].contains(command) {
      let terminal = try Terminal()
      try terminal.run("clear; \(words.joined(separator: " "))\(command == .watch ? " 127.0.0.1:0" : "")")
      try terminal.waitFor("udp 127.0.0.1:")
      try terminal.press("F10")
      try eventually("the end of the trace") { folder.text(of: "trace").contains("+++ exited") }
      terminal.close()
    } else {
      _ = try Program(words[0], Array(words.dropFirst()), environment: Udpeek.environment).finish()
    }
    let lines = folder.text(of: "trace").split(separator: "\n").map(String.init)
    let thread = lines.firstIndex { $0.contains("clone") && $0.contains("CLONE_THREAD") } ?? lines.count
    let calls = lines.firstIndex { $0.contains("seccomp(SECCOMP_SET_MODE_FILTER") && $0.hasSuffix(" = 0") }
    #expect(try #require(calls, "\(lines)") < thread)
    guard Breakout.holds, !command.row.examinesSystem else { return }
    let files = lines.firstIndex { $0.contains("landlock_restrict_self(") && $0.hasSuffix(" = 0") }
    #expect(try #require(files, "\(lines)") < thread)
  }

  @Test func `all threads of a running command have given up new privileges and system calls`() throws {
    let (program, _) = try Udpeek.listen()
    for thread in TestFolder.names(in: "/proc/\(program.pid)/task") {
      let status = try #require(contents(of: "/proc/\(program.pid)/task/\(thread)/status"))
      #expect(status.contains("\nNoNewPrivs:\t1\n") && status.contains("\nSeccomp:\t2\n"), "\(status)")
    }
    program.signal(SIGTERM)
    #expect(try program.finish().status == 0)
  }

  @Test func `what holds is said`() throws {
    let said = try Udpeek.run(["--verbose", "--version"])
    #expect(said.status == 0)
    #expect(said.lines[0] == (try Udpeek.run(["--version"]).lines[0]))
    #expect(said.output.contains("  holds: programs gain no privileges that this process lacks\n"))
    #expect(
      said.output.contains(
        "  holds: no program is executed, unless --exec, exec of an alarm, or sharkd was asked for\n"))
    let off = try Udpeek.run(["--version", "--verbose"], ["UDPEEK_CONFINE": "false"])
    #expect(off.lines.dropFirst() == ["confinement is switched off in the configuration: confine = false"])
  }

  // MARK: What a person meets

  @Test(arguments: [false, true])
  func `a file outside is refused with the reason and the next step`(_ isOff: Bool) throws {
    guard Breakout.holds else { return }
    let other = try Breakout.Outside()
    let terminal = try Terminal(columns: 200)
    let port = try terminal.startUdpeek(isOff ? "--no-confine" : "")
    try LoopbackSocket().send("one", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("w")
    try terminal.press("C-u")
    try terminal.type("\(other.path)/rows.csv")
    try terminal.press("Enter")
    try terminal.waitFor(
      isOff ? "wrote 1 row to" : "--allow-folder DIR at the start lets it write there")
    #expect(TestFolder.bytes(at: "\(other.path)/rows.csv").isEmpty == !isOff)
    terminal.close()
  }

  @Test func `a folder that is allowed is written to`() throws {
    let other = try Breakout.Outside()
    let terminal = try Terminal(columns: 200)
    let port = try terminal.startUdpeek("--allow-folder \(other.path)")
    try LoopbackSocket().send("one", to: port)
    try terminal.waitForReceived(1)
    try terminal.type("w")
    try terminal.press("C-u")
    try terminal.type("\(other.path)/rows.csv")
    try terminal.press("Enter")
    try terminal.waitFor("wrote 1 row to")
    #expect(!TestFolder.bytes(at: "\(other.path)/rows.csv").isEmpty)
    terminal.close()
  }

  @Test func `a screen that has confined itself still names the program of a local peer`() throws {
    let terminal = try Terminal(columns: 200)
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("one", to: port)
    try terminal.waitForReceived(1)
    let peer = try LoopbackSocket()
    try peer.send("two", to: port)
    try terminal.waitForReceived(2)
    try terminal.type("P")
    try terminal.waitFor("(\(getpid()))")
    terminal.close()
  }

  @Test func `a screen says that it will not run what a reload asks for`() throws {
    let terminal = try Terminal(columns: 150)
    try terminal.startUdpeek()
    let file = terminal.folder + "/.config/udpeek/config.toml"
    defer { unlink(file) }
    let written = try #require(fopen(file, "w"))
    fputs("[[alarm]]\nrate = \"> 1/s\"\nexec = \"true\"\n", written)
    fclose(written)
    try terminal.type(":reload")
    try terminal.press("Enter")
    try terminal.waitFor("exec of alarms will be refused: udpeek has confined itself, and is to be started again")
    terminal.close()
  }

  @Test(.requiresProgram("sharkd")) func `Wireshark's tree is asked for from within`() throws {
    let (program, port) = try Udpeek.listen(["--dissect", "--count", "1"])
    try LoopbackSocket().send("one", to: port)
    let ended = try program.finish(within: 60)
    #expect(ended.status == 0)
    #expect(ended.output.contains("User Datagram Protocol"), "\(ended.output)\(ended.errors)")
  }

  @Test func `a program of --exec writes where it likes`() throws {
    let other = try Breakout.Outside()
    let (program, port) = try Udpeek.listen(["--exec", "echo began > \(other.path)/new; cat > /dev/null"])
    try LoopbackSocket().send("one", to: port)
    try eventually("a file of the program") { TestFolder.bytes(at: "\(other.path)/new") == Array("began\n".utf8) }
    program.signal(SIGTERM)
    _ = try program.finish()
  }

  @Test func `the owner of a port is named before the command confines itself`() throws {
    let (program, port) = try Udpeek.listen()
    let second = try Udpeek.run(["listen", "127.0.0.1:\(port)"])
    #expect(second.status == 1)
    #expect(second.errors.contains("in use by udpeek (process \(program.pid))"))
    program.signal(SIGTERM)
    _ = try program.finish()
  }
}
