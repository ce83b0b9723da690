import Glibc
import TestSupport
import Testing

/// Tests `udpeek open ssh://…` as a program.
@Suite(.waits) struct HostsTests {
  /// With real ssh servers, each in a network namespace of its own.
  @Test(.requiresNamespaces, .requiresSSHServer) func `three hosts are one table, by real ssh servers`() throws {
    let words = [Project.root + "/Tests/Hosts/hosts.py", Udpeek.path]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 480)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.count { $0.contains(": ok: ") } == 9, "\(ended.output)")
  }

  /// A stand-in for ssh: runs the command as the shell of the host would.
  private static func ssh(in folder: TestFolder, _ before: String = "") -> String {
    folder.write(Array("\(before)\nfor last; do :; done\nexec sh -c \"$last\"\n".utf8), to: "ssh")
    return "sh '\(folder["ssh"])'"
  }

  @Test func `rows of a host are listed with its name, until a signal ends it`() throws {
    let folder = try TestFolder()
    let port = try LoopbackSocket().port
    let open = try Udpeek.start([
      "open", "--json", "--ssh", Self.ssh(in: folder), "--remote-udpeek", "'\(Udpeek.path)'",
      "ssh://me@gate/127.0.0.1:\(port)",
    ])
    let peer = try LoopbackSocket()
    try open.wait("a row") { open in
      try? peer.send("温度", to: port)
      return open.outputText.contains(#""host":"gate""#)
    }
    let ended = try open.end()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.lines.last?.contains(#""direction":"summary""#) == true)
    try eventually("the other one has ended, and the port is free") {
      try Udpeek.run(["send", "127.0.0.1:\(port)", "x", "--wait", "1"]).status == 4
    }
  }

  @Test func `a host that cannot be reached is named with the reason`() throws {
    let folder = try TestFolder()
    for (script, status, sentence) in [
      (
        "echo 'ssh: connect to host gate port 22: Connection refused' >&2; exit 255", 1,
        "gate: ssh: connect to host gate port 22: Connection refused\n"
      ),
      ("exit 127", 1, "gate: no udpeek in the PATH there; --remote-udpeek says where it is\n"),
      (
        "echo \"Error: Unknown option '--control'\" >&2; echo 'Usage: udpeek listen' >&2; exit 2", 1,
        "gate: the udpeek there is older than this one"
      ),
      ("kill -9 $$", 1, "gate: ssh ended by signal 9\n"),
    ] {
      let ended = try Udpeek.run(["open", "--json", "--ssh", Self.ssh(in: folder, script), "ssh://gate/9000"])
      #expect(ended.status == Int32(status) && ended.errors.contains(sentence), "\(ended.errors)")
    }
  }

  @Test func `wrong arguments end with 2`() throws {
    for (words, sentence) in [
      (["ssh://gate/9000", "night.pcap"], "hosts and files cannot be shown together"),
      (["ssh://gate"], "the port to receive at is missing"),
      (["--ssh", "x", "/dev/null"], "--ssh goes with hosts"),
      (["--remote-udpeek", "x", "/dev/null"], "--remote-udpeek goes with hosts"),
    ] {
      let ended = try Udpeek.run(["open", "--json"] + words)
      #expect(ended.status == 2 && ended.errors.contains(sentence), "\(words): \(ended.errors)")
    }
  }

  @Test func `listen --control reports in lines of JSON, and ends with standard input`() throws {
    let listen = try Udpeek.start(["listen", "127.0.0.1:0", "--write", "-", "--control"])
    try listen.waitForErrors(#"{"control":"ready"}"#)
    listen.feed(Array("{\"clock\":7}\nwhat?\n".utf8), isEnd: false)
    try listen.waitForErrors(#"{"control":"clock","clock":7,"time":"#)
    try listen.waitForErrors("--control: this line is no request: what?")
    listen.closeInput()
    #expect(try listen.finish().status == 0)
  }
}

extension Trait where Self == ConditionTrait {
  /// Requires root, and the programs of OpenSSH's server and client.
  fileprivate static var requiresSSHServer: Self {
    .enabled("sshd is not here, or this is not root: make setup-tests") {
      let places = ["/usr/sbin/sshd", Project.root + "/.build/servers/usr/sbin/sshd"]
      return geteuid() == 0 && places.contains { path in access(path, X_OK) == 0 }
    }
  }
}
