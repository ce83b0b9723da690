import DisplayFilter
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests writing a message as text, as hexadecimal and literally, and with pasted, recalled and saved text.
@Suite struct ComposeTests {
  private static let second = Session.endpoint("10.0.0.2", 5_000)
  private static let two = WrittenMessage("two", form: .text)

  private func session(_ columns: Int = 100, configure: (inout MonitorSettings) -> Void = { _ in }) -> Session {
    Session(columns, 24, configure: configure).receive("温度=23.5", as: .gb18030)
  }

  private static func hexPeer(_ last: Int) -> Endpoint { Session.endpoint("10.0.1.\(last)", 7) }

  /// Two peers shown as hex and one that uses GBK, all marked.
  private func mixed(_ columns: Int = 100) -> Session {
    let chosen = [Self.hexPeer(1), Self.hexPeer(2)]
    let session = Session(columns, 24).receive("温度=23.5", as: .gbk)
    for peer in chosen { session.append(.incoming, [0x7e, 0x81], peer: peer) }
    session.type("gegbk<enter>:2<enter>ehex<enter>:3<enter>ehex<enter>gmmm")
    return session.type("S")
  }

  @Test func `the preview of a message to peers of different kinds has a line for each form, and Enter asks`() {
    let session = mixed().type("7e 01 05")
    #expect(session.shows("8 bytes (gbk) to 10.0.3.17:53412 = 37 65 20"), "\(session.lines.joined(separator: "\n"))")
    #expect(session.shows("3 bytes (hex) to 2 peers = 7e 01 05"))
    session.effects = []
    session.type("<enter>")
    #expect(session.transmitted == nil && session.shows("Enter again sends 2 different datagrams to 3 peers"))
    #expect(session.shows("3 bytes (hex) to 2 peers"))
    session.type("<enter>")
    let sizes = session.effects.compactMap { if case .transmit(let one) = $0 { one.payload.count } else { nil } }
    #expect(sizes.sorted() == [3, 3, 8])
  }

  @Test func `one key makes a message to peers of different kinds hexadecimal for all`() {
    let session = mixed().type("7e 01 05<^x>")
    #expect(session.shows("= 7e 01 05") && session.shows("· 3 bytes"))
    session.effects = []
    session.type("<enter>")
    let sizes = session.effects.compactMap { if case .transmit(let one) = $0 { one.payload.count } else { nil } }
    #expect(sizes == [3, 3, 3])
  }

  @Test func `the title of a message to marked peers names them`() {
    let session = mixed(140)
    #expect(session.shows("message to 3 marked peers"))
    #expect(session.shows("10.0.1.1:7, 10.0.1.2:7, 10.0.3.17:53412"), "\(session.lines.joined(separator: "\n"))")
  }

  @Test func `hexadecimal is made of the bytes of the text, and the text of the bytes`() {
    let session = session().type("r温度A<^x>")
    #expect(session.shows(" > ce c2 b6 c8 41") && session.shows("= ce c2 b6 c8 41"))
    session.type("<^x>")
    #expect(session.shows(" > 温度A") && session.shows("= ce c2 b6 c8 41") && !session.shows("this message"))
    session.type("\\x7e\\0\\n<^x>")
    #expect(session.shows(" > ce c2 b6 c8 41 7e 00 0a"))
    session.type(" ff<^x>")
    #expect(session.shows(" > 温度A~\\0\\n\\xff"), "\(session.lines.joined(separator: "\n"))")
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0xce, 0xc2, 0xb6, 0xc8, 0x41, 0x7e, 0, 0x0a, 0xff])
  }

  @Test func `what is no hexadecimal is not turned into a text`() {
    let session = session().type("r<^x>7e zz<^x>")
    #expect(session.shows(" > 7e zz") && session.shows("'z' is not a hexadecimal digit"))
  }

  @Test func `a text that was typed where hexadecimal is expected can become one`() {
    let session = session().type("r<^x>你好 温度?<^x>")
    #expect(session.message.contains("not hexadecimal: taken as text"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Session.bytes("你好 温度?", as: .gb18030), "\(session.lines)")
  }

  @Test func `a message taken literally keeps its backslashes`() {
    let session = session().type("r{\"a\":\"x\\ny\"}<m-r>")
    #expect(session.shows("· literal") && session.message.contains("taken literally"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("{\"a\":\"x\\ny\"}".utf8))
    #expect(!session.shows("literal"))
  }

  @Test func `what is pasted means what it means when it is typed, and the escapes are counted`() {
    let session = session().type("r")
    session.update(.key(.paste(#"temp?\r\n\x7e\x01"#)))
    #expect(session.shows("· 4 escapes"))
    #expect(session.message.contains("4 escapes understood: M-r takes them literally"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("temp?\r\n".utf8) + [0x7e, 1])
    session.update(.key(.paste(#"C:\new\q"#)))
    #expect(session.shows("unknown escape \\q; M-r takes it literally"))
    session.type("<m-r><enter>")
    #expect(session.transmitted?.payload == Array(#"C:\new\q"#.utf8))
  }

  @Test func `a tab in pasted hexadecimal is a blank`() {
    let session = session().type("r<^x>")
    session.update(.key(.paste("7e\t01\n05"))).type("<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1, 5])
  }

  @Test func `a tab in a pasted text is sent, taken literally or not`() {
    let session = session().type("r")
    session.update(.key(.paste("a\tb"))).type("<enter>")
    #expect(session.transmitted?.payload == Array("a\tb".utf8))
    session.type("<m-r>")
    session.update(.key(.paste("a\tb\\t"))).type("<enter>")
    #expect(session.transmitted?.payload == Array("a\tb\\t".utf8))
  }

  @Test func `a message of several lines is emptied by one key and does not come back`() {
    let session = session().type("rone<m-enter>two<esc>")
    session.type("r")
    #expect(session.lines.contains(" > one") && session.message.contains("written before and not sent: M-u empties it"))
    session.type("<m-u>")
    #expect(session.lines.contains(" >") && !session.lines.contains("   two"))
    session.type("<^y>")
    #expect(session.lines.contains(" > one"))
    session.type("<m-u><esc>r")
    #expect(!session.shows("> one") && !session.message.contains("written before"))
  }

  @Test func `an emptied message keeps its form`() {
    let session = session().type("r<^x>7e 01<m-u>ff<enter>")
    #expect(session.transmitted?.payload == [0xff])
  }

  @Test func `a recalled message has the form that it was sent in`() {
    let session = session().type("r<^x>7e 02 a1 b2<enter>")
    #expect(session.effects.contains(.saveHistory(.message, line: "hex\t7e 02 a1 b2")))
    session.type("hello<enter>draft<up><up>")
    #expect(session.shows(" > 7e 02 a1 b2") && session.shows("· hex, this message"))
    session.type("<down>")
    #expect(session.shows(" > hello") && !session.shows("this message"))
    session.type("<down>")
    #expect(session.shows(" > draft"))
    session.type("<up><up><enter>")
    #expect(session.transmitted?.payload == [0x7e, 2, 0xa1, 0xb2])
  }

  @Test func `the history of another day brings forms and encodings back`() {
    let session = session { $0.history = [.message: ["old", "gbk\t温度", "raw\ta\\n", "hex\t7e 02"]] }.type("r<up>")
    #expect(session.shows("· hex, this message"))
    session.type("<up>")
    #expect(session.shows("· literal"))
    session.type("<up><enter>")
    #expect(session.transmitted?.payload == [0xce, 0xc2, 0xb6, 0xc8])
    session.type("<up><up><up><up><up>")
    #expect(session.shows(" > old") && !session.shows("this message"))
  }

  @Test func `a saved message keeps its form and its encoding`() {
    let session = session().type("r<^x>7e 02 a1 b2<m-s>poll<enter>")
    #expect(
      session.takeEffects().contains(
        .saveMessage(name: "poll", WrittenMessage("7e 02 a1 b2", form: .hex), replaces: false)))
    let next = self.session { $0.messages = ["poll": WrittenMessage("7e 02 a1 b2", form: .hex)] }
    next.type(":message poll<enter>")
    #expect(next.shows("· hex, this message"))
    next.type("<enter>")
    #expect(next.transmitted?.payload == [0x7e, 2, 0xa1, 0xb2])
    next.type("ab<f9><enter>")
    #expect(next.shows(" > ab\\x7e\\x02\\xa1\\xb2"))
  }

  @Test func `saving replaces no message without a word, and u brings the old one back`() {
    let session = session { $0.messages = ["a": "one", "b": Self.two] }.type("rtwo<m-s>a<enter>")
    #expect(!session.takeEffects().contains { if case .saveMessage = $0 { true } else { false } })
    #expect(session.shows("a! replaces the message of that name: one"))
    session.type("!<enter>")
    #expect(session.takeEffects().contains(.saveMessage(name: "a", Self.two, replaces: true)))
    session.update(.messageSaved(name: "a", before: "one"))
    session.type("<m-s>b<enter>")
    #expect(session.takeEffects().contains(.saveMessage(name: "b", Self.two, replaces: false)))
    session.type("<esc>u")
    #expect(session.takeEffects().contains(.restoreMessage(name: "a", "one")))
    session.update(.messageSaved(name: "new", before: nil)).type("u")
    #expect(session.takeEffects().contains(.restoreMessage(name: "new", nil)))
  }

  @Test func `the reply's footer names repeating, saving and sending a file`() {
    let session = Session(80, 24).receive("hi").type("r")
    for word in ["^R Repeat", "M-s Save", "^O File", "^X Hex", "Enter Send"] {
      #expect(session.message.contains(word), "\(session.message)")
    }
  }

  @Test func `Tab after a colon lists first what has no key or takes words`() {
    let session = Session(120, 24).receive("hi").type(":<tab>")
    let line = session.lines.first { $0.contains("keep-encoding") } ?? ""
    #expect(line.contains("bundle") && !line.contains("half-page"), "\(line)")
  }

  @Test(arguments: ["sending", "peer selected write", "write selected", "Send selected"])
  func `the help is searched for words in any order`(words: String) {
    let session = Session(120, 35).type("?/\(words)")
    #expect(session.shows("write to the selected peer") == (words != "sending"))
  }
}
