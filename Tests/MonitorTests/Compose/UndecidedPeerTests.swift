import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests writing to a peer that has only sent ASCII, so that its encoding is unknown.
@Suite struct UndecidedPeerTests {
  private static let client = Session.endpoint("127.0.0.1", 4711)
  private static let other = Session.endpoint("127.0.0.1", 4712)
  private static let answer = "服务端收到信息啦!"
  private static let gbk = Session.bytes(answer, as: .gbk)

  private func session(
    _ columns: Int = 100, _ rows: Int = 24, configure: (inout MonitorSettings) -> Void = { _ in }
  ) -> Session {
    Session(columns, rows, configure: configure).receive("hello", from: Self.client)
  }

  @Test func `what is taken literally is ASCII whatever its backslashes would mean`() {
    let session = Session(100, 24).receive("hello").type("r")
    session.type("\\u{4f60}")
    #expect(session.shows("has only sent ASCII"))
    session.type("<m-r>")
    #expect(!session.shows("only sent ASCII") && session.shows("7 bytes") == false && session.shows("8 bytes"))
    session.type("你")
    #expect(session.shows("has only sent ASCII"))
  }

  @Test func `Enc says ascii for a peer that has only sent ASCII`() {
    let session = session()
    #expect(session.lines[2].contains(" ascii ") && session.lines[2].hasSuffix("hello"))
    session.type("P")
    #expect(session.lines.contains { $0.contains("127.0.0.1:4711") && $0.contains(" ascii ") })
    session.type("r")
    #expect(session.shows("reply to 127.0.0.1:4711 from 192.168.1.5:8080 · ascii · text"))
  }

  @Test func `the panel says that the encoding is not known and how to choose before anything is sent`() {
    let session = session().type("rok ")
    #expect(!session.shows("has only sent ASCII"))
    session.type(Self.answer)
    #expect(session.shows("127.0.0.1:4711 has only sent ASCII: Enter sends UTF-8, F8 chooses"))
    #expect(session.shows("· utf-8 · text"))
    #expect(session.transmitted == nil)
    expectScreen(session, "undecided-100x24")
    session.type("<^u>\\u{4f60}")
    #expect(session.shows("Enter sends UTF-8, F8 chooses"))
    session.type("<^u>\\xff\\n")
    #expect(!session.shows("F8 chooses"))
  }

  @Test(arguments: [40, 60, 80])
  func `what to do is said whatever the width`(columns: Int) {
    for rows in [10, 24] {
      let session = session(columns, rows).type("r你")
      #expect(session.shows("UTF-8, F8 chooses"), "\(columns)x\(rows)")
      #expect(session.shows("Enter sends UTF-8, F8 chooses") || columns == 40 && rows == 10, "\(columns)x\(rows)")
    }
  }

  @Test(arguments: [40, 60, 80])
  func `to whom Enter sends is said beside the warning, whatever the width`(columns: Int) {
    for rows in [10, 24] {
      #expect(session(columns, rows).type("r你").shows("127.0.0.1:4711 "), "\(columns)x\(rows)")
      let several = session(columns, rows).receive("hi", from: Self.other).type("gmmS你")
      #expect(several.shows("to 2 ") && several.shows("UTF-8, F8 chooses"), "\(columns)x\(rows)")
    }
    expectScreen(session(40, 10).type("r你"), "undecided-40x10")
  }

  @Test func `F8 chooses for the peer, for good`() {
    let session = session().type("r\(Self.answer)<f8>")
    #expect(session.shows("encoding of 127.0.0.1:4711"))
    session.type("gbk<enter>")
    #expect(session.state.focus == .reply)
    #expect(session.shows("· gbk · text · 17 bytes") && !session.shows("F8 chooses"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Self.gbk)
    session.append(.outgoing, Self.gbk, peer: Self.client)
    #expect(session.lines[3].contains(" gbk ") && session.lines[3].hasSuffix(Self.answer))
    session.effects = []
    session.type("<esc>r\(Self.answer)<enter>")
    #expect(session.transmitted?.payload == Self.gbk)
  }

  @Test func `what Enter sent is not asked about again, and another peer's is`() {
    let session = session().receive("hi", from: Session.endpoint("10.0.0.9", 1)).type("gr你<enter>")
    #expect(session.transmitted?.payload == Array("你".utf8))
    session.append(.outgoing, Array("你".utf8), peer: Self.client)
    #expect(session.lines[4].contains(" utf-8 ") && session.lines[4].hasSuffix("你"))
    session.type("你")
    #expect(!session.shows("F8 chooses"))
    session.type("<^u><esc>gjr你")
    #expect(session.shows("10.0.0.9:1 has only sent ASCII: Enter sends UTF-8, F8 chooses"))
  }

  @Test func `what the peer writes later goes before what Enter sent in`() {
    let session = session().type("r你<enter><esc>").receive("温度=23.5 摄氏度", as: .gb18030, from: Self.client)
    session.effects = []
    session.type("Gr\(Self.answer)<enter>")
    #expect(session.transmitted?.payload == Self.gbk)
  }

  @Test func `a peer of the same address that is certain decides`() {
    let session = session()
    for text in ["温度=23.5 摄氏度", "设备已启动，请稍候"] { session.receive(text, as: .gb18030, from: Self.other) }
    session.type("gr\(Self.answer)")
    #expect(session.shows("· gb18030 · text · 17 bytes") && !session.shows("F8 chooses"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Self.gbk)
    let apart = Session(100, 24).receive("hello", from: Session.endpoint("127.0.0.2", 1))
    for text in ["温度=23.5 摄氏度", "设备已启动，请稍候"] { apart.receive(text, as: .gb18030, from: Self.other) }
    #expect(apart.type("gr你").shows("F8 chooses"))
  }

  @Test func `the configured encoding decides without a question`() {
    let session = session(configure: { $0.encodings.undecided = UndecidedEncoding(.gbk) }).type("r\(Self.answer)")
    #expect(session.shows("· gbk · text · 17 bytes") && !session.shows("F8 chooses"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Self.gbk)
    #expect(session.lines[2].contains(" ascii "))
  }

  @Test func `the locale's encoding is what Enter sends`() {
    let session = session(configure: { $0.encodings.undecided = UndecidedEncoding(nil, locale: .gbk) }).type("r你")
    #expect(session.shows("127.0.0.1:4711 has only sent ASCII: Enter sends GBK, F8 chooses"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Session.bytes("你", as: .gbk))
  }

  @Test func `an endpoint that has sent nothing is said to have sent nothing`() {
    let session = Session(100, 24).type("n127.0.0.1:4711<enter>你")
    #expect(session.shows("127.0.0.1:4711 has sent nothing yet: Enter sends UTF-8, F8 chooses"))
  }

  @Test func `of several peers those that have only sent ASCII are counted, and chosen for`() {
    let session = session().receive("hi", from: Self.other).receive("温度=23.5", as: .gb18030).type("gmmmS你")
    #expect(session.shows("2 of these peers have only sent ASCII: Enter sends UTF-8, F8 chooses"))
    session.type("<f8>big5<enter>")
    #expect(!session.shows("F8 chooses"))
    session.effects = []
    session.type("<enter>")
    #expect(session.effects.isEmpty, "the forms differ, so it asks first")
    session.type("<enter>")
    let sent = session.effects.compactMap { if case .transmit(let request) = $0 { request } else { nil } }
    #expect(sent.count == 3)
    #expect(sent.first { $0.peer == Session.gbkPeer }?.payload == Session.bytes("你", as: .gbk))
    #expect(sent.first { $0.peer == Self.other }?.payload == Session.bytes("你", as: .big5))
  }

  @Test func `text for a peer that sends bytes goes out in the configured encoding, or says in which`() {
    let frame: [UInt8] = [0x00, 0xff, 0x13, 0x88, 0x01, 0x02]
    let session = Session(100, 24)
    for _ in 0..<4 { session.append(.incoming, frame, peer: Self.other) }
    session.type("r<^x>")
    #expect(!session.shows("sends bytes"))
    session.type("你")
    #expect(session.shows("127.0.0.1:4712 sends bytes: Enter sends UTF-8, F8 chooses"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("你".utf8))
    session.type("r<^x>你")
    #expect(!session.shows("sends bytes"), "the choice sticks for that peer")
    let configured = Session(100, 24) {
      $0.encodings = ChosenEncodings(undecided: UndecidedEncoding(.gbk))
    }
    for _ in 0..<4 { configured.append(.incoming, frame, peer: Self.other) }
    configured.type("r<^x>你")
    #expect(!configured.shows("sends bytes"))
    configured.type("<enter>")
    #expect(configured.transmitted?.payload == [0xc4, 0xe3])
  }

  @Test func `there is no encoding to keep of a peer that has only sent ASCII`() {
    let session = session().type(":keep-encoding<enter>")
    #expect(session.takeEffects().allSatisfy { if case .keepEncoding = $0 { false } else { true } })
    #expect(session.message.contains("e chooses an encoding to keep: 127.0.0.1:4711 has only sent ASCII"))
  }

  @Test func `a NUL between texts is a byte, and the filter finds the texts`() {
    let session = session().append(.incoming, [0], peer: Self.client).receive("ready", from: Self.client)
    #expect(session.lines[2].contains(" ascii ") && session.lines[2].hasSuffix("hello"))
    #expect(session.lines[3].contains(" hex ") && session.lines[3].hasSuffix(" 00"))
    #expect(session.lines[4].contains(" ascii ") && session.lines[4].hasSuffix("ready"))
    session.type("/ready")
    #expect(session.lines[0].hasSuffix("1 of 3"))
    session.type("<esc>r")
    #expect(session.shows("· ascii · text"))
  }

  @Test func `find, filter and colour see the text in the bytes of a peer that is read as hex`() throws {
    let osc = Array("/lights/1/value".utf8) + [0, 0x2c, 0x66, 0, 0, 0x3f, 0x80, 0, 0]
    let red = Style(.red)
    let filter = try DisplayFilter("lights")
    let session = Session(100, 24, configure: { $0.colors = [ColorRule(filter: filter, style: red)] })
    for _ in 0..<5 { session.append(.incoming, osc, peer: Self.client) }
    session.receive("other", from: Self.other)
    #expect(session.lines[2].contains(" hex ") && session.lines[2].contains("  2f 6c 69 67 68"))
    #expect(session.state.drawn().styleRuns(row: 2).contains { $0.style.foreground == .red })
    session.type("slights<enter>")
    #expect(!session.shows("not found"))
    session.type("<esc>/lights")
    #expect(session.lines[0].hasSuffix("5 of 6"))
  }
}
