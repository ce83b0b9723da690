import Glibc
import TestSupport
import Testing

/// Tests `relay --headless` with plain sockets on both sides, and other commands through it.
@Suite(.waits) struct RelayTests {
  /// Starts a relay to ports of 127.0.0.1, and waits until it reports its own.
  private func relay(
    to targets: [UInt16], _ arguments: [String] = [], _ changes: [String: String] = [:]
  ) throws -> (program: Program, port: UInt16) {
    let words = targets.flatMap { ["--to", "127.0.0.1:\($0)"] }
    let program = try Udpeek.start(["relay", "127.0.0.1:0", "--headless"] + words + arguments, changes)
    try program.waitForErrors("relaying to ")
    return (program, try Udpeek.port(in: program.errorText))
  }

  @Test func `both directions are lines from end to end, and every datagram is accounted for`() throws {
    let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
    let (program, port) = try relay(to: [target.port])
    try client.send("ping", to: port)
    let asked = try target.receive()
    #expect(asked.bytes == Array("ping".utf8) && asked.port != client.port)
    try target.send(Sample.temperatureGBK, to: asked.port)
    let answer = try client.receive()
    #expect(answer.bytes == Sample.temperatureGBK && answer.port == port)
    try program.waitForLines(2)
    let ended = try program.end()
    #expect(ended.status == 0)
    let (own, other) = ("127.0.0.1:\(client.port)", "127.0.0.1:\(target.port)")
    let rest = ended.lines.map { $0.replacing(#/^\d\d:\d\d:\d\d\.\d{6}  /#, with: "") }
    #expect(rest == ["\(own) → \(other)  4  ascii  ping", "\(other) → \(own)  9  gb18030?  温度=23.5"])
    for sentence in [
      "relaying to \(other)\n", "up, to the target: 1 in, 1 out\n", "down, to the clients: 1 in, 1 out\n",
      "1 client\n", "\(own): up 1 in, 1 out; down 1 in, 1 out\n",
    ] {
      #expect(ended.errors.contains(sentence), "\(ended.errors)")
    }
  }

  @Test func `what is lost on purpose is a row of JSON, and the summary adds up`() throws {
    var rows: [[Bool]] = []
    for _ in 0..<2 {
      let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
      let (program, port) = try relay(to: [target.port], ["--json", "--loss", "30%", "--up", "--seed", "9"])
      for number in 0..<200 { try client.send("\(number)", to: port) }
      try program.waitForLines(200)
      let ended = try program.end()
      let lines = ended.lines.dropLast()
      let lost = lines.map { $0.contains(#","relay":"lost on purpose"}"#) }
      rows.append(lost)
      let count = lost.count { $0 }
      #expect((30...90).contains(count))
      #expect(target.receiveWaiting().count == 200 - count)
      let summary = try #require(ended.lines.last)
      #expect(summary.contains(#""relay":{"up":{"in":200,"out":\#(200 - count),"lost":\#(count),"#), "\(summary)")
      #expect(summary.contains(#""per_client":[{"client":"127.0.0.1:\#(client.port)","ended":false,"up":{"in":200,"#))
      #expect(ended.errors.contains("impaired up: loss 30%\n"))
      #expect(ended.errors.contains("for the same decisions again: --seed 9\n"))
      #expect(ended.errors.contains("up, to the target: 200 in, \(200 - count) out, \(count) lost on purpose\n"))
    }
    #expect(rows[0] == rows[1])
  }

  @Test func `a recording has a comment on what was lost, and stands for a device`() throws {
    let folder = try TestFolder()
    let file = folder["between.pcapng"]
    let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
    let (program, port) = try relay(to: [target.port], ["--write", file, "--loss", "100%", "--down"])
    try client.send("state?", to: port)
    try target.send("fine", to: try target.receive().port)
    try program.waitForLines(2)
    #expect(try program.end().lines[1].hasSuffix("  fine  (lost on purpose)"))
    let opened = try Udpeek.run(["open", file, "--json"])
    #expect(opened.lines.count >= 2)
    #expect(opened.lines[0].contains(#""dst_port":\#(target.port),"#))
    #expect(opened.lines[1].contains("relay: lost on purpose"), "\(opened.lines)")
    let mock = try Udpeek.start(["mock", file, "--at", "127.0.0.1:0"])
    try mock.waitForErrors("listening on ")
    try client.send("state?", to: try Udpeek.port(in: mock.errorText))
    #expect(try client.receive().bytes == Array("fine".utf8))
    _ = try mock.end()
  }

  @Test func `a script goes on through a relay whose losses change with time`() throws {
    let folder = try TestFolder()
    let profile = folder.write(
      "loss = \"100%\"\n[[step]]\nat = \"1s\"\nloss = \"0%\"\ndelay = \"20ms\"\n", to: "outage.toml")
    let target = try LoopbackSocket()
    let (program, port) = try relay(to: [target.port], ["--profile", profile, "--quiet", "--json"])
    let script = folder.write(
      "to 127.0.0.1:\(port) utf-8\n> first\n! within 200ms\nwait 1s\n> second\n< answer within 5s\n", to: "outage.udp")
    let expect = try Udpeek.start(["expect", script])
    let asked = try target.receive()
    #expect(asked.bytes == Array("second".utf8))
    try target.send("answer", to: asked.port)
    let ended = try expect.finish()
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    let summary = try #require(try program.end().lines.last)
    #expect(summary.contains(#""up":{"in":2,"out":1,"lost":1,"#), "\(summary)")
    #expect(summary.contains(#""delayed":1"#), "\(summary)")
  }

  @Test func `a run that ends by itself passes on what is delayed, and says why it waits`() throws {
    let target = try LoopbackSocket()
    let (program, port) = try relay(to: [target.port], ["--delay", "1500ms", "--count", "3"])
    let client = try LoopbackSocket()
    for text in ["one", "two", "three"] { try client.send(text, to: port) }
    let ended = try program.finish()
    #expect(
      ended.errors.contains("passing on what is still delayed, 3 datagrams; Ctrl-C ends at once"), "\(ended.errors)")
    #expect(ended.errors.contains("up, to the target: 3 in, 3 out, delayed p50 1.5 s, p99 1.5 s"), "\(ended.errors)")
    #expect(target.receiveWaiting().count == 3)
  }

  @Test func `each third answer is dropped, and the client asks again`() throws {
    let target = try LoopbackSocket()
    let (program, port) = try relay(to: [target.port], ["--down", "--loss", "every", "3", "--json"])
    let client = try LoopbackSocket()
    var asked = 0
    for number in 1...6 {
      // The client asks until it has an answer.
      while true {
        try client.send("ask \(number)", to: port)
        asked += 1
        let question = try target.receive()
        try target.send("answer \(number)", to: question.port)
        if asked.isMultiple(of: 3) { continue }
        #expect(try client.receive().bytes == Array("answer \(number)".utf8))
        break
      }
    }
    let summary = try #require(try program.end().lines.last)
    #expect(summary.contains(#""down":{"in":8,"out":6,"lost":2,"#), "\(summary)")
    #expect(asked == 8)
  }

  @Test func `everything goes to several targets, and a dead one costs the other nothing`() throws {
    let client = try LoopbackSocket()
    let target = try LoopbackSocket()
    let dead = try LoopbackSocket().port
    let (program, port) = try relay(to: [dead, target.port], ["--no-answers"])
    for number in 0..<100 {
      try client.send("\(number)", to: port)
      let asked = try target.receive()
      #expect(asked.bytes == Array("\(number)".utf8))
      if number == 0 { try target.send("no", to: asked.port) }
    }
    try program.wait("the answer's row") { $0.outputText.contains("--no-answers") }
    let ended = try program.end()
    #expect(ended.errors.contains("relaying to 127.0.0.1:\(dead), 127.0.0.1:\(target.port), without answers\n"))
    #expect(ended.errors.contains("down, to the clients: 1 in, 0 out, 1 dropped\n"), "\(ended.errors)")
    #expect(ended.output.contains(" ! 127.0.0.1:\(dead)  –  –  unreachable: port closed (ICMP)\n"))
    #expect(client.receiveWaiting() == [])
  }

  @Test func `filters drop, and limit what is impaired`() throws {
    let (client, target) = (try LoopbackSocket(), try LoopbackSocket())
    let (program, port) = try relay(
      to: [target.port], ["--drop", "'secret'", "--loss", "100%", "--only", "size >= 8", "--filter", "not 'hidden'"])
    for text in ["a secret", "a long text", "short", "hidden"] { try client.send(text, to: port) }
    #expect(try target.receive().bytes == Array("short".utf8))
    #expect(try target.receive().bytes == Array("hidden".utf8))
    try program.waitForLines(3)
    let ended = try program.end()
    #expect(ended.lines[0].hasSuffix("a secret  (not passed on: a filter drops it (--drop))"))
    #expect(ended.lines[1].hasSuffix("a long text  (lost on purpose)"))
    #expect(ended.lines[2].hasSuffix("  short"))
    #expect(ended.errors.contains("up, to the target: 4 in, 2 out, 1 lost on purpose, 1 dropped\n"), "\(ended.errors)")
  }

  @Test func `clients beyond the limit are refused and said, and idle ones end`() throws {
    let target = try LoopbackSocket()
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    let (program, port) = try relay(to: [target.port], ["--clients", "1", "--idle", "100ms"])
    try first.send("1", to: port)
    #expect(try target.receive().bytes == Array("1".utf8))
    try eventually("the second client is taken") {
      try second.send("2", to: port)
      program.pump(milliseconds: 20)
      return target.receiveWaiting().contains(Array("2".utf8))
    }
    let ended = try program.end()
    #expect(
      ended.errors.contains(
        "not passing on what 127.0.0.1:\(second.port) sends: there are 1 clients already; for more: --clients\n"),
      "\(ended.errors)")
    #expect(ended.errors.contains("2 clients, 1 ended idle"), "\(ended.errors)")
  }

  @Test func `mistakes end with a sentence and the status of their kind`() throws {
    let taken = try LoopbackSocket()
    for (words, status, sentence) in [
      ([], 2, "Missing expected argument '--to"),
      (["--to", "127.0.0.1"], 2, "the port is missing"),
      (["--to", "127.0.0.1:9", "--loss", "301%"], 2, "--loss: '301%' is not a percentage from 0% to 100%"),
      (["--to", "127.0.0.1:9", "--delay", "80ms", "20"], 2, "--delay: '20' has no unit; write 20ms or 20s"),
      (["--to", "127.0.0.1:9", "--reorder", "3%"], 2, "reorder needs a delay"),
      (["--to", "127.0.0.1:9", "--profile", "ltr"], 2, "there is no profile 'ltr'; did you mean 'lte'?"),
      (["--to", "127.0.0.1:9", "--profile", "/nonexistent/x.toml"], 2, "/nonexistent/x.toml: there is no such file"),
      (["--to", "127.0.0.1:9", "--up"], 2, "--up and --down go with an impairment"),
      (["--to", "127.0.0.1:9", "--theme", "light"], 2, "--theme is for the screen"),
    ] as [([String], Int32, String)] {
      let ended = try Udpeek.run(["relay", "127.0.0.1:0", "--headless"] + words)
      #expect(ended.status == status && ended.errors.contains(sentence), "\(words): \(ended.errors)")
    }
    let own = "127.0.0.1:\(try LoopbackSocket().port)"
    let loop = try Udpeek.run(["relay", own, "--headless", "--to", own])
    #expect(loop.status == 2 && loop.errors.contains("is where the relay itself receives"), "\(loop.errors)")
    let bound = try Udpeek.run(["relay", "127.0.0.1:\(taken.port)", "--headless", "--to", "127.0.0.1:9"])
    #expect(
      bound.status == 1 && bound.errors.contains("cannot bind 127.0.0.1:\(taken.port): in use by "), "\(bound.errors)")
    let screen = try Udpeek.run(["relay", "127.0.0.1:0", "--to", "127.0.0.1:9", "--json"])
    #expect(screen.status == 2 && screen.errors.contains("--json goes with --headless"), "\(screen.errors)")
  }
}
