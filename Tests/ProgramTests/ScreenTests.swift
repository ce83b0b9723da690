import Testing

/// Tests that the screen shows real datagrams, and that they have no other effect.
@Suite(.waits) struct ScreenTests {
  /// Sequences that set the title, clear, move the cursor, end lines, backspace, write the clipboard and leave the
  /// alternate screen.
  static let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[3;3H\r\n\u{8}\u{1b}]52;c;eA==\u{7}\u{1b}[?1049l\tend"
  /// In GB18030: 温度正常 twice, then U+202E, which reverses the writing direction, and U+009B, the 8-bit CSI, followed by
  /// `2J`.
  static let hostileGB18030: [UInt8] = [
    0xce, 0xc2, 0xb6, 0xc8, 0xd5, 0xfd, 0xb3, 0xa3, 0xce, 0xc2, 0xb6, 0xc8, 0xd5, 0xfd, 0xb3, 0xa3, 0x61, 0x81, 0x36,
    0xa7, 0x31, 0x62, 0x81, 0x30, 0x83, 0x37, 0x32, 0x4a, 0x63,
  ]

  @Test func `GBK, UTF-8, empty, largest and hostile datagrams are rows, and move nothing else`() throws {
    let terminal = try Terminal(columns: 112, rows: 12)
    let title = try terminal.value("#{pane_title}")
    let port = try terminal.startUdpeek()
    let payloads: [[UInt8]] = [
      Sample.temperatureGBK, Array("héllo 你好 ✓".utf8), [], [UInt8](repeating: 0x78, count: 65_507),
      Array(Self.hostile.utf8), Self.hostileGB18030,
    ]
    let peers = try payloads.map { payload in
      let peer = try LoopbackSocket()
      try peer.send(payload, to: port)
      return peer
    }
    let lines = try terminal.waitForReceived(payloads.count)
    let expected = """
       udp 127.0.0.1:PPPPP                                                                                          6
       No.  Time             Source           Destination        Size  Enc       Text
         1  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP       9  gb18030?  温度=23.5
         2  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP      17  utf-8     héllo 你好 ✓
         3  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP       0  –         (empty)
         4  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP  65,507  ascii     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
         5  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP      47  ascii     .]0;owned..[2J.[3;3H....]52;c;eA==..…
         6  HH:MM:SS.mmm  ‹  127.0.0.1:PPPPP  127.0.0.1:PPPPP      29  gb18030   (bidi) 温度正常温度正常a.b.2Jc


       FOLLOW … recv 6  sent 0  shown 6  hidden 0  evicted 0  trunc 0  kernel drops 0
       F1 Help  F3 Find  F4 Filter  F5 Reply  F6 Sort  F7 Peers  F8 Encoding  F10 Quit  p Freeze  Enter Detail  x Hex
      """
    #expect(masked(lines) == expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    #expect(try terminal.value("#{pane_title} #{alternate_on} #{cursor_flag}") == title + " 1 0")
    #expect(try terminal.unsafeScalars() == [])

    // The detail shows the bytes of characters that the text only marks.
    try terminal.press("Enter")
    try terminal.waitFor("61 81 36 a7 31 62 81 30  83 37 32 4a 63")
    try terminal.press("Up")
    try terminal.waitFor("0000  1b 5d 30 3b 6f 77 6e 65  64 07 1b 5b 32 4a 1b 5b  .]0;owned..[2J.[")
    #expect(try terminal.value("#{pane_title} #{alternate_on}") == title + " 1")
    #expect(try terminal.unsafeScalars() == [])
    withExtendedLifetime(peers) {}
    terminal.close()
  }

  @Test func `a filter narrows the table, a wrong one is told and leaves the old one in force`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    let (first, second) = (try LoopbackSocket(), try LoopbackSocket())
    for text in ["one", "two", "three"] { try first.send(text, to: port) }
    try second.send("four", to: port)
    try terminal.waitForReceived(4)

    try terminal.type("/")
    try terminal.type("src port \(first.port)")
    let narrowed = try terminal.waitFor("─ filter: 3 of 4 ")
    #expect(
      narrowed[2...4].map { $0.hasSuffix("one") || $0.hasSuffix("two") || $0.hasSuffix("three") } == [true, true, true])
    #expect(narrowed[5].isEmpty)
    try terminal.press("Enter")
    try terminal.waitFor("title") { $0[0].hasSuffix("src port \(first.port)   3 of 4") && $0[19].isEmpty }

    try terminal.type("/")
    // Pasted, since typing would apply each prefix as a filter.
    try terminal.paste(" and (")
    let wrong = try terminal.waitFor("the filter ends too early: expected an address, a port, a word or '('")
    #expect(wrong[20].hasPrefix(" / src port \(first.port) and ("))
    #expect(wrong[0].hasSuffix("src port \(first.port)   3 of 4"))
    try terminal.press("Enter")
    try first.send("five", to: port)
    try second.send("six", to: port)
    let still = try terminal.waitForReceived(6)
    #expect(still[0].hasSuffix("src port \(first.port)   4 of 6"))
    #expect(still[5].hasSuffix("five") && still[6].isEmpty && still[21].contains("too early"))
    #expect(still[22].contains("shown 4  hidden 2"))
    terminal.close()
  }

  @Test func `freeze and moving up hold the view while reception goes on, G goes live`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    for number in 1...40 { try peer.send("text \(number)", to: port) }
    let live = try terminal.waitForReceived(40)
    #expect(live[21].hasSuffix("text 40"))

    try terminal.type("p")
    let frozen = try terminal.waitFor(" FROZEN ")
    for number in 41...43 { try peer.send("text \(number)", to: port) }
    let later = try terminal.waitFor("+3 new")
    #expect(later[2...21] == frozen[2...21])
    try terminal.type("p")
    try terminal.waitFor("the newest row") { $0[21].hasSuffix("text 43") && $0[22].hasPrefix(" FOLLOW ") }

    try terminal.press("Up")
    let up = try terminal.waitFor(" PAUSED ")
    try peer.send("text 44", to: port)
    let held = try terminal.waitFor("+1 new")
    #expect(held[2...21] == up[2...21])
    try terminal.type("G")
    try terminal.waitFor("the newest row") { $0[21].hasSuffix("text 44") && $0[22].hasPrefix(" FOLLOW ") }
    terminal.close()
  }

  @Test func `function keys open help, filter, reply, encodings and end the program`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitForReceived(1)
    for (key, sign) in [
      ("F1", "─ keys "), ("F4", "─ filter: "), ("F5", "─ reply to 127.0.0.1:"), ("F8", "─ encoding of "),
    ] {
      let before = try terminal.lines()
      try terminal.press(key)
      try terminal.waitFor("what \(key) opens") { $0 != before && $0.contains { $0.contains(sign) } }
      try terminal.press("Escape")
      try terminal.waitFor("the table again") { $0.dropLast(2) == before.dropLast(2) }
    }
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }
}

extension Terminal {
  /// Characters on the screen that could control the terminal: controls, direction marks, invisible characters.
  func unsafeScalars() throws -> [Unicode.Scalar] {
    try lines().joined().unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
      default: false
      }
    }
  }
}
