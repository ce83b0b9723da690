import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the pane of kinds, and the marks on what differs from the datagram before.
@Suite struct KindsTests {
  private static let sensor = Session.endpoint("10.0.0.2", 5_000)
  private static let station = Session.endpoint("10.0.0.9", 700)

  /// A frame of 14 bytes: a constant, a kind, a counter, a temperature, noise.
  private static func frame(_ kind: UInt8, _ counter: Int, temperature: Int) -> [UInt8] {
    [0x7e, kind, UInt8(counter >> 8 & 0xff), UInt8(counter & 0xff), UInt8(temperature >> 8), UInt8(temperature & 0xff)]
      + [0x10, 0x20, 0x30, 0xff, 0xfe, 0xf0, 0x90, UInt8(counter * 37 & 0xff)]
  }

  /// A sensor that sends two kinds of frames, and a station that sends Chinese text.
  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows,
      configure: { if chinese { $0.catalogue = Language.simplifiedChinese.catalogue } })
    for index in 0..<12 {
      session.append(.incoming, Self.frame(index % 3 == 0 ? 2 : 1, 300 + index, temperature: 221), peer: Self.sensor)
      session.receive("温度=2\(index % 3).5 湿度=40", as: .gb18030, from: Self.station)
    }
    return session.tick(seconds: 5)
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the kinds are drawn at every size, the bytes that changed lit`(size: Size) {
    let session = session(size.columns, size.rows).type("K")
    session.append(.incoming, Self.frame(1, 312, temperature: 222), peer: Self.sensor)
    expectScreen(session, "kinds-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the kinds are in Chinese`(size: Size) {
    expectScreen(
      session(size.columns, size.rows, chinese: true).type("K"), "kinds-chinese-\(size.columns)x\(size.rows)")
  }

  @Test func `each peer has a line for each kind: by its first bytes, or by its text without the digits`() {
    let session = session().type("K")
    #expect(session.shows("─ kinds · 3 "))
    #expect(session.lines.contains { $0.contains("10.0.0.2:5000") && $0.contains("14 B 7e 01") && $0.contains(" 8 ") })
    #expect(session.lines.contains { $0.contains("10.0.0.2:5000") && $0.contains("14 B 7e 02") && $0.contains(" 4 ") })
    #expect(session.lines.contains { $0.contains("10.0.0.9:700") && $0.contains("温度=# 湿度=#") && $0.contains(" 12 ") })
  }

  /// The texts that are lit in the last line with a text.
  private func lit(_ session: Session, _ line: String) -> [String] {
    let canvas = session.state.drawn()
    guard let row = canvas.lines.lastIndex(where: { $0.contains(line) }) else { return ["no such line"] }
    // A wide character takes two columns.
    let cells = canvas.lines[row].flatMap {
      $0.unicodeScalars.allSatisfy { $0.value < 0x2e80 } ? [String($0)] : [String($0), ""]
    }
    return canvas.styleRuns(row: row).filter { $0.style == Theme.standard.match }.map { run in
      cells[run.columns.lowerBound..<min(cells.count, run.columns.upperBound)].joined()
    }
  }

  @Test func `a sensor is heated, and with everything that moves anyway notched the one byte that moves is lit`() {
    let session = Session(120, 35).type("K")
    func send(_ counters: Range<Int>, temperature: Int) {
      for counter in counters {
        session.append(.incoming, Self.frame(1, counter, temperature: temperature), peer: Self.sensor)
        session.tick(seconds: 0.1)
      }
    }
    send(10..<30, temperature: 221)
    #expect(lit(session, "14 B 7e") == ["1d", "31"])
    session.type("#")
    #expect(session.message.contains("2 bytes that change are notched: * shows them again"))
    send(30..<40, temperature: 221)
    #expect(lit(session, "14 B 7e") == [])
    #expect(session.lines.contains { $0.contains("7e 01 00 ·· 00 dd 10 20 30 ff fe f0 90 ··") })
    send(40..<41, temperature: 230)
    #expect(lit(session, "14 B 7e") == ["e6"])
    session.tick(seconds: 1.1)
    #expect(lit(session, "14 B 7e") == [])
    session.type("*")
    send(41..<42, temperature: 230)
    #expect(lit(session, "14 B 7e") == ["29", "ed"])
  }

  @Test func `a character of a Chinese text that changes is lit, and notched as a whole`() {
    let session = Session(120, 35).type("K")
    session.receive("风向=东 风力=3", from: Self.station).receive("风向=西 风力=3", from: Self.station)
    #expect(session.shows("─ kinds · 2 "))
    session.receive("风向=西 风力=4", from: Self.station)
    #expect(lit(session, "风向=西 风力=4") == ["4"])
    session.type("#").receive("风向=西 风力=5", from: Self.station)
    #expect(session.shows("风向=西 风力=·"))
  }

  @Test func `enter filters to the selected kind, and again to all`() {
    let session = session().type("Kj<enter>")
    #expect(session.shows("peer 10.0.0.2:5000 and size = 14 and data[0:2] = 32258"), "\(session.lines.prefix(2))")
    #expect(session.shows("4 of 24"))
    session.type("<enter>")
    #expect(!session.shows("size = 14"))
    session.type("G<enter>")
    #expect(session.shows("only 温度=# 湿度=#"))
    #expect(session.shows("12 of 24"))
  }

  @Test func `d marks the bytes that differ from the datagram of that kind before`() {
    let session = session()
    session.append(.incoming, Self.frame(1, 312, temperature: 222), peer: Self.sensor).type("d")
    #expect(session.message.contains("3 bytes differ from row 23, the peer's previous one of that kind"))
    #expect(lit(session, "0000  7e 01 01 38") == ["38", "de", "18"])
    session.type("d")
    #expect(session.message.contains("no longer marked") && lit(session, "0000  7e 01 01 38") == [])
  }

  /// Frames of a sensor in whose bytes most encodings have characters: a constant, a counter, two values.
  private static func pairs(_ counter: Int) -> [UInt8] {
    [0xc4, 0xe3, 0xba, 0xc3, counter % 4 == 0 ? 0x07 : 0xb0, UInt8(0xa1 + counter % 90), 0xd6]
      + [UInt8(0xa1 + counter * 7 % 90), 0xb5, 0xc4]
  }

  @Test func `frames whose bytes could be a text are of one kind once one of that size is none`() {
    let session = Session(120, 35).type("K")
    for counter in 0..<40 {
      session.append(.incoming, Self.pairs(counter), peer: Self.sensor)
    }
    let kinds = session.lines.filter { $0.contains("10.0.0.2:5000") && !$0.contains("192.168.1.5") }
    #expect(kinds.count == 1 && kinds[0].contains("10 B c4 e3 ba c3"), "\(kinds)")
  }

  @Test func `a text of a certain encoding between control characters is a text`() {
    let session = Session(120, 35).type("K")
    for counter in 0..<20 {
      let text = Session.bytes("温度=\(20 + counter) 湿度=40 状态=正常 风向=东南", as: .gb18030)
      session.append(.incoming, [2] + text + [3], peer: Self.station)
    }
    let kinds = session.lines.filter { $0.contains("10.0.0.9:700") && !$0.contains("192.168.1.5") }
    #expect(kinds.count == 1 && kinds[0].contains("温度=#"), "\(kinds)")
  }

  @Test func `a counter at the front makes no kinds of its own`() {
    let session = Session(120, 35).type("K")
    for counter in 0..<300 {
      session.add(.incoming, [UInt8(counter & 0xff), UInt8(counter >> 8), 0xff, 0x81], peer: Self.sensor)
    }
    session.deliver()
    #expect(session.shows("─ kinds · 1 ") && session.lines.contains { $0.contains("4 B") && $0.contains(" 300 ") })
  }

  @Test func `the kinds of very many peers are counted, and the least recent forgotten`() {
    let session = Session(120, 35).type("K")
    for number in 0..<40_000 {
      session.add(.incoming, [0xff, 0x01], peer: Endpoint(IPAddress(ipv4: 0x0a01_0000 + UInt32(number)), port: 9))
    }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.tick(seconds: 2)
    #expect(session.shows("─ kinds · 4,096 · 35,904 forgotten"))
  }

  @Test func `nothing is counted while the pane is closed, and what came meanwhile when it opens`() {
    let session = session()
    session.type("KK")
    session.append(.incoming, Self.frame(5, 1, temperature: 1), peer: Self.sensor)
    #expect(!session.shows("kinds ·"))
    #expect(session.type("K").shows("─ kinds · 4 "))
  }
}
