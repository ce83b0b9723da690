import Testing

/// Tests locales that cannot represent every character.
@Suite(.waits) struct LocaleTests {
  @Test(arguments: ["C", "POSIX", ""])
  func `without a locale the screen is ASCII and names --utf8`(locale: String) throws {
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek(variables: "LC_ALL= LANG=\(locale) LC_CTYPE=\(locale)")
    try terminal.waitFor("--utf8")
    try LoopbackSocket().send(Sample.temperatureGBK, to: port)
    let lines = try terminal.waitForReceived(1)
    #expect(lines.joined().unicodeScalars.allSatisfy { $0.isASCII })
    #expect(lines[2].contains("=23.5"))
    terminal.close()
  }

  @Test(arguments: ["LC_ALL=xx_XX.UTF-8", "LC_ALL= LC_CTYPE= LANG=zh_XX.utf8@pinyin"])
  func `a locale of UTF-8 that is not installed draws UTF-8`(variables: String) throws {
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek(variables: variables)
    try LoopbackSocket().send(Sample.temperatureGBK, to: port)
    #expect(try terminal.waitForReceived(1)[2].hasSuffix("  温度=23.5"))
    terminal.close()
  }

  @Test(arguments: [80, 40])
  func `what to do where only ASCII is drawn is not cut`(columns: Int) throws {
    let terminal = try Terminal(columns: columns)
    _ = try terminal.startUdpeek(variables: "LC_ALL=C")
    try terminal.waitFor("--utf8 or LANG=C.UTF-8 draws more than")
    terminal.close()
  }

  @Test func `--ascii and a locale without characters write as many question marks`() throws {
    var ends: [String] = []
    for (option, variables) in [("--ascii", "LC_ALL=C.UTF-8"), ("", "LC_ALL=C")] {
      let terminal = try Terminal(columns: 120)
      let port = try terminal.startUdpeek(option, variables: variables)
      try LoopbackSocket().send(Sample.temperatureGBK, to: port)
      ends.append(String(try terminal.waitForReceived(1)[2].suffix(9)))
      terminal.close()
    }
    #expect(ends == ["  ??=23.5", "  ??=23.5"])
  }

  @Test func `--utf8 draws everything whatever the locale says`() throws {
    let terminal = try Terminal(columns: 120)
    let port = try terminal.startUdpeek("--utf8", variables: "LC_ALL=C")
    try LoopbackSocket().send(Sample.temperatureGBK, to: port)
    #expect(try terminal.waitForReceived(1)[2].hasSuffix("  温度=23.5"))
    terminal.close()
  }

  @Test func `listen in the C locale writes no byte above 0x7e, and JSON stays UTF-8`() throws {
    let plain = try Udpeek.listen(["--count", "2"], ["LANG": "C"])
    let objects = try Udpeek.listen(["--json", "--count", "2"], ["LANG": "C"])
    for port in [plain.port, objects.port] {
      let peer = try LoopbackSocket()
      try peer.send(Sample.temperatureGBK, to: port)
      try peer.send(Array("door open ".utf8) + [0x1b, 0xff, 0x9b, 0x32, 0x4a] + Array(" at the gate".utf8), to: port)
    }
    let ended = try plain.program.finish()
    #expect(plain.program.output.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a })
    #expect(ended.lines[0].hasSuffix("??=23.5"))
    #expect(ended.lines[1].contains(#"\x1b"#))
    #expect(try objects.program.finish().lines[0].contains(#""text":"温度=23.5""#))
  }

  @Test func `no colour is shown where NO_COLOR is set`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek(variables: "NO_COLOR=1")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    let colours = #/\u{1b}\[[0-9;]*\b(3[0-7]|9[0-7]|38|4[0-7]|48)\b[0-9;]*m/#
    #expect(try !terminal.styledText().contains(colours))
    #expect(try terminal.styledText().contains("\u{1b}["))
    terminal.close()
  }
}
