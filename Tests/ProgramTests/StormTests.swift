import Testing

/// Tests random and hostile datagrams in a real terminal; `make storm` does it with ten million.
@Suite(.waits) struct StormTests {
  private static let hostile: [[UInt8]] = [
    Array("\u{1b}]0;owned\u{7}".utf8), Array("\u{1b}c\u{1b}[?1049l".utf8), [0x9b, 0x32, 0x4a],
    [0x81, 0x30, 0x83, 0x37],
    [0x81, 0x36, 0xa7, 0x31], Array("\u{9b}2J\u{202e}".utf8), Array("\r\n\u{8}\t".utf8),
  ]

  @Test(arguments: ["utf-8", "gb18030", "windows-1252"])
  func `random and hostile datagrams give the terminal nothing but our own`(encoding: String) throws {
    let terminal = try Terminal(columns: 100, rows: 30)
    let title = try terminal.value("#{pane_title}")
    let port = try terminal.startUdpeek("-e \(encoding)")
    let peer = try LoopbackSocket()
    var state: UInt64 = 11
    func random() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    for number in 0..<60 {
      let bytes = (0..<random() % 40).map { _ in UInt8(truncatingIfNeeded: random() >> 8) }
      try peer.send(bytes + Self.hostile[number % Self.hostile.count] + bytes, to: port)
    }
    try terminal.waitForReceived(60)
    #expect(try terminal.unsafeScalars() == [])
    try terminal.press("Enter")
    try terminal.waitFor("0000 ")
    #expect(try terminal.unsafeScalars() == [])
    #expect(try terminal.value("#{pane_title} #{alternate_on}") == title + " 1")
    withExtendedLifetime(peer) {}
    terminal.close()
  }
}
