import Glibc
import TestSupport
import Testing

/// Tests `expect`, the scripts that the screen writes, and `send --expect`, with plain peers.
@Suite(.waits) struct ExpectTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// The script of somebody who polls a meter and asserts its temperature and that no error follows.
  private func meterScript(port: UInt16, request: String = "temp?") -> String {
    folder.write(
      """
      # Polls a meter that speaks GBK.
      to 127.0.0.1:\(port) gbk
      let most = 60
      > \(request)\\r\\n
      < /温度=(?<t>[\\d.]+);n=(?<n>\\d+)/ within 10s
      assert t > 10 and t < most
      repeat 3 { > ping {pass} ; < "pong {pass}" within 10s }
      > {hex 7e 01}{crc16-modbus}
      < size = 8 and hex 7e 81 ?? ?? de ad within 10s
      ! err within 100ms
      """, to: "meter.udp")
  }

  @Test func `a meter that answers well passes its script, and the report says so`() throws {
    let (meter, port) = try Interop.meter()
    let report = folder["report.xml"]
    let ended = try Udpeek.run(["expect", meterScript(port: port), "--junit", report])
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.errors == "passed: 9 steps\n")
    #expect(ended.lines.count == 13)
    let xml = folder.text(of: "report.xml")
    #expect(xml.contains(#" tests="9" failures="0" errors="0" skipped="0""#))
    try meter.end(by: SIGTERM)
  }

  @Test func `the failure of a meter is understood from its report alone`() throws {
    let (meter, port) = try Interop.meter()
    let script = meterScript(port: port, request: "bad")
    let words = ["expect", script, "--timeout", "1s", "--junit", folder["report.xml"]]
    // The text of the script gives 10 s; the failure is not to take so long.
    folder.write(folder.text(of: "meter.udp").replacing("within 10s", with: "within 300ms"), to: "meter.udp")
    let ended = try Udpeek.run(words)
    #expect(ended.status == 7)
    #expect(ended.errors == "failed: 2 of 9 steps passed\n")
    for part in [
      "\(script):5: nothing that matches came within 300ms", "  expected: /温度=(?<t>[\\d.]+);n=(?<n>\\d+)/",
      ", 9 bytes, gbk:", "    温度=故障\n", "         ^ from here it differs: expected (?<t>[\\d.]+);n=(?<n>\\d+)\n",
    ] {
      #expect(ended.output.contains(part), "\(part)\n\(ended.output)")
    }
    let xml = folder.text(of: "report.xml")
    for part in [
      #" tests="9" failures="1" errors="0" skipped="6""#, #"line="5""#, "温度=故障",
      #"<failure message="nothing that matches came within 300ms" type="failure">"#,
    ] {
      #expect(xml.contains(part), "\(part)\n\(xml)")
    }
    try meter.end(by: SIGTERM)
  }

  @Test func `a script stands as the server and tests the plain client`() throws {
    let script = folder.write(
      """
      at 127.0.0.1:0 gbk
      < /^温度=(?<t>[\\d.]+)$/ within 20s
      assert t = 23.5
      > 服务端收到信息啦!
      """, to: "server.udp")
    let program = try Udpeek.start(["expect", script])
    try program.waitForErrors("listening on 127.0.0.1:")
    let said = String(decoding: program.errors, as: UTF8.self)
    let port = try #require(said.firstMatch(of: /127\.0\.0\.1:(\d+)\n/).flatMap { UInt16($0.1) })
    let client = try Interop.client(port: port, Sample.temperature).finish()
    #expect(client.lines.dropFirst() == ["answer: 服务端收到信息啦!", "bytes: b7fecef1b6cbcad5b5bdd0c5cfa2c0b221"])
    #expect(try program.finish().status == 0)
  }

  @Test func `the script that the screen writes from six marked rows passes against the device`() throws {
    let (meter, port) = try Interop.meter()
    let script = folder.write(
      """
      to 127.0.0.1:\(port) gbk
      repeat 2 { > temp?\\r\\n ; < 温度 within 10s }
      > {hex 7e 01 05}
      < hex 7e 81 within 10s
      > {hex 7e 01 05}
      < hex 7e 81 within 10s
      """, to: "first.udp")
    let recorded = try Udpeek.run(["expect", script, "--record", folder["night.pcapng"]])
    try #require(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
    let terminal = try Terminal(columns: 100)
    try terminal.run("clear; '\(Udpeek.path)' open '\(folder["night.pcapng"])'")
    try terminal.waitFor("recv 4 ")
    try terminal.type(":3")
    try terminal.press("Enter")
    for row in 3...8 {
      try terminal.type("m")
      try terminal.waitFor("row \(row) is marked")
    }
    let path = folder["meter.udp"]
    try terminal.type(":test \(path)")
    try terminal.press("Enter")
    try terminal.waitFor("wrote a script of 6 rows to")
    try terminal.type(":test \(path)")
    try terminal.press("Enter")
    try terminal.waitFor("not written: the file exists: add ! after the name to replace it")
    try terminal.type(":test \(path)!")
    try terminal.press("Enter")
    try terminal.waitFor("wrote a script of 6 rows to")
    try terminal.type("q")
    terminal.close()
    let text = folder.text(of: "meter.udp")
    #expect(text.hasPrefix("to 127.0.0.1:\(port)"), "\(text)")
    let signs = text.split(separator: "\n").map { String($0.prefix(1)) }.filter { $0 != "t" }
    #expect(signs == [">", "<", ">", "<", ">", "<"], "\(text)")
    // The counters of the meter went on: what varies is no part of the script.
    let ended = try Udpeek.run(["expect", path])
    #expect(ended.status == 0, "\(text)\(ended.output)\(ended.errors)")
    try meter.end(by: SIGTERM)
  }

  @Test func `a script with a mistake ends with 2, its place and what was meant, before anything is bound`() throws {
    let one = folder.write("to 127.0.0.1:9\n> a\n< /x/ witin 3\n", to: "one.udp")
    let two = folder.write("to 127.0.0.1:9 gkb\nasert 1 > 0\n", to: "two.udp")
    let ended = try Udpeek.run(["expect", one, two])
    #expect(ended.status == 2)
    #expect(ended.output.isEmpty)
    #expect(ended.errors.contains("two.udp:1:16: unknown encoding 'gkb'"))
    #expect(
      ended.errors.hasSuffix("two.udp:2:1: there is no statement 'asert'; did you mean 'assert'?\n  asert 1 > 0\n  ^\n")
    )
    let missing = try Udpeek.run(["expect", folder["nowhere.udp"]])
    #expect(missing.status == 2)
    #expect(missing.errors.hasSuffix("nowhere.udp: there is no such file\n"))
    let good = folder.write("to {host}:9\n".replacing("{host}", with: "127.0.0.1") + "> {host}\n", to: "good.udp")
    #expect(try Udpeek.run(["expect", "--check", good]).status == 2)
    let checked = try Udpeek.run(["expect", "--check", good, "--var", "host=x"])
    #expect(checked.status == 0)
    #expect(checked.errors == "1 script, no mistake\n")
  }

  @Test func `standard input is a script, and several scripts run one after the other`() throws {
    let socket = try LoopbackSocket()
    let program = try Udpeek.start(["expect", "-"])
    program.feed("to 127.0.0.1:\(socket.port)\n> hello\n< world within 20s\n")
    let (bytes, port) = try socket.receive()
    #expect(bytes == Array("hello".utf8))
    try socket.send("world", to: port)
    #expect(try program.finish().status == 0)
    let paths = ["a", "b"].map { folder.write("to 127.0.0.1:\(socket.port)\n> \($0)\n", to: $0 + ".udp") }
    let ended = try Udpeek.run(["expect", "--tap"] + paths)
    #expect(ended.status == 0)
    #expect(ended.lines.prefix(3) == ["TAP version 14", "1..2", "ok 1 - \(paths[0]): > a"])
    #expect(socket.receiveWaiting() == [Array("a".utf8), Array("b".utf8)])
  }

  @Test func `a variable of --var that no script names is a mistake, and the name that is near is told`() throws {
    let script = folder.write("to 127.0.0.1:9\nlet name = 1\n> {name}\n", to: "name.udp")
    let ended = try Udpeek.run(["expect", script, "--var", "nmae=5"])
    #expect(ended.status == 2)
    #expect(ended.errors == "--var nmae: the script has no variable of this name; did you mean 'name'?\n")
    let host = folder.write("to {host}:9\n> a\n", to: "host.udp")
    let both = ["expect", "--check", script, host, "--var", "host=127.0.0.1"]
    #expect(try Udpeek.run(both + ["--var", "name=2"]).status == 0)
    #expect(try Udpeek.run(both + ["--var", "nam=2"]).status == 2)
  }

  @Test func `a report is a file like any other, is printed with -, and one that cannot be written is known first`()
    throws
  {
    let socket = try LoopbackSocket()
    let script = folder.write("to 127.0.0.1:\(socket.port)\n> a\n", to: "a.udp")
    #expect(try Udpeek.run(["expect", script, "--junit", folder["nowhere/report.xml"]]).status == 1)
    #expect(socket.receiveWaiting().isEmpty)
    let words = ["-c", "umask 027; exec \"$@\"", "-", Udpeek.path, "expect", script, "--junit", folder["report.xml"]]
    #expect(try Program("sh", words, environment: Udpeek.environment).finish().status == 0)
    var status = stat()
    #expect(stat(folder["report.xml"], &status) == 0 && status.st_mode & 0o777 == 0o640)
    let printed = try Udpeek.run(["expect", script, "--junit", "-"])
    #expect(printed.status == 0)
    #expect(printed.lines.first == #"<?xml version="1.0" encoding="UTF-8"?>"# && printed.lines.last == "</testsuites>")
    #expect(try Udpeek.run(["expect", script, "--junit", "-", "--tap"]).status == 2)
  }

  @Test func `a recording that exists is replaced with --force alone`() throws {
    let script = folder.write("to 127.0.0.1:9\n> a\n", to: "a.udp")
    let words = ["expect", script, "--record", folder.write("", to: "night.pcapng")]
    let refused = try Udpeek.run(words)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("the file exists; choose another name, or replace it with --force\n"))
    let ended = try Udpeek.run(words + ["--force"])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try Udpeek.run(["info", folder["night.pcapng"]]).status == 0)
  }

  @Test func `after a signal a report in TAP bails out`() throws {
    let script = folder.write("to 127.0.0.1:9\n> a\nrepeat 2 { wait 1000s ; > b }\n", to: "wait.udp")
    let program = try Udpeek.start(["expect", script, "--tap", "--record", folder["bail.pcapng"]])
    try program.waitForFile(folder["bail.pcapng"], atLeast: 1)
    let ended = try program.end(by: SIGINT)
    #expect(ended.status == 1)
    #expect(ended.lines.first == "TAP version 14" && ended.lines.last == "Bail out! interrupted", "\(ended.output)")
    #expect(!ended.output.contains("SKIP"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends a script at once, and the report says which steps did not run`(signal: Int32) throws {
    let script = folder.write("to 127.0.0.1:9\n> a\nwait 1000s\n> b\n", to: "wait.udp")
    let program = try Udpeek.start(["expect", script, "--junit", folder["report.xml"]])
    try program.waitForOutput("> a")
    let ended = try program.end(by: signal)
    #expect(ended.status == 1)
    #expect(ended.errors == "stopped: 1 of 3 steps passed\n")
    #expect(folder.text(of: "report.xml").contains(#" tests="3" failures="0" errors="0" skipped="2""#))
  }

  @Test func `an answer that does not match --expect ends send with 5, and is shown with the difference`() throws {
    let (meter, port) = try Interop.meter()
    let words = ["send", "127.0.0.1:\(port)", "ping 7", "--wait"]
    let met = try Udpeek.run(words + ["10s", "--expect", "/pong 7/"])
    #expect(met.status == 0)
    #expect(met.lines.count == 1)
    let missed = try Udpeek.run(words + ["500ms", "--expect", "'pong 8'"])
    #expect(missed.status == 5)
    #expect(missed.lines.count == 1)
    #expect(missed.errors.contains("no answer from 127.0.0.1:\(port) matches 'pong 8' within 0.5 s; what came:\n"))
    #expect(missed.errors.contains("  pong 7\n       ^ from here it differs: expected 8\n"), "\(missed.errors)")
    let half = try Udpeek.run(words + ["500ms", "--expect", "'pong 7'", "--replies", "2", "--repeat", "1"])
    #expect(half.status == 3)
    #expect(half.errors.hasSuffix("1 of 2 answers received from 127.0.0.1:\(port), each waited for 0.5 s\n"))
    #expect(try Udpeek.run(["send", "127.0.0.1:\(port)", "silence", "--wait", "0.2", "--expect", "x"]).status == 3)
    try meter.end(by: SIGTERM)
  }

  @Test func `no verdict is wrong where a relay delays, reorders, doubles and loses`() throws {
    let parts = #filePath.split(separator: "/").dropLast(2)
    let path = "/" + parts.joined(separator: "/") + "/Expect/flaky.py"
    let ended = try Program("python3", [path, Udpeek.path, "--runs", "100"], environment: Udpeek.environment)
      .finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
  }

  // MARK: Other programs

  /// A script that any echo passes: text, bytes, an empty datagram aside.
  private func echoScript(port: UInt16) -> String {
    folder.write(
      """
      to 127.0.0.1:\(port)
      repeat 20 { > ping {pass} {random:4B} ; < "ping {pass}" within 10s }
      > {hex 00 ff 7e 0a}
      < size = 4 and hex 00 ff 7e 0a within 10s
      """, to: "echo.udp")
  }

  /// Runs the script of an echo once the program answers.
  private func runEcho(_ program: Program, port: UInt16) throws {
    let place = ":" + String(port, radix: 16, uppercase: true).leftPadded + " "
    try eventually("the echo is bound") { contents(of: "/proc/net/udp")?.contains(place) ?? false }
    let ended = try Udpeek.run(["expect", echoScript(port: port)])
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    _ = try program.end(by: SIGTERM)
  }

  /// A port of the loopback interface that is free now.
  private static func freePort() throws -> UInt16 { try LoopbackSocket().port }

  @Test(.requiresProgram("socat")) func `the echo of socat passes`() throws {
    let port = try Self.freePort()
    let words = ["UDP4-LISTEN:\(port),bind=127.0.0.1", "PIPE"]
    try runEcho(Program("socat", words, environment: Udpeek.environment), port: port)
  }

  @Test(.requiresProgram("node")) func `an echo in Node passes`() throws {
    let port = try Self.freePort()
    let program = """
      const socket = require("dgram").createSocket("udp4");
      socket.on("message", (data, peer) => socket.send(data, peer.port, peer.address));
      socket.bind(\(port), "127.0.0.1");
      """
    try runEcho(Program("node", ["-e", program], environment: Udpeek.environment), port: port)
  }

  @Test(.requiresProgram("gcc")) func `an echo in C passes`() throws {
    let port = try Self.freePort()
    let source = folder.write(
      """
      #include <arpa/inet.h>
      #include <stdlib.h>
      int main(int count, char **words) {
        char bytes[65536];
        int s = socket(AF_INET, SOCK_DGRAM, 0);
        struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))}, peer;
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(s, (struct sockaddr *)&own, sizeof own)) return 1;
        for (;;) {
          socklen_t length = sizeof peer;
          ssize_t size = recvfrom(s, bytes, sizeof bytes, 0, (struct sockaddr *)&peer, &length);
          if (size >= 0) sendto(s, bytes, size, 0, (struct sockaddr *)&peer, length);
        }
      }
      """, to: "echo.c")
    let built = try Program("gcc", ["-o", folder["echo"], source], environment: Udpeek.environment).finish()
    try #require(built.status == 0, "\(built.errors)")
    try runEcho(Program(folder["echo"], [String(port)], environment: Udpeek.environment), port: port)
  }

  @Test func `the plain Python server of the tutorial passes`() throws {
    let (server, port) = try Interop.server(answering: Sample.reply)
    let script = folder.write(
      "to 127.0.0.1:\(port) gbk\n> hello\n< text == '\(Sample.reply)' within 20s\n", to: "t.udp")
    #expect(try Udpeek.run(["expect", script]).status == 0)
    #expect(try server.finish().lines.last == "received: hello")
  }
}

extension String {
  /// The digits of a port as /proc/net/udp has them.
  fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 4 - utf8.count)) + self }
}
