import Basics
import PayloadText
import Plumbing
import Testing

@testable import Expect
@testable import UDPCore

/// Runs scripts against plain sockets.
struct RunTests {
  /// The marks below text need the widths of characters.
  init() { _ = CharacterLocale.activate(forceUTF8: true) }

  private static func gbk(_ text: String) throws -> [UInt8] { try TextEncoder.encode(text, as: .gbk) }

  @Test func `a meter in GBK is asked, its answer is read, and its temperature checked`() throws {
    let answer = try Self.gbk("温度=23.5\r\n")
    let device = try Device { $0 == Array("temp?\r\n".utf8) ? [(answer, 0)] : [] }
    defer { device.stop() }
    let result = try run(
      """
      to \(device.endpoint) gbk
      > temp?\\r\\n
      < /温度=(?<t>[\\d.]+)/ within 2s
      assert t > 10 and t < 60
      let half = t / 2
      assert half = 11.75
      ! err within 50ms
      """)
    #expect(result.outcome == .passed, "\(result.failure)")
    #expect(result.reports.count == 6)
  }

  @Test func `the failure of an expectation shows what came instead, the nearest first, with the difference marked`()
    throws
  {
    let answers = [try Self.gbk("你好"), try Self.gbk("温度=abc\r\n"), Array("x".utf8)]
    let device = try Device { _ in answers.map { ($0, 0) } }
    defer { device.stop() }
    let result = try run("to \(device.endpoint) gbk\n> temp?\n< /温度=(?<t>[\\d.]+)/ within 300ms")
    #expect(result.outcome == .failed)
    let failure = result.failure
    #expect(failure.first == "nothing that matches came within 300ms")
    #expect(failure.dropFirst().first == "expected: /温度=(?<t>[\\d.]+)/")
    #expect(failure.dropFirst(2).first?.hasPrefix("came from \(device.endpoint), ") == true)
    #expect(failure.dropFirst(2).first?.hasSuffix(", 10 bytes, gbk:") == true)
    #expect(
      failure.dropFirst(3).prefix(2) == [#"  温度=abc\r\n"#, #"       ^ from here it differs: expected (?<t>[\d.]+)"#])
    #expect(failure.filter { $0.hasPrefix("came from") }.count == 3)
  }

  @Test func `a text that differs is marked at the first character that does`() throws {
    let device = try Device("state=OFF")
    defer { device.stop() }
    let result = try run("to \(device.endpoint)\n> state?\n< 'state=ON' within 100ms")
    #expect(result.failure.contains("         ^ from here it differs: expected N"), "\(result.failure)")
  }

  @Test func `bytes that differ are marked in hexadecimal`() throws {
    let device = try Device { _ in [([0x7e, 0x01, 0x02, 0xff], 0)] }
    defer { device.stop() }
    let result = try run("to \(device.endpoint)\n> {hex 7e}\n< size = 4 and hex 7e 01 05 within 100ms")
    #expect(result.failure.contains("  7e 01 02 ff"), "\(result.failure)")
    #expect(result.failure.contains("        ^ from here it differs: expected 05"), "\(result.failure)")
  }

  @Test func `a closed port is said to refuse the connection`() throws {
    let device = try Device("x")
    device.stop()
    let result = try run("to \(device.endpoint)\n> hello\n< x within 1s")
    #expect(result.failure.first == "nothing came within 1s: connection refused by \(device.endpoint)")
    let asked = try run("to \(device.endpoint)\n> hello\n< err within 2s\n> again\n! err within 500ms")
    #expect(asked.outcome == .failed)
    #expect(asked.reports.map { $0.failure == nil } == [true, true, true, false])
    #expect(asked.failure.first?.hasPrefix("it came, ") == true)
  }

  @Test func `datagrams that came before their step are seen, and none is matched twice`() throws {
    let device = try Device { _ in ["a", "b", "c"].map { (Array($0.utf8), 0) } }
    defer { device.stop() }
    let passed = try run("to \(device.endpoint)\n> go\nwait 100ms\n< a\n< c\n! a within 20ms")
    #expect(passed.outcome == .passed, "\(passed.failure)")
    let failed = try run("to \(device.endpoint)\n> go\nwait 100ms\n< b\n< a within 50ms")
    #expect(failed.outcome == .failed)
  }

  @Test func `a datagram that must not come fails the step, also if it came before it`() throws {
    let device = try Device { _ in ["ok", "ERR 5"].map { (Array($0.utf8), 0) } }
    defer { device.stop() }
    for pause in ["", "wait 50ms\n"] {
      let result = try run("to \(device.endpoint)\n> go\n< ok\n\(pause)! \"ERR\" within 300ms")
      #expect(result.outcome == .failed)
      #expect(result.failure.first?.hasPrefix("it came, ") == true, "\(result.failure)")
    }
  }

  @Test func `a datagram that comes too late does not count, and is said to be late`() throws {
    let device = try Device("late", delay: 200)
    defer { device.stop() }
    let result = try run("to \(device.endpoint)\n> go\n! late within 50ms\n< late within 50ms\n")
    #expect(result.outcome == .failed)
    #expect(result.reports.map { $0.failure == nil } == [true, true, false])
    let reason = try #require(result.failure.first)
    #expect(reason.hasPrefix("it came after 1") && reason.hasSuffix(" ms, later than 50ms"), "\(result.failure)")
    #expect(result.failure.contains { $0.hasSuffix(" ms too late") }, "\(result.failure)")
    let later = try run("to \(device.endpoint)\n> go\n! late within 50ms\n< late within 2s")
    #expect(later.outcome == .passed)
  }

  @Test func `a datagram that waits in the socket was in time by the kernel's time stamp`() throws {
    let device = try Device("pong")
    defer { device.stop() }
    let script = try Script.parsed("to \(device.endpoint)\n> ping\n< pong within 3s", path: "a", ScriptScope())
    let sockets = try ScriptSockets(script, options: ReceiveOptions(), interfaces: InterfaceNames())
    let socket = sockets.exchange.receiver.sockets[0].descriptor
    let run = ScriptRun(script, sockets, .init(), signals: TestSignals())
    let outcome = run.run { report in
      // Nobody reads until the time of the next step is over.
      guard report.step.index == 0 else { return }
      let start = SystemClock.monotonic
      #expect(PollSet.isReady(socket, within: 3_000_000_000))
      while SystemClock.monotonic < start + 3_100_000_000 { _ = PollSet.isReady(-1, within: 50_000_000) }
    }
    #expect(outcome == .passed)
  }

  @Test func `a block repeats, counts its passes, and waits for the answer to each`() throws {
    let device = try Device { [($0, 0)] }
    defer { device.stop() }
    let result = try run(
      """
      to \(device.endpoint)
      repeat 5 { > ping {pass} {n} ; < "ping {pass} {pass}" ; assert pass < 6 }
      repeat 2 {
        repeat 3 { > {pass} ; < /^(?<p>\\d)$/ ; assert p = pass }
      }
      """)
    #expect(result.outcome == .passed, "\(result.failure)")
    #expect(result.reports.count == 15 + 18)
    #expect(result.reports[4].passes.map(\.number) == [2])
  }

  @Test func `several datagrams are expected in any order, each another one`() throws {
    let device = try Device { _ in ["pong 2", "pong 3", "pong 1"].map { (Array($0.utf8), 5) } }
    defer { device.stop() }
    let passed = try run(
      "to \(device.endpoint)\n> go\nunordered { < pong ; < \"pong 2\" ; < /pong (?<x>3)/ }\nassert x = 3")
    #expect(passed.outcome == .passed, "\(passed.failure)")
    let failed = try run(
      "to \(device.endpoint)\n> go\nunordered { < \"pong 2\" within 200ms ; < \"pong 2\" within 200ms }")
    #expect(failed.outcome == .failed)
    #expect(failed.reports.dropFirst().map { $0.failure == nil } == [true, false])
  }

  @Test func `a block in any order fails once one datagram can no longer come, and does not list what others got`()
    throws
  {
    let device = try Device { _ in ["one", "two"].map { (Array($0.utf8), 0) } }
    defer { device.stop() }
    let failed = try run("to \(device.endpoint)\n> go\nunordered { < one ; < three within 100ms ; < four within 60s }")
    #expect(failed.outcome == .failed)
    // That of the last one is not over.
    #expect(failed.reports.dropFirst().map(\.step.source) == ["< one", "< three within 100ms"])
    #expect(failed.failure.first == "nothing that matches came within 100ms")
    #expect(failed.failure.filter { $0.hasPrefix("came from") || $0.hasPrefix("  ") }.count == 3, "\(failed.failure)")
    #expect(failed.failure.contains("  two"), "\(failed.failure)")
    let alone = try run("to \(device.endpoint)\n> go\nunordered { < one ; < two ; < three within 100ms }")
    #expect(alone.failure == ["nothing else came within 100ms", "expected: three"])
  }

  @Test func `in a block, a row moves to another expectation as long as that may get its own`() throws {
    let device = try Device { _ in [(Array("pong 2".utf8), 0), (Array("pong 1".utf8), 300)] }
    defer { device.stop() }
    // The first row meets both; what only the other one meets comes after the time of the second.
    let result = try run("to \(device.endpoint)\n> go\nunordered { < pong within 2s ; < \"pong 2\" within 100ms }")
    #expect(result.outcome == .passed, "\(result.failure)")
  }

  @Test func `a script stands as the server and answers the client that it matched last`() throws {
    var client: Client?
    let result = try run(
      """
      at 127.0.0.1:0
      < /^GET (?<what>\\w+)/ within 5s
      > {what}=23
      < /^BYE/ within 5s
      > bye
      """
    ) { bound in
      let port = UInt16(bound.first?.split(separator: ":").last ?? "") ?? 0
      client = Client(to: port, ["GET temp", "BYE"])
    }
    #expect(result.outcome == .passed, "\(result.failure)")
    #expect(client?.finish() == ["temp=23", "bye"])
  }

  @Test func `two endpoints have names, and each its own datagrams`() throws {
    let (one, other) = (try Device("one"), try Device("other"))
    defer {
      one.stop()
      other.stop()
    }
    let result = try run(
      """
      a = to \(one.endpoint)
      b = to \(other.endpoint)
      a > x
      b > x
      b < other
      a < one
      a ! other within 20ms
      """)
    #expect(result.outcome == .passed, "\(result.failure)")
  }

  @Test func `an assertion that fails shows the values`() throws {
    let device = try Device("t=7")
    defer { device.stop() }
    let result = try run(
      "to \(device.endpoint)\n> t\n< /t=(?<t>\\d+)/\nassert t > limit", variables: ["limit": .captured("10")])
    #expect(result.failure == ["it does not hold", "t = 7", "limit = 10"])
  }

  @Test func `a value from outside takes precedence over let`() throws {
    let device = try Device { [($0, 0)] }
    defer { device.stop() }
    let result = try run("to \(device.endpoint)\nlet x = 1\n> {x}\n< \"5\"", variables: ["x": .captured("5")])
    #expect(result.outcome == .passed, "\(result.failure)")
  }

  @Test func `a message that cannot be sent fails its step`() throws {
    let result = try run("to 127.0.0.1:9\n> {repeat 65507:00}\n> {repeat 65507:00}x")
    #expect(result.reports.map { $0.failure == nil } == [true, false])
  }

  @Test func `the same seed makes the same messages`() throws {
    let seen = Lock([[UInt8]]())
    let device = try Device { bytes in
      seen.withLock { $0.append(bytes) }
      return [(bytes, 0)]
    }
    defer { device.stop() }
    for _ in 0..<2 { _ = try run("to \(device.endpoint)\n> {random:8B}\n<", seed: 7) }
    let messages = seen.withLock { $0 }
    #expect(messages.count == 2 && messages[0] == messages[1])
  }

  @Test func `a signal ends a run at once`() throws {
    let signals = TestSignals()
    let device = try Device { _ in
      signals.end()
      return []
    }
    defer { device.stop() }
    let start = SystemClock.monotonic
    let result = try run("to \(device.endpoint)\n> go\n< x within 60s", signals: signals)
    #expect(result.outcome == .interrupted)
    #expect(SystemClock.monotonic - start < 30_000_000_000)
  }

  @Test func `an endpoint that cannot be bound is named with its line`() throws {
    let device = try Device("x")
    defer { device.stop() }
    let problem = try #require(throws: ScriptSockets.Problem.self) { try run("# taken\nat \(device.endpoint)\n< x") }
    #expect(problem.line == 2)
    #expect(problem.reason.english.hasPrefix("cannot bind "))
  }

  @Test(arguments: [([0x41 as UInt8], true), ([0x42], false), ([], false)])
  func `an empty filter takes any datagram, and no other host's counts`(bytes: [UInt8], isA: Bool) throws {
    let device = try Device { _ in [(bytes, 0)] }
    defer { device.stop() }
    #expect(try run("to \(device.endpoint)\n> go\n<").outcome == .passed)
    #expect(try run("to \(device.endpoint)\n> go\n< A within 50ms").outcome == (isA ? .passed : .failed))
    #expect(try run("to \(device.endpoint)\n> go\n< empty within 50ms").outcome == (bytes.isEmpty ? .passed : .failed))
    #expect(try run("to \(device.endpoint)\n> go\n! within 50ms").outcome == .failed)
  }
}
