import CaptureFile
import CommandCore
import Configuration
import Glibc
import PeerText
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests the programs of `--exec`, in Python, with a `listen` on real sockets.
struct CoprocessTests {
  /// The beginning of each program: `answer` asks for a datagram.
  private static let beginning = """
    import json, os, signal, sys, time
    def answer(**members): print(json.dumps(members), flush=True)

    """

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Starts a `listen` whose datagrams a program gets.
  private func listen(
    _ program: String, _ setup: Setup? = nil, limits: ReplyLimits = ReplyLimits(),
    _ change: (inout Listening.Options) -> Void = { _ in }
  ) throws -> RunningListen {
    let path = folder.write(Self.beginning + program, to: "program.py")
    return try listen(command: "exec python3 \(path)", setup, limits: limits, change)
  }

  private func listen(
    command: String, _ setup: Setup? = nil, limits: ReplyLimits = ReplyLimits(),
    _ change: (inout Listening.Options) -> Void = { _ in }
  ) throws -> RunningListen {
    let setup = try setup ?? .flags()
    let scope = RuleSource.scope(Aliases(), setup.interfaces)
    let options = try AutoReply(reply: nil, conditional: [], scope, setup.encodings)
    let source = RuleSource(options: options, path: nil, aliases: Aliases(), interfaces: setup.interfaces)
    return try RunningListen(setup, answers: .init(source, limits: limits, program: command), change)
  }

  @Test func `a program of ten lines answers PING with PONG, as text and as bytes`() throws {
    let listen = try listen(
      """
      for line in sys.stdin:
          row = json.loads(line)
          if row["text"].startswith("PING "): answer(reply_to=row["number"], text="PONG " + row["text"][5:])
          if row["payload"] == "7e01": answer(reply_to=row["number"], payload="7e8100ff")
      """)
    let peer = try TestPeer(to: listen.endpoint)
    peer.send("PING 17")
    #expect(peer.receive() == Array("PONG 17".utf8))
    peer.send([0x7e, 0x01])
    #expect(peer.receive() == [0x7e, 0x81, 0x00, 0xff])
    try listen.stop()
    #expect(listen.console.sentences.contains("received 2, shown 4, sent 2"))
  }

  @Test func `a text is answered in the encoding of its peer`() throws {
    let listen = try listen(
      """
      for line in sys.stdin:
          row = json.loads(line)
          answer(reply_to=row["number"], text=row["text"] + "收到")
      """, .flags(encoding: "gbk"))
    let peer = try TestPeer(to: listen.endpoint)
    peer.send([0xce, 0xc2, 0xb6, 0xc8])
    #expect(peer.receive() == [0xce, 0xc2, 0xb6, 0xc8, 0xca, 0xd5, 0xb5, 0xbd])
    try listen.stop()
  }

  @Test func `a program gets the lines of listen --json, and only of datagrams received that the filter shows`() throws
  {
    let listen = try listen(command: "cat > \(folder["lines"])", .flags("\"alarm\"")) { $0.form = .json }
    let peer = try TestPeer(to: listen.endpoint)
    for text in ["alarm 1", "quiet", "alarm \"温度\""] { peer.send(text) }
    eventually("the program has both lines") { folder.text(of: "lines").split(separator: "\n").count == 2 }
    try listen.stop()
    #expect(listen.console.records.hasPrefix(folder.text(of: "lines")))
  }

  @Test func `a program sends to an endpoint that asked for nothing`() throws {
    let other = try TestPeer(to: "127.0.0.1:9")
    let listen = try listen(
      """
      answer(to="\(other.endpoint)", text="unasked")
      sys.stdin.read()
      """)
    #expect(other.receive() == Array("unasked".utf8))
    try listen.stop()
  }

  @Test func `a program that ends is started again, and it is said how it ended`() throws {
    let listen = try listen(
      """
      row = json.loads(sys.stdin.readline())
      answer(reply_to=row["number"], text=row["text"])
      if row["text"] == "second": os.kill(os.getpid(), signal.SIGKILL)
      sys.exit(3)
      """)
    let peer = try TestPeer(to: listen.endpoint)
    for (text, ending) in [("first", "with status 3"), ("second", "by signal 9")] {
      peer.send(text)
      #expect(peer.receive() == Array(text.utf8))
      eventually("the ending is told") {
        listen.console.sentences.contains("exec: the program ended \(ending); it is started again\n")
      }
    }
    try listen.stop()
  }

  @Test func `a command that does not exist is told by the shell`() throws {
    let listen = try listen(command: "no-such-program-of-udpeek")
    eventually("the shell's words and the status are told") {
      let said = listen.console.sentences
      return said.contains("exec: ") && said.contains("no-such-program-of-udpeek: ") && said.contains("with status 127")
    }
    try listen.stop()
  }

  @Test func `a program that reads nothing misses datagrams, which are counted, and all are received`() throws {
    let listen = try listen("time.sleep(1000)")
    let peer = try TestPeer(to: listen.endpoint)
    eventually("datagrams are missed") {
      for _ in 0..<20 { peer.send(String(repeating: "x", count: 1_000)) }
      return listen.console.sentences.contains(#/exec: the program is slow and missed \d+ datagrams?/#)
    }
    try listen.stop()
    #expect(!listen.console.sentences.contains("ended"))
  }

  @Test func `a program that floods sends no more than the limits allow, and reception goes on`() throws {
    let other = try TestPeer(to: "127.0.0.1:9")
    let listen = try listen(
      """
      while True: print('{"to":"\(other.endpoint)","text":"x"}' * 1, '{"reply_to":1,"text":"y"}', sep="\\n")
      """, limits: ReplyLimits(rate: 10, allowsServicePorts: false))
    let peer = try TestPeer(to: listen.endpoint)
    peer.send("hello")
    #expect(peer.receive() == Array("y".utf8))
    // At first twenty messages may go at once: after those the limit holds.
    eventually("more are sent than at once") { listen.console.records.split(separator: "\n").count > 25 }
    peer.send("again")
    eventually("it is received") { listen.console.records.contains("again") }
    try listen.stop()
    #expect(listen.console.sentences.contains("over the total limit (--reply-rate)"))
  }

  @Test func `a line that is no message is told with the reason, and too many are counted`() throws {
    let listen = try listen(
      """
      for number in range(500): print("nonsense")
      print(500 * "standard error\\n", file=sys.stderr, flush=True)
      sys.stdin.read()
      """)
    eventually("the rest is counted") { listen.console.sentences.contains("more lines were left out") }
    try listen.stop()
    let said = listen.console.sentences
    #expect(
      said.contains("exec: not sent: it is not a JSON object in UTF-8: nonsense\n")
        || said.contains("exec: standard error\n"))
    #expect(said.matches(of: #/exec: (not sent|standard)/#).count <= 60)
  }

  @Test func `an answer larger than the guard allows is withheld`() throws {
    let listen = try listen(
      """
      for line in sys.stdin: answer(reply_to=json.loads(line)["number"], text=1000 * "x")
      """)
    let peer = try TestPeer(to: listen.endpoint)
    peer.send("hello")
    eventually("the program has answered") {
      // A second datagram is given to the program after the first.
      peer.send("hello")
      return listen.console.records.split(separator: "\n").count > 3
    }
    try listen.stop()
    #expect(!listen.console.sentences.contains(#/sent [1-9]/#))
  }

  @Test func `a program that ignores SIGTERM is killed, and what it started with it`() throws {
    let listen = try listen(command: "trap '' TERM; sleep 1000 & echo $! >&2; echo $$ >&2; while :; do wait; done")
    eventually("it says its processes") { listen.console.sentences.matches(of: #/exec: \d+\n/#).count == 2 }
    let processes = listen.console.sentences.matches(of: #/exec: (\d+)\n/#).compactMap { Int32($0.1) }
    try listen.stop()
    #expect(processes.count == 2)
    for process in processes {
      eventually("\(process) is gone") { kill(process, 0) != 0 || Self.isZombie(process) }
    }
  }

  /// Whether a process only waits for its parent, which in a container may take no notice of it.
  private static func isZombie(_ process: Int32) -> Bool {
    String(decoding: TestFolder.bytes(at: "/proc/\(process)/stat"), as: UTF8.self).contains(") Z ")
  }
}
