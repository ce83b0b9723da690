import Glibc
import TestSupport
import Testing

/// Tests the files in the configuration and state folders: limited in size, refused unless regular, shared by
/// instances.
@Suite(.serialized, .waitsInTurn)
struct KeptFileTests {
  @Test(arguments: ["pipe", "folder", "device"])
  func `what is no regular file is no configuration, and is named`(kind: String) throws {
    let folder = try TestFolder()
    mkdir(folder["udpeek"], 0o700)
    let path = folder["udpeek/config.toml"]
    switch kind {
    case "pipe": mkfifo(path, 0o600)
    case "folder": mkdir(path, 0o700)
    default: symlink("/dev/zero", path)
    }
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let ended = try Udpeek.run(["config"], environment)
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("\(path):1: the file cannot be read: it is a \(kind), not a regular file"))
    let written = try Udpeek.run(["config", "--init"], environment)
    #expect(written.status == 1 && written.errors.contains("it is a \(kind), not a regular file"))
  }

  @Test func `config --init writes a file, adds to one, and empties none`() throws {
    let folder = try TestFolder()
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let path = folder["udpeek/config.toml"]
    let first = try Udpeek.run(["config", "--init"], environment)
    #expect(first.status == 0)
    #expect(first.output == "wrote \(path): it lists every key with its explanation, as a comment\n")
    #expect(try Udpeek.run(["config"], environment).errors.isEmpty)
    folder.write("# mine\nsnap = 9\n[aliases]\n\"10.0.3.17\" = \"boiler\"\n", to: "udpeek/config.toml")
    chmod(path, 0o640)
    let second = try Udpeek.run(["config", "--init"], environment)
    #expect(second.status == 0 && second.output.hasPrefix("added to \(path), as comments: "))
    let text = try #require(contents(of: path))
    #expect(text.hasPrefix("# mine\nsnap = 9\n"))
    #expect(text.contains("\n[aliases]\n\"10.0.3.17\" = \"boiler\"\n"))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    let third = try Udpeek.run(["config", "--init"], environment)
    #expect(third.status == 0 && third.output == "\(path) already lists every key: nothing was changed\n")
    #expect(contents(of: path) == text)
    #expect(folder.names == ["udpeek"])
  }

  @Test func `config does not write into the file that it reads`() throws {
    let folder = try TestFolder()
    let environment = Udpeek.environment.merging(["XDG_CONFIG_HOME": folder.path]) { $1 }
    mkdir(folder["udpeek"], 0o700)
    let path = folder["udpeek/config.toml"]
    func run(_ redirection: String) throws -> Program.Ended {
      folder.write("snap = 9\n", to: "udpeek/config.toml")
      let words = ["-c", "exec '\(Udpeek.path)' config \(redirection) '\(path)'"]
      return try Program("sh", words, environment: environment).finish()
    }
    for redirection in [">>", "1<>"] {
      let ended = try run(redirection)
      #expect(ended.status == 1 && ended.errors.hasPrefix("standard output is \(path), the configuration file itself"))
      #expect(contents(of: path) == "snap = 9\n")
    }
    // The shell has already emptied the file, so the program can only report it.
    let ended = try run(">")
    #expect(ended.status == 1)
    #expect(ended.errors.contains("removed by the shell before udpeek could read it; next time: udpeek config --init"))
  }

  @Test func `a history that is a pipe is named and does not hold up the screen`() throws {
    let terminal = try Terminal(columns: 160)
    mkdir(terminal.folder + "/state", 0o700)
    mkdir(terminal.folder + "/state/udpeek", 0o700)
    mkfifo(terminal.folder + "/state/udpeek/history", 0o600)
    try terminal.startUdpeek(then: "echo ended $?")
    try terminal.waitFor("/history: it is a pipe, not a regular file")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `a line of megabytes in the history does not hold up the screen`() throws {
    let terminal = try Terminal(columns: 120)
    mkdir(terminal.folder + "/state", 0o700)
    mkdir(terminal.folder + "/state/udpeek", 0o700)
    let path = terminal.folder + "/state/udpeek/history"
    let file = try #require(fopen(path, "w"))
    fputs("filter\tport 5000\nfilter\t" + String(repeating: "a", count: 1_500_000) + "\n", file)
    fputs("find\t" + String(repeating: "b", count: 260_000) + "\n", file)
    fclose(file)
    try terminal.startUdpeek(then: "echo ended $?")
    try terminal.type("/")
    try terminal.press("Up")
    try terminal.waitFor("= port 5000")
    try terminal.press("Enter")
    try terminal.press("F3")
    try terminal.press("Up")
    try terminal.waitFor("bbbbbbbb")
    try terminal.press("C-u")
    try terminal.press("Enter")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `what two instances remember is there, though one shortens the file meanwhile`() throws {
    let terminal = try Terminal(columns: 120)
    try terminal.startUdpeek(then: "echo ended $?")
    let path = terminal.folder + "/state/udpeek/history"
    // Another instance locks the file, replaces it with a shorter one, and releases the lock.
    let script = """
      import fcntl, os, sys
      path = sys.argv[1]
      old = open(path, "a")
      fcntl.flock(old, fcntl.LOCK_EX)
      print("locked", flush=True)
      sys.stdin.readline()
      with open(path + ".other", "w") as new:
          new.write("filter\\tport 1\\n")
      os.rename(path + ".other", path)
      """
    let other = try Program("python3", ["-c", script, path], environment: Udpeek.environment)
    try other.waitForLines(1)
    try terminal.type("/port 2")
    other.feed("go on\n")
    try terminal.press("Enter")
    try eventually("both lines", seen: { contents(of: path) ?? "" }) {
      contents(of: path) == "filter\tport 1\nfilter\tport 2\n"
    }
    try other.finish()
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `instances that start at once shorten the history together and lose none of its last lines`() throws {
    let terminals = try (0..<3).map { _ in try Terminal(columns: 100) }
    let path = terminals[0].folder + "/shared/udpeek/history"
    mkdir(terminals[0].folder + "/shared", 0o700)
    mkdir(terminals[0].folder + "/shared/udpeek", 0o700)
    let file = try #require(fopen(path, "w"))
    for number in 0..<1_200 { fputs("filter\tport \(number)\n", file) }
    fclose(file)
    let variables = "XDG_STATE_HOME='\(terminals[0].folder)/shared'"
    for terminal in terminals {
      try terminal.run("clear; \(variables) '\(Udpeek.path)' 127.0.0.1:0; echo ended $?")
    }
    for (number, terminal) in terminals.enumerated() {
      try terminal.waitFor("the screen") { $0.first?.contains("udp 127.0.0.1:") ?? false }
      try terminal.type("/size > \(number)")
      try terminal.press("Enter")
    }
    try eventually("the lines of all", seen: { contents(of: path) ?? "" }) {
      let lines = Set((contents(of: path) ?? "").split(separator: "\n").map(String.init))
      return (0..<3).allSatisfy { lines.contains("filter\tsize > \($0)") } && lines.contains("filter\tport 1199")
        && !lines.contains("filter\tport 0")
    }
    for terminal in terminals {
      try terminal.press("F10")
      try terminal.waitFor("ended 0")
    }
    let names = try Program("ls", [terminals[0].folder + "/shared/udpeek"], environment: Udpeek.environment).finish()
    #expect(!names.output.contains(".new"))
    unlink(path)
    unlink(terminals[0].folder + "/shared/udpeek/panes")
    rmdir(terminals[0].folder + "/shared/udpeek")
    rmdir(terminals[0].folder + "/shared")
    for terminal in terminals { terminal.close() }
  }
}
