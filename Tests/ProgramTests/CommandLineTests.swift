import Testing

/// Tests the command line as a whole.
@Suite(.waits) struct CommandLineTests {
  @Test func `an unknown command gets a suggestion`() throws {
    let ended = try Udpeek.run(["lisen", "8080"])
    #expect(ended.status == 2)
    #expect(ended.errors == "unknown command or endpoint 'lisen'; did you mean 'listen'?\n")
  }

  @Test(arguments: [("lisen", "; did you mean 'listen'?"), ("nothing", "; see: udpeek --help")])
  func `help about an unknown command says so`(word: String, hint: String) throws {
    let ended = try Udpeek.run(["help", word])
    #expect(ended.status == 2 && ended.output.isEmpty)
    #expect(ended.errors == "unknown command '\(word)'\(hint)\n")
  }

  @Test func `watch without a terminal names listen`() throws {
    let ended = try Udpeek.run(["watch", "127.0.0.1:0"])
    #expect(ended.status == 2)
    #expect(ended.errors == "the screen needs a terminal on standard output; without one use: udpeek listen\n")
  }

  @Test func `bare udpeek into a pipe goes on as listen, and says so`() throws {
    let program = try Udpeek.start(["127.0.0.1:0"])
    try program.waitForErrors(", receive buffer ")
    #expect(program.errorText.hasPrefix("standard output is not a terminal: continuing as udpeek listen\n"))
    try LoopbackSocket().send("hello", to: Udpeek.port(in: program.errorText))
    let lines = try program.waitForLines(1)
    #expect(lines[0].hasSuffix("  5  ascii  hello"))
    #expect(try program.end().status == 0)
  }

  @Test(arguments: [
    ["--help"], ["listen", "--help"], ["send", "--help"], ["help", "watch"], ["--version"], ["encodings"],
  ])
  func `help goes to standard output and ends with 0`(words: [String]) throws {
    let ended = try Udpeek.run(words)
    #expect(ended.status == 0)
    #expect(!ended.output.isEmpty && ended.errors.isEmpty)
  }

  @Test(.requiresNamespaces) func `where /proc is missing the arguments are not passed over in silence`() throws {
    let words = ["-rm", "sh", "-c", "mount -t tmpfs none /proc && exec '\(Udpeek.path)' --version"]
    let program = try Program("unshare", words, environment: Udpeek.environment)
    program.closeInput()
    let ended = try program.finish()
    #expect(ended.status == 1 && ended.output.isEmpty)
    #expect(ended.errors == "cannot read the arguments in /proc/self/cmdline; is /proc mounted here?\n")
  }

  @Test func `filter explains an expression and points at a mistake`() throws {
    let ended = try Udpeek.run(["filter", "src net 10.0.0.0/8", "and", "size > 4"])
    #expect(ended.status == 0 && ended.errors.isEmpty)
    #expect(
      ended.output == """
        filter     src net 10.0.0.0/8 and size > 4
        tree       all of
                     src net 10.0.0.0/8
                     size > 4
        tcpdump    udp and (src net 10.0.0.0/8 and (udp[4:2] > 12 or (ip6 and ip6[44:2] > 12)))
                   (after IPv6 extension headers tcpdump looks at the wrong bytes)
        wireshark  udp and (ip.src == 10.0.0.0/8 and udp.length > 12)

        """)
    let wrong = try Udpeek.run(["filter", "in and tcp"])
    #expect(wrong.status == 2 && wrong.output.isEmpty)
    #expect(wrong.errors.hasSuffix("\n  in and tcp\n         ^\n"))
  }

  @Test func `the UDPEEK variables come after flags and before the built-in values`() throws {
    let sample = Sample.temperatureGBK
    for (flags, encoding) in [([], "big5"), (["-e", "gbk"], "gbk")] {
      let (program, port) = try Udpeek.listen(["--count", "1"] + flags, ["UDPEEK_ENCODING": "big5"])
      try LoopbackSocket().send(sample, to: port)
      #expect(try program.finish().output.contains("  9  \(encoding)  "))
    }
  }

  @Test(arguments: [("", "TERM is not set"), ("unheard-of", "unheard-of"), ("dumb", "dumb")])
  func `a terminal that cannot be used is named, with the way out`(type: String, words: String) throws {
    let terminal = try Terminal()
    try terminal.run("clear; TERM=\(type) '\(Udpeek.path)' 127.0.0.1:0; echo ended $?")
    let lines = try terminal.waitFor("its end") { $0.contains { $0.hasPrefix("ended ") } }
    #expect(lines.contains("ended 2"))
    #expect(lines.contains { $0.contains(words) })
    terminal.close()
  }

  @Test func `keys come from the terminal though standard input is a file`() throws {
    let terminal = try Terminal()
    try terminal.startUdpeek("</dev/null", then: "echo ended $?")
    try terminal.type("q")
    try terminal.waitFor("ended 0")
    terminal.close()
  }
}
