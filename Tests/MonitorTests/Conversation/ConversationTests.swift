import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the conversation with one peer.
@Suite struct ConversationTests {
  private static let device = Session.endpoint("10.0.0.2", 5_000)
  private static let other = Session.endpoint("10.0.0.3", 5_000)
  private static let long = "现在的温度是二十三点五度，湿度百分之四十，气压一千零一十三百帕，风从西北来，一切正常，请继续。"

  /// A device that is asked in GB 18030 and answers, among datagrams of another one.
  private func session(_ columns: Int = 120, _ rows: Int = 35, turns: Int = 8, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows,
      configure: {
        $0.encodings = ChosenEncodings(encodingForAll: .gb18030)
        if chinese { $0.catalogue = Language.simplifiedChinese.catalogue }
      })
    var time = Session.start
    func add(_ kind: DatagramKind, _ milliseconds: Int64, _ text: String, peer: Endpoint = Self.device) {
      time += milliseconds * 1_000_000
      session.add(kind, Session.bytes(text, as: .gb18030), peer: peer, time: time)
    }
    for turn in 1...turns {
      add(.outgoing, 1_000, "读取 \(turn)")
      add(.incoming, 3, "别的设备", peer: Self.other)
      add(.incoming, Int64(turn), turn == turns - 1 ? Self.long : "温度=2\(turn).5")
    }
    session.add(
      .failure, Session.bytes("读取", as: .gb18030), peer: Self.device,
      failure: TransmitFailure(origin: .network, code: 111),
      time: time + 4_000_000_000)
    session.deliver()
    return session.tick(seconds: Double(time - Session.start) / 1e9 + 5)
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the conversation is a chat, theirs at the left and ours at the right, with the time between`(size: Size) {
    expectScreen(session(size.columns, size.rows).type("c"), "conversation-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: 36...75) func `a wide character that does not fit begins the next line`(columns: Int) {
    let text = "a温度压力流量阀门水泵锅炉房消息检查"
    let session = Session(columns, 24, configure: { $0.encodings = ChosenEncodings(encodingForAll: .gb18030) })
    session.append(.incoming, Session.bytes(text, as: .gb18030), peer: Self.device).type("c\\")
    let shown = session.lines.joined().filter { !$0.isWhitespace }
    #expect(text.allSatisfy(shown.contains), "\(session.lines.joined(separator: "\n"))")
  }

  @Test func `the conversation is in Chinese, and has the screen to itself`() {
    expectScreen(session(80, 24, chinese: true).type("c\\"), "conversation-chinese-80x24")
  }

  @Test func `only datagrams of that peer and that endpoint of ours are in it`() {
    let session = session().type("c\\")
    #expect(session.shows("conversation with 10.0.0.2:5000"))
    #expect(session.shows("读取 8") && session.shows("温度=28.5") && !session.shows("别的设备"))
  }

  @Test func `what arrives is followed at the end, and not while an earlier message is selected`() {
    let session = session(80, 24, turns: 20).type("c\\")
    session.receive("新的", as: .gb18030, from: Self.device)
    #expect(session.shows("新的"))
    session.type("g")
    #expect(session.shows("温度=21.5"))
    session.receive("更新的", as: .gb18030, from: Self.device)
    #expect(session.shows("温度=21.5") && !session.shows("更新的"))
    session.type("G")
    #expect(session.shows("更新的") && !session.shows("温度=21.5"))
  }

  @Test func `each message can be reached, none is skipped, and the selected one is always whole`() {
    let session = session(40, 10).type("c\\g")
    for turn in 1...8 {
      #expect(session.shows("读取 \(turn)"))
      session.type("jj")
    }
    for turn in (1...8).reversed() {
      session.type("kk")
      #expect(session.shows("读取 \(turn)"))
    }
  }

  @Test func `Enter goes to the row of the message in the table`() {
    let session = session(80, 24).type("c").type("kkk<enter>")
    session.type(":detail<enter>")
    #expect(session.shows("detail of 21"))
  }

  @Test func `r replies to the peer, and what is sent appears at the right`() {
    let session = session(80, 24).type("cr")
    #expect(session.shows("reply to 10.0.0.2:5000"))
    session.type("你好<enter>").deliverSent()
    #expect(session.transmitted?.peer == Self.device)
    let line = session.lines.last { $0.contains("你好") && $0.contains("+") }
    #expect(line?.hasSuffix("你好") == true, "\(session.lines)")
  }

  @Test func `a message of bytes is shown as its format says it, and text as it was written`() {
    let session = FormatsTests.session().append(.incoming, FormatsTests.frame(seq: 7, temperature: 215))
    session.receive("hello").type("c\\")
    #expect(session.shows("meter data 7: 21.5 °C") && session.shows("hello"), "\(session.lines)")
    session.type(":format off<enter>")
    #expect(!session.shows("meter data 7"))
  }

  @Test func `a filter that hides all rows takes no meaning from a conversation`() {
    let session = FormatsTests.session().append(.incoming, FormatsTests.frame(seq: 7, temperature: 215))
    session.type("c/port 9<enter>")
    #expect(session.shows("meter data 7: 21.5 °C") && session.lines[0].contains("0 of 1"), "\(session.lines)")
  }

  @Test func `Escape in a reply that was begun here comes back here`() {
    let session = session(80, 24).type("cr<esc>")
    #expect(session.shows("conversation with") && !session.shows("reply to"))
    session.type("<esc>")
    #expect(!session.shows("conversation with"))
    session.type("r<esc>")
    #expect(session.state.focus == .table)
  }

  @Test func `Escape closes it, and c with another row selected shows that one's conversation`() {
    let session = session(80, 24).type("c<esc>")
    #expect(!session.shows("conversation with"))
    session.type("kkc")
    #expect(session.shows("conversation with 10.0.0.3:5000"))
    session.type("c")
    #expect(!session.shows("conversation with"))
  }

  @Test func `from the list of peers it is the selected peer's`() {
    let session = session().type("P").type("c")
    #expect(session.shows("conversation with 10.0.0."))
  }

  @Test func `an alarm is no part of a conversation`() {
    let session = Session(80, 24).receive("hello", from: Self.device)
    session.raise("meters", "silent for 90s", peer: Self.device).receive("again", from: Self.device)
    session.type("gc\\")
    #expect(session.shows("hello") && session.shows("again"))
    #expect(session.shows("we are 192.168.1.5:8080 · 2"))
    // The last line says it as news.
    #expect(!session.lines.dropLast().contains { $0.contains("silent for 90s") })
  }

  @Test func `without a row there is none`() {
    let session = Session(80, 24).type("c")
    #expect(session.message.contains("no row is selected"))
  }

  @Test func `rows that are evicted leave it`() {
    let session = Session(80, 24, memory: 4 << 20)
    session.receive("first", from: Self.device)
    session.type("c")
    for _ in 0..<40 { session.receive(count: 500, from: Self.other, size: 600) }
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(!session.shows("first") && session.shows("no datagrams yet"))
  }
}
