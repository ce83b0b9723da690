import Glibc
import TestSupport
import Testing

@Suite(.waits) struct RecordingTests {
  @Test(.requiresIPv6) func `what listen records opens elsewhere without a complaint, with right checksums`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--write", folder["a.pcapng"], "--reply", "ok"])
    let peer = try LoopbackSocket()
    let payloads: [[UInt8]] = [[], [0x61], Sample.temperatureGBK, [UInt8](repeating: 0x62, count: 65_507)]
    for payload in payloads { try peer.send(payload, to: port) }
    try program.waitForLines(8)
    let ended = try program.end()
    #expect(ended.status == 0)
    #expect(ended.errors.contains("recording to \(folder["a.pcapng"])\n"))
    #expect(ended.errors.contains("recorded 8 datagrams, "))
    let rows = try Tshark.fields(
      [
        "ip.src", "udp.srcport", "udp.dstport", "udp.payload", "udp.checksum.status", "ip.checksum.status",
        "frame.packet_flags",
      ],
      of: folder["a.pcapng"])
    let hex = { (bytes: [UInt8]) in bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
    let incoming = rows.filter { $0[6] == "0x00000001" }
    #expect(incoming.map { $0[3] } == payloads.map(hex))
    #expect(incoming.allSatisfy { $0[0] == "127.0.0.1" && $0[1] == "\(peer.port)" && $0[2] == "\(port)" })
    #expect(rows.filter { $0[6] == "0x00000002" }.map { $0[3] } == Array(repeating: hex(Array("ok".utf8)), count: 4))
    #expect(rows.allSatisfy { $0[4] == "1" && $0[5] == "1" })
  }

  @Test func `an encoding stands beside the peer's next datagram`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--write", folder["a.pcapng"]])
    let peer = try LoopbackSocket()
    for _ in 0..<2 { try peer.send(Sample.replyGBK, to: port) }
    try program.waitForLines(2)
    try program.end()
    let comments = try Tshark.fields(["frame.comment"], of: folder["a.pcapng"]).map { $0[0] }
    #expect(comments == ["", "encoding gb18030"])
  }

  @Test func `a guess is not said, and what open reads back is in force`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--write", folder["a.pcapng"]])
    let (guessed, sure) = (try LoopbackSocket(), try LoopbackSocket())
    // Two characters alone are too few to be certain.
    for _ in 0..<2 { try guessed.send([0xce, 0xc2], to: port) }
    for _ in 0..<2 { try sure.send(Sample.replyGBK, to: port) }
    try program.waitForLines(4)
    #expect(program.outputText.contains("gb18030?"))
    try program.end()
    let comments = try Tshark.fields(["frame.comment"], of: folder["a.pcapng"]).map { $0[0] }
    #expect(comments == ["", "", "", "encoding gb18030"])
    let opened = try Udpeek.run(["open", "--json", folder["a.pcapng"]])
    #expect(opened.output.contains("服务端收到信息啦"))
  }

  @Test func `an encoding from the configuration is said beside the peer's first datagram, and in each file`() throws {
    let folder = try TestFolder()
    let config = try SampleFile("config.toml", Array("[encodings]\n\"127.0.0.0/8\" = \"big5\"\n".utf8))
    let home = config.path.dropLast("/config.toml".count)
    symlink(String(home), folder["udpeek"])
    let (program, port) = try Udpeek.listen(
      ["--quiet", "--write", folder["a.pcapng"], "--rotate", "64KiB"], ["XDG_CONFIG_HOME": folder.path])
    let peer = try LoopbackSocket()
    for number in 0..<20 { try peer.send([UInt8](repeating: UInt8(number), count: 9_000), to: port) }
    try program.wait("files") { _ in folder.names.count >= 4 }
    try program.end()
    for name in folder.names where name != "udpeek" {
      let comments = try Tshark.fields(["frame.comment"], of: folder[name]).map { $0[0] }
      #expect(comments.first == "encoding big5" && comments.dropFirst().allSatisfy { $0.isEmpty }, "\(name)")
    }
  }

  @Test func `choices and notes made on the screen are in the recording, and open reads the choices back`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("-w '\(folder["a.pcapng"])'", then: "echo over")
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    // 中文 in Big5, too short to be certain.
    for peer in [first, second] { try peer.send([0xa4, 0xa4, 0xa4, 0xe5], to: port) }
    try terminal.waitForReceived(2)
    try terminal.press("G")
    try terminal.type("e")
    try terminal.type("shift")
    try terminal.press("Enter")
    try terminal.waitFor("encoding shift_jis for 127.0.0.1:\(second.port)")
    try terminal.type(":note alarm begins")
    try terminal.press("Enter")
    try terminal.waitFor("added a note to row 2")
    // A recording begun after a choice contains it too.
    try terminal.type("W")
    try terminal.waitFor("recorded 2 datagrams")
    try terminal.type(":record \(folder["b.pcapng"])")
    try terminal.press("Enter")
    try terminal.waitFor("recording to ")
    for peer in [first, second] { try peer.send([0xa4, 0xa4, 0xa4, 0xe5], to: port) }
    try terminal.waitForReceived(4)
    // For a peer that sends nothing more, the choice is written at the end.
    try terminal.press("G")
    try terminal.press("k")
    try terminal.type("e")
    try terminal.type("big")
    try terminal.press("Enter")
    try terminal.waitFor("encoding big5 for 127.0.0.1:\(first.port)")
    try terminal.type("Q")
    try terminal.waitFor("over")
    terminal.close()
    let capinfos = { (name: String) in
      try Program(
        "tshark", ["-r", folder[name], "-Y", "frame", "-T", "fields", "-e", "frame.comment"],
        environment: Udpeek.environment
      ).finish().output
    }
    #expect(try capinfos("b.pcapng") == "\nencoding shift_jis\n")
    for (name, texts) in [("a.pcapng", ["､､､", "shift_jis"]), ("b.pcapng", ["中文", "big5", "shift_jis"])] {
      let screen = try Terminal(columns: 120, rows: 10)
      try screen.run("clear; '\(Udpeek.path)' open '\(folder[name])'")
      try screen.waitFor("\(texts) on the screen") { lines in
        texts.allSatisfy { text in lines.contains { $0.contains(text) } }
      }
      screen.close()
    }
    let info = try Program("strings", [folder["a.pcapng"]], environment: Udpeek.environment).finish().output
    #expect(info.contains("encoding shift_jis for 127.0.0.1:\(second.port)"))
    #expect(info.contains("note on 127.0.0.1:\(second.port) at 20") && info.contains("Z: alarm begins"))
  }

  @Test func `a note and a failure are in the file soon, though nothing comes after them and it is killed`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("-w '\(folder["a.pcapng"])'")
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.press("G")
    try terminal.run(":note precious")
    try eventually("the note in the file") { contents(of: folder["a.pcapng"])?.contains("Z: precious") ?? false }
    kill(try terminal.pid(), SIGKILL)
    terminal.close()
    let listing = try Udpeek.run(["open", "--json", folder["a.pcapng"]])
    #expect(listing.lines[0].hasSuffix(#","note":"precious"}"#) && listing.errors.isEmpty)
  }

  @Test func `a note after a rotation that nothing follows is in a file of its own, and open finds its row`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("-w '\(folder["a.pcapng"])' --rotate 1s", then: "echo over")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    // The first file is complete: it ends with statistics.
    try eventually("the first file's end") {
      guard let name = folder.names.first else { return false }
      let capinfos = try Program("capinfos", [folder[name]], environment: Udpeek.environment).finish()
      return capinfos.output.contains("Number of stat entries = 1")
    }
    try terminal.press("G")
    try terminal.run(":note late")
    try terminal.waitFor("added a note to row 1")
    try terminal.type("Q")
    try terminal.waitFor("over")
    terminal.close()
    let listing = try Udpeek.run(["open", "--json"] + folder.names.map { folder[$0] })
    #expect(listing.lines[0].hasSuffix(#","note":"late"}"#) && listing.errors.isEmpty, "\(listing)")
  }

  @Test func `a note on a row before the recording is told not to be in it`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    try terminal.run(":record \(folder["a.pcapng"])")
    try terminal.waitFor("recording to ")
    try terminal.press("G")
    try terminal.run(":note early")
    try terminal.waitFor("added a note to row 1, but not to the recording")
    terminal.close()
  }

  @Test func `open shows notes of a recording on their rows, and failures beside the next`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("-w '\(folder["a.pcapng"])'", then: "echo over")
    let peer = try LoopbackSocket()
    for number in 0..<5 { try peer.send("row \(number)", to: port) }
    try terminal.waitForReceived(5)
    for (row, note) in [(2, "alarm: begins"), (3, "a slip"), (4, "ends")] {
      try terminal.run(":\(row)")
      try terminal.run(":note \(note)")
      try terminal.waitFor("[\(note)]")
    }
    try terminal.run(":3")
    try terminal.run(":note")
    try terminal.waitFor("removed the note on row 3")
    // A note is written with the next datagram, or at the end.
    try peer.send("row 5", to: port)
    try terminal.waitForReceived(6)
    try terminal.run(":5")
    try terminal.run(":note last")
    try terminal.waitFor("added a note to row 5")
    try terminal.type("Q")
    try terminal.waitFor("over")
    let listing = { (words: [String]) in
      try Udpeek.run(["open", "--json", folder["a.pcapng"]] + words).lines.compactMap {
        $0.firstMatch(of: /"number":(\d+),.*"note":"(.*)"/).map { "\($0.1) \($0.2)" }
      }
    }
    #expect(try listing([]) == ["2 alarm: begins", "4 ends", "5 last"])
    #expect(try listing(["--filter", "nr <= 4"]) == ["2 alarm: begins", "4 ends"])
    // A pipe cannot be read ahead.
    let piped = try Program(
      "sh", ["-c", "cat \"$1\" | exec \"$0\" open - --json", Udpeek.path, folder["a.pcapng"]],
      environment: Udpeek.environment
    ).finish()
    #expect(
      piped.errors
        == "5 notes name a different row from the one they are attached to: a pipe is read once, the recording's file twice\n"
    )
    #expect(try Udpeek.run(["convert", folder["a.pcapng"], folder["b.pcapng"], "--filter", "nr = 2"]).status == 0)
    #expect(try Tshark.fields(["frame.comment"], of: folder["b.pcapng"]) == [["alarm: begins"]])
    try terminal.run("clear; '\(Udpeek.path)' open '\(folder["a.pcapng"])'")
    try terminal.waitFor("the notes") { lines in
      ["[alarm: begins] row 1", "[ends] row 3", "[last] row 4"].allSatisfy { row in
        lines.contains { $0.hasSuffix(row) }
      }
    }
    #expect(!(try terminal.lines().contains { $0.contains("a slip") || $0.contains("note on") }))
    terminal.close()
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal finishes the file`(signal: Int32) throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--quiet", "--write", folder["a.pcapng"]])
    let peer = try LoopbackSocket()
    for number in 0..<1000 { try peer.send("\(number)", to: port) }
    let ended = try program.end(by: signal)
    #expect(ended.status == 0)
    let count = try Tshark.payloads(of: folder["a.pcapng"]).count
    let received = try #require(ended.errors.firstMatch(of: #/received (\d+), /#).flatMap { Int($0.1) })
    #expect(count == received)
    // A block of statistics ends the file.
    let capinfos = try Program("capinfos", [folder["a.pcapng"]], environment: Udpeek.environment)
    #expect(try capinfos.finish().output.contains("Number of stat entries = 1"))
  }

  @Test func `a file of that name is refused, a link too, and --force replaces the file alone`() throws {
    let folder = try TestFolder()
    folder.write([1], to: "a.pcapng")
    symlink(folder["a.pcapng"], folder["b.pcapng"])
    for (name, reason) in [
      ("a", "the file exists"), ("b", "it is not a regular file; choose another name"), ("no/c", "no such folder"),
    ] {
      let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--duration", "5", "-w", folder["\(name).pcapng"]])
      #expect(ended.status == 1)
      #expect(ended.errors.contains(reason))
    }
    let linked = try Udpeek.run(
      ["listen", "127.0.0.1:0", "--duration", "5", "--force", "-w", folder["b.pcapng"]])
    #expect(linked.status == 1)
    #expect(linked.errors.contains("not a regular file"))
    let replaced = try Udpeek.run(
      ["listen", "127.0.0.1:0", "--duration", "0.05", "--force", "-w", folder["a.pcapng"]])
    #expect(replaced.status == 0)
    var status = stat()
    stat(folder["a.pcapng"], &status)
    #expect(status.st_mode & 0o777 == 0o600 && status.st_size > 100)
  }

  @Test(arguments: [
    ("a.pcap", " as pcapng: udpeek convert turns it into pcap"),
    ("a.jsonl", " as pcapng: udpeek convert turns it into jsonl"),
    ("a.foo", " as pcapng"), ("a.pcapng.gz", " as pcapng, not compressed"), ("a", ""), ("A.PCAPNG", ""),
  ])
  func `a name that promises another form is told that a recording is pcapng`(name: String, words: String) throws {
    let folder = try TestFolder()
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--duration", "0.05", "-w", folder[name]])
    #expect(ended.status == 0 && ended.errors.contains("recording to \(folder[name])\(words)\n"), "\(ended.errors)")
    #expect(try Udpeek.run(["info", folder[name]]).output.contains("(pcapng)"))
  }

  @Test(arguments: [
    ["-w", "-", "--json"], ["-w", "-", "--hex"], ["-w", "-", "--rotate", "1h"], ["--rotate", "1h"], ["--force"],
    ["--keep", "2"], ["-w", "x", "--keep", "2"], ["-w", "x", "--rotate", "5"], ["-w", "x", "--rotate", "5x"],
    ["-w", "x", "--rotate", "1KiB"], ["-w", "x", "--rotate", "1h", "--keep", "0"],
  ])
  func `options that make no sense together are wrong usage`(options: [String]) throws {
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--duration=1"] + options)
    #expect(ended.status == 2)
    #expect(!ended.errors.contains("listening on"))
    #expect(ended.output.isEmpty)
  }

  @Test func `a rotation leaves files that carry the time, and the last ones alone`() throws {
    let folder = try TestFolder()
    folder.write([1], to: "a-20200101-000000.pcapng")
    let (program, port) = try Udpeek.listen(
      ["--quiet", "--write", folder["a.pcapng"], "--rotate", "64KiB", "--keep", "2"])
    let peer = try LoopbackSocket()
    for number in 0..<100 { try peer.send([UInt8](repeating: UInt8(number), count: 9_000), to: port) }
    try program.wait("100 datagrams in files") { _ in
      folder.names.count == 3
    }
    let ended = try program.end()
    #expect(folder.names.count == 3)
    #expect(folder.names[0] == "a-20200101-000000.pcapng")
    #expect(folder.names.dropFirst().allSatisfy { $0.firstMatch(of: /^a-\d{8}-\d{6}(\d{6})?\.pcapng$/) != nil })
    #expect(ended.errors.contains("older ones were removed (--keep)"))
    #expect(
      try Tshark.payloads(of: folder[folder.names[2]]).count > 0
        || Tshark.payloads(of: folder[folder.names[1]]).count > 0)
  }

  // MARK: Standard output

  @Test(arguments: [["listen", "127.0.0.1:0", "-w", "-"], ["127.0.0.1:0", "-w", "-"]])
  func `a recording goes into a pipe as it comes`(command: [String]) throws {
    let folder = try TestFolder()
    let program = try Udpeek.start(command)
    try program.waitForErrors("recording to standard output")
    let port = try Udpeek.port(in: program.errorText)
    let peer = try LoopbackSocket()
    for text in ["one", "two"] {
      let before = program.output.count
      try peer.send(text, to: port)
      try program.wait("a block on standard output") { $0.output.count >= before + 72 }
    }
    try program.end()
    folder.write(program.output, to: "pipe.pcapng")
    #expect(try Tshark.payloads(of: folder["pipe.pcapng"]) == ["6f6e65", "74776f"])
  }

  @Test func `an explicit watch does not write its recording over the screen`() throws {
    let ended = try Udpeek.run(["watch", "127.0.0.1:0", "-w", "-"])
    #expect(ended.status == 2)
    #expect(ended.errors.contains("udpeek listen --write -"))
  }

  @Test func `a recording onto a terminal is refused`() throws {
    let terminal = try Terminal()
    try terminal.run("\(Udpeek.path) listen 127.0.0.1:0 -w -; echo status $?")
    try terminal.waitFor("status 2")
    #expect(try terminal.lines().contains { $0.contains("onto the terminal") })
  }

  @Test func `a reader that goes away ends it without a word`() throws {
    let (program, port) = try Udpeek.listen(["-w", "-"])
    try program.waitForErrors("recording to standard output")
    let announced = program.errorText
    program.closeOutput()
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.errors == announced)
    _ = port
  }

  @Test func `a reader that stalls does not hold up reception`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["-w", "-"])
    program.readsOutput = false
    let peer = try LoopbackSocket()
    for number in 0..<100 { try peer.send([UInt8](repeating: UInt8(number), count: 10_000), to: port) }
    try eventually("a full pipe") { program.unreadOutput >= 65_536 - 4096 }
    for number in 100..<200 { try peer.send([UInt8](repeating: UInt8(number), count: 10_000), to: port) }
    program.signal(SIGINT)
    program.readsOutput = true
    let ended = try program.finish()
    #expect(ended.status == 0)
    #expect(ended.errors.contains("received 200, "))
    folder.write(program.output, to: "pipe.pcapng")
    #expect(try Tshark.payloads(of: folder["pipe.pcapng"]).count == 200)
  }
}
