import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// The form and the encoding of a message: they stay with it, whatever arrives and wherever it is kept.
@Suite struct BegunMessageTests {
  private static let device = Session.endpoint("10.0.0.2", 5_000)
  private static let binary: [[UInt8]] = [
    [0x7e, 1, 0x99, 0xff, 0x80, 1], [0x7e, 2, 0x99, 0xfe, 0x80, 2], [0x7e, 3, 0x99, 0xfe, 0x80, 3],
    [0x7e, 3, 0x99, 0xfe, 0x80, 0xfe], [0xff, 0, 0xff, 0, 0xaa],
  ]

  private func session(_ columns: Int = 100, _ rows: Int = 24, configure: (inout MonitorSettings) -> Void = { _ in })
    -> Session
  {
    Session(columns, rows, configure: configure)
  }

  /// A peer that is read as bytes, without any choice of a person.
  private func hexPeer(_ configure: (inout MonitorSettings) -> Void = { _ in }) -> Session {
    let session = session(configure: configure)
    for payload in Self.binary { session.append(.incoming, payload, peer: Self.device) }
    return session
  }

  @Test func `a message to a peer that is read as bytes is kept as hexadecimal in the history`() {
    let session = hexPeer().type("r7e 02 a1 b2")
    #expect(session.shows("· hex · hex"), "\(session.lines.joined(separator: "\n"))")
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 2, 0xa1, 0xb2])
    #expect(session.takeEffects().contains(.saveHistory(.message, line: "hex\t7e 02 a1 b2")))
    session.receive("hello", from: Session.endpoint("10.0.0.3", 1)).type("<esc>Gr<up>")
    #expect(session.shows("> 7e 02 a1 b2") && session.shows("· hex, this message"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 2, 0xa1, 0xb2])
  }

  @Test func `a message to a peer that is read as bytes is saved as hexadecimal`() {
    let hex = WrittenMessage("7e 02 a1 b2", form: .hex)
    let session = hexPeer().type("r7e 02 a1 b2<m-s>pollx<enter>")
    #expect(session.takeEffects().contains(.saveMessage(name: "pollx", hex, replaces: false)))
    session.type("<enter><esc>:save-message last<enter>")
    #expect(session.takeEffects().contains(.saveMessage(name: "last", hex, replaces: false)))
  }

  @Test func `a string of the configuration is a text for a peer that is read as bytes too`() {
    let session = hexPeer {
      $0.messages = ["poll": WrittenMessage("10 20", form: .text), "bytes": WrittenMessage("10 20", form: .hex)]
    }
    session.type("r<f9>poll<enter>")
    #expect(session.shows("· text, this message") && session.shows("5 bytes"), "\(session.lines)")
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("10 20".utf8))
    session.type("7e <f9>poll<enter>")
    #expect(session.shows("> 7e 31 30 20 32 30"), "\(session.lines)")
    session.type("<^u><f9>bytes<enter><enter>")
    #expect(session.transmitted?.payload == [0x10, 0x20])
  }

  @Test func `a message that is text for one peer and bytes for another is saved once its form is chosen`() {
    let session = hexPeer().receive("hello", from: Session.endpoint("10.0.0.3", 1))
    session.type("gmGmS7e 01<m-s>poll<enter>")
    #expect(session.shows("text for one peer and hexadecimal for another: in the message, ^X chooses"))
    session.type("<esc><^x><m-s>poll<enter>")
    let hex = WrittenMessage("7e 01", form: .hex)
    #expect(session.takeEffects().contains(.saveMessage(name: "poll", hex, replaces: false)), "\(session.lines)")
  }

  @Test func `a text is kept as a text, and is one for a peer that is read as bytes`() {
    let session = hexPeer().receive("hello", from: Session.endpoint("10.0.0.3", 1)).type(
      "r10 20<enter><esc>:1<enter>r<up>")
    #expect(session.shows("· text, this message"), "\(session.lines.joined(separator: "\n"))")
    session.effects = []
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("10 20".utf8))
  }

  @Test func `a draft and a message that is turned to another peer keep their form`() {
    let session = hexPeer().receive("hello", from: Session.endpoint("10.0.0.3", 1)).type(":1<enter>r7e 01<tab>Gr")
    #expect(session.shows("reply to 10.0.0.3:1") && session.shows("· hex, this message"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1])
    session.type("10<esc>:1<enter>r20<esc>Gr")
    #expect(session.shows("> 10") && !session.shows("this message"))
  }

  @Test func `a text stays a text when its peer is read as bytes meanwhile, and the panel says so`() {
    let session = session().receive("hello", from: Self.device).type("r10 20")
    for payload in Self.binary { session.append(.incoming, payload, peer: Self.device) }
    #expect(session.shows("10.0.0.2:5000 is read as hex now, this stays text: M-t takes hex"))
    #expect(session.shows("· text") && session.shows("5 bytes"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("10 20".utf8))
    session.deliverSent()
    #expect(session.shows("10 20"))
    session.type("10 20")
    #expect(session.shows("· hex") && !session.shows("M-t"))
  }

  @Test func `a key takes over what the peer is read as now`() {
    let session = session().receive("hello", from: Self.device).type("r10 20")
    for payload in Self.binary { session.append(.incoming, payload, peer: Self.device) }
    session.type("<m-t>")
    #expect(session.shows("· hex") && session.shows("= 10 20") && !session.shows("M-t"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x10, 0x20])
  }

  @Test func `what cannot be read in the new form stays as it was begun`() {
    let session = session().receive("hello", from: Self.device).type("rhello")
    for payload in Self.binary { session.append(.incoming, payload, peer: Self.device) }
    session.type("<m-t>")
    #expect(session.shows("is not a hexadecimal digit"))
    session.type("!<enter>")
    #expect(session.transmitted?.payload == Array("hello!".utf8))
  }

  @Test func `bytes stay bytes when their peer writes texts meanwhile`() {
    let session = hexPeer().type("r7e 01")
    for _ in 1...3 {
      for text in ["温度=23.5 摄氏度", "设备已启动，请稍候", "服务端收到信息啦", "温度正常，请继续"] {
        session.receive(text, as: .gb18030, from: Self.device)
      }
    }
    #expect(session.shows("is read as gb18030 now, this stays hex: M-t takes gb18030"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1])
  }

  @Test func `an encoding stays too, and what is the same bytes in both follows its peer`() {
    let session = session().receive("hello", from: Self.device).type("r你好")
    for text in ["温度=23.5 摄氏度", "设备已启动，请稍候"] { session.receive(text, as: .gb18030, from: Self.device) }
    #expect(session.shows("is read as gb18030 now, this stays utf-8: M-t takes gb18030"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("你好".utf8))
    let ascii = self.session().receive("hello", from: Self.device).type("rok ")
    for text in ["温度=23.5 摄氏度", "设备已启动，请稍候"] { ascii.receive(text, as: .gb18030, from: Self.device) }
    #expect(!ascii.shows("M-t"))
    ascii.type("你好<enter>")
    #expect(ascii.transmitted?.payload == Array("ok ".utf8) + Session.bytes("你好", as: .gb18030))
  }

  @Test func `a message to several marked peers is remembered with the form that is one for all`() {
    let session = Session(120, 24)
    for peer in [Self.device, Session.endpoint("10.0.0.7", 7)] {
      for payload in Self.binary { session.append(.incoming, payload, peer: peer) }
    }
    session.type("gmmmmmmmmmmmmmmS7e 01 05<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1, 5])
    #expect(session.takeEffects().contains(.saveHistory(.message, line: "hex\t7e 01 05")))
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `that a message stays as it was begun is said at every size`(size: Size) {
    let session = session(size.columns, size.rows).receive("hello", from: Self.device).type("r10 20")
    for payload in Self.binary { session.append(.incoming, payload, peer: Self.device) }
    // To whom it goes comes first where there is no line for both.
    let isNarrow = size.columns == 40
    #expect(
      session.shows(isNarrow ? "\(Self.device) M-t takes hex" : "stays text: M-t takes hex"),
      "\(session.lines.joined(separator: "\n"))")
  }

  @Test(
    arguments: [
      [[0x7e, 1, 0x99, 0xff], [0x7e, 2, 0x99, 0xfe]], [[1, 2], [1, 3], [1, 4]],
    ] as [[[UInt8]]])
  func `a peer whose few short datagrams are shown as bytes is answered in bytes`(payloads: [[UInt8]]) {
    let session = session()
    for payload in payloads { session.append(.incoming, payload, peer: Self.device) }
    session.type("r7e 01")
    #expect(session.shows("· hex"), "\(session.lines.joined(separator: "\n"))")
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1])
    session.deliverSent()
    #expect(session.lines.contains { $0.contains("10.0.0.2:5000") && $0.contains(" hex ") && $0.hasSuffix("7e 01") })
  }

  @Test(arguments: [TextEncoding.utf16LE, .utf16BE])
  func `a peer that writes UTF-16 is answered in UTF-16`(encoding: TextEncoding) {
    let session = session()
    for text in ["ready", "温度 23.5", "ok"] { session.receive(text, as: encoding, from: Self.device) }
    session.type("rok<enter>")
    #expect(session.transmitted?.payload == Session.bytes("ok", as: encoding))
  }

  @Test func `choosing an encoding for a message in bytes keeps its bytes`() {
    let session = hexPeer().type("r7e 41<f8>gbk<enter>")
    #expect(session.shows("> ~A") && session.shows("= 7e 41"), "\(session.lines.joined(separator: "\n"))")
  }

  @Test func `a line of the history without a form says what it is here`() {
    let session = hexPeer().receive("hello", from: Session.endpoint("10.0.0.3", 1)).type(
      "<esc>gmGmS10 20<enter><enter><esc>")
    #expect(session.takeEffects().contains(.saveHistory(.message, line: "10 20")))
    session.type("Gr<up>")
    #expect(session.message.contains("to this peer it is text"), "\(session.message)")
    session.type("<esc>gr<up>")
    #expect(session.message.contains("to this peer it is hexadecimal"), "\(session.message)")
  }
}
