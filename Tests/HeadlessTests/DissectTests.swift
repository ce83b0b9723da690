import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import PayloadText
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests the process that makes Wireshark's trees: with programs that stand for sharkd, and with sharkd itself where it
/// is installed.
struct DissectTests {
  private static let second: Int64 = 1_000_000_000

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func sharkd(_ program: String, patience: Int64 = 20 * second) -> Sharkd {
    let path = folder.write(program, to: "sharkd.py")
    chmod(path, 0o755)
    return Sharkd(path, patience: patience)
  }

  /// A datagram from 10.0.0.1:40000 to 10.0.0.2, port 53.
  private static func datagram(_ payload: [UInt8], port: UInt16 = 53) throws -> Datagram {
    var writer = LogWriter(limit: 8 << 20)
    let address = try #require(IPAddress("10.0.0.2"))
    let local = LocalPath(endpoint: Endpoint(address, port: port), replySource: address, interface: 1, socket: 0)
    unsafe writer.append(
      LogWriter.Row(
        kind: .incoming, time: 1_795_381_665_123_000_000, size: payload.count,
        peer: Endpoint(try #require(IPAddress("10.0.0.1")), port: 40_000), local: local),
      payload: payload.span.bytes)
    writer.publish()
    return try #require(writer.log.snapshot()[1])
  }

  private static let query: [UInt8] =
    [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7] + Array("example".utf8) + [3] + Array("com".utf8) + [0, 0, 1, 0, 1]

  private func problem(_ program: String, patience: Int64 = 20 * second) throws -> DissectProblem? {
    let sharkd = sharkd(program, patience: patience)
    let datagram = try Self.datagram([1, 2, 3, 4])
    do throws(DissectProblem) {
      _ = try sharkd.tree(of: datagram)
      return nil
    } catch { return error }
  }

  @Test func `the tree comes with the places of its fields in the payload, again and again`() throws {
    let sharkd = sharkd(FakeSharkd.normal)
    for size in [4, 40, 9, 4] {
      let tree = try sharkd.tree(of: Self.datagram(Array(repeating: 7, count: size)))
      #expect(tree.nodes.map(\.depth) == [0, 1, 1])
      #expect(tree.nodes[0].label.hasPrefix("Fake of ") && tree.nodes[0].bytes == 0..<4)
      #expect(tree.nodes[1].name == "fake.number" && tree.nodes[1].bytes == 0..<2)
      #expect(tree.nodes[2].bytes == nil, "bytes that were reassembled are not those of the datagram")
    }
  }

  @Test func `a program that is not there says what to install`() throws {
    let datagram = try Self.datagram([1])
    #expect(throws: DissectProblem.missing) { try Sharkd("udpeek-no-such-program").tree(of: datagram) }
    #expect(DissectProblem.missing.phrase.english.contains("apt install wireshark-common"))
  }

  @Test func `a slow program says that it is slow, and is ended after its time`() throws {
    let sharkd = sharkd(FakeSharkd.beginning + "run(lambda id: time.sleep(60))", patience: Self.second * 2)
    let datagram = try Self.datagram([1])
    var isSlow = false
    #expect(throws: DissectProblem.late(seconds: 2)) { try sharkd.tree(of: datagram) { isSlow = true } }
    #expect(isSlow)
  }

  @Test func `garbage, an error, a huge answer and an endless line are told`() throws {
    #expect(try problem(FakeSharkd.beginning + "print('Segfault? {[', flush=True); time.sleep(60)") == .garbage)
    #expect(try problem(FakeSharkd.beginning + "run(lambda id: say(id, error=dict(code=1)))") == .garbage)
    #expect(try problem(FakeSharkd.beginning + "run(lambda id: say(id, result=dict(tree=[])))") == .garbage)
    #expect(
      try problem(FakeSharkd.beginning + "run(lambda id: say(id, result=dict(tree=[dict(l='x' * (9 << 20))])))")
        == .tooLong)
    #expect(try problem(FakeSharkd.beginning + "while True: sys.stdout.write('x' * 65536)") == .tooLong)
    let deep = "n = dict(l='x')\nfor _ in range(400): n = dict(l='x', n=[n])\n"
    #expect(try problem(FakeSharkd.beginning + deep + "run(lambda id: say(id, result=dict(tree=[n])))") == .garbage)
  }

  @Test func `a program that dies is started again for a later datagram, once`() throws {
    let marker = folder["marker"]
    // Dies on its second datagram; a new one is asked again.
    let sharkd = sharkd(
      FakeSharkd.beginning + FakeSharkd.frame
        + "\nseen = []\ndef once(id):\n    if seen: os._exit(3)\n    seen.append(id)\n    frame(id)\nrun(once)\n")
    for _ in 0..<3 { #expect(try sharkd.tree(of: Self.datagram([1, 2, 3, 4])).nodes.count == 3) }
    let quitter = try #require(try problem(FakeSharkd.beginning + "sys.exit(3)"))
    #expect(quitter.phrase.english.hasPrefix("sharkd ended with status 3 "))
    let crasher = try #require(try problem(FakeSharkd.beginning + "run(lambda id: os.kill(os.getpid(), 11))"))
    #expect(crasher.phrase.english.hasPrefix("sharkd ended by signal 11 "))
    #expect(access(marker, F_OK) != 0)
  }

  @Test func `the program writes into no file, has no network, and is gone afterwards`() throws {
    let path = folder["note"]
    let program =
      FakeSharkd.beginning + """
        import resource, socket
        def frame(id):
            said = []
            try:
                with open("\(path)", "w") as file: file.write("x" * 10)
            except OSError as error: said.append("file")
            if len(socket.if_nameindex()) <= 1: said.append("network")
            if resource.getrlimit(resource.RLIMIT_AS)[0] == 2 << 30: said.append("memory")
            if sorted(os.listdir("/proc/self/fd"))[:4] == ["0", "1", "2", "3"]: said.append("descriptors")
            say(id, result=dict(tree=[dict(l=" ".join(said + [str(os.getpid())]))]))
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        run(frame)
        """
    let sharkd = sharkd(program)
    let words = try sharkd.tree(of: Self.datagram([1])).nodes[0].label.split(separator: " ").map(String.init)
    #expect(words.contains("file") && words.contains("memory") && words.contains("descriptors"), "\(words)")
    // Where neither root nor a user namespace may take the network, it keeps it.
    if geteuid() == 0 { #expect(words.contains("network"), "\(words)") }
    let process = try #require(words.last.flatMap(Int32.init))
    #expect(kill(process, 0) == 0)
    sharkd.end()
    #expect(kill(process, 0) != 0)
  }

  @Test func `a wait is ended from another thread`() throws {
    let sharkd = sharkd(FakeSharkd.beginning + "run(lambda id: time.sleep(60))")
    let datagram = try Self.datagram([1])
    let wake = try WakeUp()
    wake.arm()
    let worker = Worker(name: "test-interrupt") { wake.signal() }
    let interrupt = Sharkd.Interrupt(wake: wake) { true }
    #expect(throws: DissectProblem.interrupted) { try sharkd.tree(of: datagram, interrupt: interrupt) }
    worker.join()
  }

  /// Whether sharkd is installed.
  private static let isInstalled = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").contains {
    access("\($0)/sharkd", X_OK) == 0
  }

  @Test(.enabled(if: isInstalled, "sharkd is not installed: apt install wireshark-common"))
  func `Wireshark's own tree of a DNS query names the query and its bytes`() throws {
    let sharkd = Sharkd(patience: 60 * Self.second)
    for _ in 0..<3 {
      let tree = try sharkd.tree(of: Self.datagram(Self.query))
      #expect(tree.nodes.filter { $0.depth == 0 }.map(\.name) == ["ip", "udp", "dns"])
      let id = try #require(tree.nodes.first { $0.name == "dns.id" })
      #expect(id.label == "Transaction ID: 0x1234" && id.bytes == 0..<2)
      let name = try #require(tree.nodes.first { $0.name == "dns.qry.name" })
      #expect(name.label == "Name: example.com" && name.bytes == 12..<25)
      #expect(tree.nodes.first { $0.name == "udp.srcport" }?.bytes == nil, "it is in the headers")
    }
    let other = try sharkd.tree(of: Self.datagram([0x1b] + Array(repeating: 0, count: 47), port: 123))
    #expect(other.nodes.contains { $0.name == "ntp" })
  }

  @Test func `listen --dissect prints the tree below each line, and in JSON beside the payload`() throws {
    let console = try TestConsole()
    let datagram = try Self.datagram([1, 2, 3, 4])
    for (form, expected) in [
      (RecordFormatter.Form.text, "\n  Fake of "), (.json, #","wireshark":[{"text":"Fake of "#),
    ] {
      let dissector = StreamDissector(console.console, sharkd(FakeSharkd.normal))
      var stream = RecordStream(
        console.console.output, RecordFormatter(form: form, interfaces: InterfaceNames()), dissector: dissector)
      stream.add(datagram, choice: EncodingChoice(.hex), text: DecodedText())
      try stream.flush()
      #expect(console.records.contains(expected), "\(console.records)")
    }
    #expect(
      console.records.contains(
        #","name":"fake","offset":0,"size":4,"children":[{"text":"Number: 0x1234","name":"fake.number","offset":0,"size":2},{"text":"Elsewhere"}]}]}"#
      ), "\(console.records)")
  }

  @Test func `a stream says once what is wrong, and goes on without trees`() throws {
    let console = try TestConsole()
    let dissector = StreamDissector(console.console, Sharkd("udpeek-no-such-program"))
    let datagram = try Self.datagram([1])
    for _ in 0..<5 { #expect(dissector.tree(of: datagram) == nil) }
    let sentences = console.sentences.split(separator: "\n")
    #expect(sentences.count == 2 && sentences[0].contains("apt install wireshark-common"), "\(sentences)")
  }
}
