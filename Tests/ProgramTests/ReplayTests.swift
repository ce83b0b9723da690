import Glibc
import TestSupport
import Testing

@Suite(.waits) struct ReplayTests {
  /// Writes a pcap with times in nanoseconds: datagrams from port 1000 to port 2000, `gap` nanoseconds apart.
  private func capture(_ payloads: [String], gap: Int = 0, in folder: TestFolder) -> String {
    func little(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    var bytes = little(0xa1b2_3c4d, 4) + little(2, 2) + little(4, 2) + little(0, 8) + little(65_535, 4) + little(101, 4)
    for (index, text) in payloads.enumerated() {
      let payload = Array(text.utf8)
      var packet: [UInt8] = [0x45, 0, 0, UInt8(28 + payload.count), 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
      packet += [3, 0xe8, 7, 0xd0, 0, UInt8(8 + payload.count), 0, 0] + payload
      let time = index * gap
      bytes += little(1_795_000_000 + time / 1_000_000_000, 4) + little(time % 1_000_000_000, 4)
      bytes += little(packet.count, 4) + little(packet.count, 4) + packet
    }
    folder.write(bytes, to: "a.pcap")
    return folder["a.pcap"]
  }

  private func text(of datagrams: [[UInt8]]) -> [String] { datagrams.map { String(decoding: $0, as: UTF8.self) } }

  @Test func `a capture larger than the memory that replay takes is sent whole`() throws {
    let payloads = (0..<20_000).map { number in
      Array("\(number) ".utf8) + [UInt8](repeating: 0x2e, count: 1_400)
    }
    let file = try SampleFile("large.pcap", SampleFile.pcap(payloads))
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["replay", file.path, "--to", "127.0.0.1:\(peer.port)", "--top"])
    #expect(ended.status == 0 && ended.errors.contains("sent 20000 datagrams, "), "\(ended.errors)")
  }

  @Test func `where few descriptors are allowed, clients share sockets, and that is said`() throws {
    let folder = try TestFolder()
    let lines = (0..<60).map { client in
      """
      {"number":1,"time":"2026-11-22T21:00:00.000Z","direction":"in","src_ip":"10.0.0.\(client)","src_port":1000,\
      "dst_ip":"10.0.3.17","dst_port":5000,"size":1,"truncated":false,"payload":"61"}
      """
    }
    let file = folder.write(lines.joined(separator: "\n") + "\n", to: "clients.jsonl")
    for limit in [100, 64, 40] {
      let peer = try LoopbackSocket()
      let words = ["-c", "ulimit -n \(limit); exec \"$@\"", "-", Udpeek.path, "replay", file, "--peers", "--top"]
      let ended = try Program("sh", words + ["--to", "127.0.0.1:\(peer.port)"], environment: Udpeek.environment)
        .finish()
      #expect(ended.status == 0, "\(limit): \(ended.errors)")
      #expect(ended.errors.contains("sent 60 datagrams, "), "\(limit): \(ended.errors)")
      #expect((limit < 100) == ended.errors.hasPrefix("60 peers share "), "\(limit): \(ended.errors)")
      let ports = Set(try (0..<60).map { _ in try peer.receive().port })
      #expect(limit < 100 ? (2..<60).contains(ports.count) : ports.count == 60, "\(limit): \(ports.count)")
    }
  }

  @Test func `a capture is sent again in its order and with its gaps`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two", "three"], gap: 150_000_000, in: folder)
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["replay", file, "--to", "127.0.0.1:\(peer.port)"])
    var times: [Int64] = []
    for expected in ["one", "two", "three"] {
      #expect(try text(of: [peer.receive().bytes]) == [expected])
      times.append(monotonicTime())
    }
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.errors.hasPrefix("sent 3 datagrams, 11 bytes, to 127.0.0.1:\(peer.port) in 0.3"))
    // No earlier than in the capture; lateness depends on the machine and is measured by a benchmark.
    #expect(times[2] - times[0] > 250_000_000)
  }

  @Test func `several captures are sent as one in the order of time, and what has no time at once`() throws {
    let (first, second) = (
      try SampleFile("a.pcapng", SampleCapture.timelessFirst),
      try SampleFile("b.pcap", SampleFile.pcap([Array("c".utf8), Array("d".utf8)]))
    )
    let peer = try LoopbackSocket()
    let start = monotonicTime()
    let ended = try Udpeek.run(["replay", second.path, first.path, "--to", "127.0.0.1:\(peer.port)", "--speed", "10"])
    #expect(ended.status == 0 && ended.errors.hasPrefix("sent 4 datagrams, "), "\(ended.errors)")
    #expect(text(of: peer.receiveWaiting()) == ["spb", "c", "b", "d"])
    #expect(monotonicTime() - start < 30_000_000_000)
  }

  @Test func `--speed and --top shorten the gaps`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two"], gap: 3_600_000_000_000, in: folder)
    let peer = try LoopbackSocket()
    for options in [["--top"], ["--speed", "100000"]] {
      let ended = try Udpeek.run(["replay", file, "--to", "127.0.0.1:\(peer.port)"] + options)
      #expect(ended.status == 0)
      #expect(text(of: peer.receiveWaiting()) == ["one", "two"])
    }
  }

  @Test func `a capture is sent forever, until that is stopped`() throws {
    let peer = try LoopbackSocket()
    let file = try SampleFile("a.pcap", SampleFile.pcap([Array("tick".utf8)]))
    let program = try Udpeek.start(
      ["replay", file.path, "--to", "127.0.0.1:\(peer.port)", "--top", "--loop", "forever"])
    for _ in 0..<20 { _ = try peer.receive() }
    let ended = try program.end(by: SIGINT)
    #expect(ended.errors.contains("stopped: sent "), "\(ended)")
  }

  @Test func `--loop sends it again and again, --filter some of it, --from from a port`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two", "three"], in: folder)
    let peer = try LoopbackSocket()
    let own = try LoopbackSocket().port
    let ended = try Udpeek.run([
      "replay", file, "--to", "127.0.0.1:\(peer.port)", "--loop", "3", "--filter", "text contains 'o'", "--from",
      "127.0.0.1:\(own)",
    ])
    #expect(ended.status == 0)
    let first = try peer.receive()
    #expect(first.port == own)
    #expect(text(of: [first.bytes] + peer.receiveWaiting()) == ["one", "two", "one", "two", "one", "two"])
  }

  @Test func `what was recorded arrives again`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--quiet", "--write", folder["a.pcapng"]])
    let source = try LoopbackSocket()
    for number in 0..<200 { try source.send("\(number)", to: port) }
    try program.end()
    let peer = try LoopbackSocket()
    let ended = try Udpeek.run(["replay", folder["a.pcapng"], "--to", "127.0.0.1:\(peer.port)", "--speed", "0.5"])
    #expect(ended.status == 0)
    #expect(text(of: peer.receiveWaiting()) == (0..<200).map(String.init))
  }

  @Test func `a pipe is sent as it comes`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two"], in: folder)
    let peer = try LoopbackSocket()
    let program = try Program(
      "sh", ["-c", "cat '\(file)' | '\(Udpeek.path)' replay - --to 127.0.0.1:\(peer.port)"],
      environment: Udpeek.environment)
    #expect(try program.finish().status == 0)
    #expect(text(of: peer.receiveWaiting()) == ["one", "two"])
  }

  @Test func `standard input may be a file`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two"], in: folder)
    let peer = try LoopbackSocket()
    let command = "'\(Udpeek.path)' replay - --to 127.0.0.1:\(peer.port) --top <'\(file)'"
    let program = try Program("sh", ["-c", command], environment: Udpeek.environment)
    let ended = try program.finish()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(text(of: peer.receiveWaiting()) == ["one", "two"])
  }

  @Test func `a closed port ends it with 4 and is told`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two"], in: folder)
    let port = try LoopbackSocket().port
    let ended = try Udpeek.run(["replay", file, "--to", "127.0.0.1:\(port)"])
    #expect(ended.status == 4)
    #expect(ended.errors.contains("127.0.0.1:\(port): unreachable: port closed (ICMP)"))
  }

  @Test func `^C stops it, with what was sent so far`() throws {
    let folder = try TestFolder()
    let file = capture(["one", "two"], gap: 3_600_000_000_000, in: folder)
    let peer = try LoopbackSocket()
    let program = try Udpeek.start(["replay", file, "--to", "127.0.0.1:\(peer.port)"])
    _ = try peer.receive()
    let ended = try program.end()
    #expect(ended.status == 0)
    #expect(ended.errors.hasPrefix("stopped: sent 1 datagram, 3 bytes, "))
  }

  @Test func `on a terminal a bar tells how far it is`() throws {
    let folder = try TestFolder()
    let file = capture((0..<100).map(String.init), gap: 30_000_000, in: folder)
    let peer = try LoopbackSocket()
    let terminal = try Terminal()
    try terminal.run("\(Udpeek.path) replay \(file) --to 127.0.0.1:\(peer.port)")
    try terminal.waitFor("a bar") { $0.contains { $0.contains(/\[#+-+\] \d+ %  \d+ of 100  \d+\/s/) } }
    try terminal.press("C-c")
    let lines = try terminal.waitFor("stopped: sent ")
    #expect(!lines.contains { $0.contains("[#") })
    withExtendedLifetime(peer) {}
  }

  @Test(arguments: [
    ["--speed", "0"], ["--speed", "2", "--top"], ["--loop", "0"], ["--to", "nowhere"], ["--filter", "port x y"],
  ])
  func `wrong options are wrong usage`(options: [String]) throws {
    let folder = try TestFolder()
    let file = capture(["one"], in: folder)
    let target = options.contains("--to") ? [] : ["--to", "127.0.0.1:9"]
    #expect(try Udpeek.run(["replay", file] + target + options).status == 2)
  }

  @Test func `what is no capture is said`() throws {
    let folder = try TestFolder()
    folder.write("hello, this is no capture at all", to: "a.txt")
    for (name, status) in [("a.txt", Int32(1)), ("missing.pcap", 1)] {
      let ended = try Udpeek.run(["replay", folder[name], "--to", "127.0.0.1:9"])
      #expect(ended.status == status)
      #expect(ended.errors.contains(name))
    }
  }
}
