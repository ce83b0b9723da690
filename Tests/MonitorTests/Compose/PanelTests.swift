import Basics
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the message panel: several lines, a message's own encoding, several peers, saved messages, repetition, files.
@Suite struct PanelTests {
  private static let second = Session.endpoint("10.0.0.2", 5_000)

  private func session(_ columns: Int = 80, _ rows: Int = 24, configure: (inout MonitorSettings) -> Void = { _ in })
    -> Session
  {
    Session(columns, rows, configure: configure).receive("温度=23.5", as: .gb18030).receive("hi", from: Self.second)
  }

  @Test(arguments: [
    Size(columns: 300, rows: 100), Size(columns: 120, rows: 35), Size(columns: 80, rows: 24),
    Size(columns: 40, rows: 10),
  ])
  func `a message of several lines is drawn at every size`(size: Size) {
    let session = session(size.columns, size.rows).type("<up>r温度<m-enter>=23.5<m-enter>服务端<up>")
    expectScreen(session, "message-lines-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: ["<m-enter>", "<^j>"])
  func `a key breaks the line, and Enter sends all lines`(key: String) {
    let session = session().type("rone\(key)two<enter>")
    #expect(session.transmitted?.payload == Array("one\ntwo".utf8))
    #expect(session.effects.contains(.saveHistory(.message, line: "text\tone\ntwo")))
    session.type("<up>")
    #expect(session.lines.contains(" > one") && session.lines.contains("   two"))
  }

  @Test func `a pasted text keeps its lines and does not send`() {
    let session = session().type("r")
    session.update(.key(.paste("one\ntwo\nthree")))
    #expect(session.transmitted == nil)
    #expect(session.lines.contains(" > one") && session.lines.contains("   three"))
    session.type("<up><home>X<enter>")
    #expect(session.transmitted?.payload == Array("one\nXtwo\nthree".utf8))
  }

  @Test func `the panel grows to six lines and then scrolls`() {
    let session = session(80, 30).type("r")
    session.update(.key(.paste((1...9).map { "line \($0)" }.joined(separator: "\n"))))
    let shown = session.lines.filter { $0.hasPrefix("   line ") || $0.hasPrefix(" > line ") }
    #expect(shown.count == 6 && shown.last?.hasSuffix("line 9") == true)
    for _ in 0..<8 { session.type("<up>") }
    #expect(session.lines.contains(" > line 1"))
  }

  @Test func `a line feed is Enter outside of a message`() {
    let session = session().type("n10.1.2.3:9<^j>")
    #expect(session.shows("new message to 10.1.2.3:9"))
    #expect(self.session().type("/port 9<^j>").lines[0].contains("port 9"))
  }

  @Test func `the bytes that the message would be stand below it`() {
    #expect(session().type("<up>r温度\\x7e").shows("= ce c2 b6 c8 7e"))
  }

  @Test func `hexadecimal is for one message, and a mistake in it is shown at its place`() {
    let session = session().type("r<^x>7e 01 ??")
    #expect(session.shows("· hex, this message") && session.shows("'?' is not a hexadecimal digit"))
    #expect(session.state.drawn().styleRuns(row: 20).contains { $0.columns == 9..<10 })
    session.type("<enter>")
    #expect(session.transmitted == nil)
    session.type("<backspace><backspace>05<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1, 5])
    #expect(!session.shows("this message"))
  }

  @Test func `F8 in the panel chooses for one message, whose row is read so`() {
    let session = session().type("gr服務<f8>big5<enter>")
    #expect(session.shows("· big5, this message"))
    let bytes = Session.bytes("服務", as: .big5)
    session.type("<enter>")
    #expect(session.transmitted?.payload == bytes)
    session.deliverSent().append(.outgoing, bytes)
    // The row of an equal datagram sent otherwise is decoded like the peer's.
    #expect(session.lines[4].contains(" big5 ") && session.lines[4].hasSuffix("服務"))
    #expect(session.lines[5].contains("gb18030"))
    session.type("<f8>")
    #expect(session.shows("encoding of this message") && session.shows("auto  the peer's own: gb18030?"))
  }

  @Test func `S writes to the peers of marked rows and to marked peers, each once, in its own encoding`() {
    let third = Session.endpoint("10.0.0.3", 1)
    let session = session().receive("x", from: third).receive("again", from: Self.second)
    session.type("S")
    #expect(session.message.contains("no row and no peer is marked"))
    session.type("gmmG<up>mP<end>mS")
    #expect(session.shows("─ message to 2 marked peers ") || session.shows("─ message to 3 marked peers "))
    session.effects = []
    session.type("好<enter><enter>")
    let sent = session.effects.compactMap { if case .transmit(let request) = $0 { request } else { nil } }
    #expect(Set(sent.map(\.peer)).count == sent.count && sent.count >= 2)
    #expect(sent.first { $0.peer == Session.gbkPeer }?.payload == [0xba, 0xc3])
    #expect(sent.first { $0.peer == Self.second }?.payload == Array("好".utf8))
    #expect(sent.allSatisfy { $0.path == Session.path() })
    session.deliverSent()
    #expect(session.message.contains("sent to \(sent.count) peers"))
  }

  @Test func `what one of several peers cannot be written is named with the peer`() {
    let session = session().type("gmm")
    session.type("S😀<enter>")
    #expect(session.shows("Enter again sends 2 different datagrams to 2 peers") || session.shows("cannot write"))
    let refused = Session(80, 24, configure: { $0.encodings.encodingForAll = .gbk }).receive("a").receive(
      "b", from: Self.second)
    refused.type("gmmS😀<enter>")
    #expect(refused.transmitted == nil && refused.shows("to 10.0.0.2:5000: gbk cannot write 😀"))
  }

  @Test func `a name is looked up without holding up the screen`() {
    let session = session().type("nexample.org:9<enter>")
    #expect(session.takeEffects() == [.lookUp("example.org:9")])
    #expect(session.shows("looking up example.org:9"))
    session.update(.lookedUp("other.org:9", .success(Destination(Self.second))))
    #expect(session.shows("looking up example.org:9"))
    session.update(.lookedUp("example.org:9", .success(Destination(Session.endpoint("192.0.2.1", 9)))))
    #expect(session.shows("new message to 192.0.2.1:9"))
    #expect(session.takeEffects() == [.saveHistory(.endpoint, line: "example.org:9")])
    session.type("<esc>nexample.org:9@eth0<enter>")
    session.update(.lookedUp("example.org:9@eth0", .success(Destination(Session.endpoint("192.0.2.1", 9), by: 3))))
    session.type("x<enter>")
    #expect(session.transmitted?.interface == 3)
    session.type("<esc>nnowhere:9<enter>")
    session.update(.lookedUp("nowhere:9", .failure(FailureReason("nobody knows\u{1b} nowhere"))))
    #expect(session.shows("nobody knows\\x1b nowhere") && session.shows(" to nowhere:9"))
  }

  @Test func `F6 chooses the bound endpoint that a new message leaves from`() {
    let bound = [Session.endpoint("0.0.0.0", 8_080), Session.endpoint("::1", 9), Session.endpoint("127.0.0.1", 9_000)]
    let session = Session(100, 24, bound: bound).type("n10.1.2.3:9<enter>")
    #expect(session.shows("from 0.0.0.0:8080"))
    session.type("<f6>")
    #expect(session.shows("from 127.0.0.1:9000"))
    session.type("x<enter>")
    #expect(session.transmitted?.path?.socket == 2)
    #expect(session.transmitted?.path?.replySource == IPAddress("127.0.0.1"))
    session.type("<f6>")
    #expect(session.shows("from 0.0.0.0:8080"))
  }

  @Test func `saved messages are listed, completed and inserted`() {
    let messages: [String: WrittenMessage] = ["status": "STATUS?\\r\\n", "start": "START\\n", "stop": "STOP\\x00"]
    let session = session(configure: { $0.messages = messages }).type("ra<f9>")
    #expect(session.shows("saved messages") && session.shows("stop") && session.shows("START\\n"))
    session.type("st<tab>o<enter>")
    #expect(session.shows(" > aSTOP\\x00"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("aSTOP\0".utf8))
    session.type("<esc>:message sta<tab>")
    #expect(session.shows("start status"))
    session.type("r<tab><enter>")
    #expect(session.state.focus == .reply && session.shows(" > START\\n"))
    session.type("<esc>:message nothing<enter>")
    #expect(session.shows("no saved message has that name"))
  }

  @Test func `a saved message that lands behind a kept draft says so`() {
    let session = session(configure: { $0.messages = ["status": "STATUS?"] })
    session.type(":message status<enter>")
    #expect(session.shows(" > STATUS?") && !session.shows("was added after"))
    session.type("<esc>:message status<enter>")
    #expect(session.shows(" > STATUS?STATUS?"))
    #expect(session.shows("'status' was added after your unsent text"))
  }

  @Test func `the panel's message, or the last one, is saved under a name`() {
    let session = session().type("rone\\x00<m-enter>two<m-s>")
    #expect(session.shows(" : save-message"))
    session.type("greeting<enter>")
    let text = WrittenMessage("one\\x00\\ntwo", form: .text)
    #expect(session.takeEffects().contains(.saveMessage(name: "greeting", text, replaces: false)))
    session.type("<enter><esc>:save-message again<enter>")
    #expect(session.takeEffects().contains(.saveMessage(name: "again", text, replaces: false)))
    #expect(Session(80, 24).type(":save-message x<enter>").shows("there is no message to save"))
    #expect(self.session().type("ra\\q<m-s>x<enter>").shows("not valid yet"))
  }

  @Test func `a message is repeated at exact times and says how far it is`() {
    let session = session().type("rx<enter><esc>")
    session.effects = []
    session.type(":repeat 4 0.5<enter>")
    #expect(count(session) == 1 && session.status.contains("sending 1/4 every 0.5 s"))
    let due = session.state.nextDue
    session.tick(seconds: 0.4)
    #expect(count(session) == 1 && session.state.nextDue == due)
    // The tick is 0.2 s late, which does not delay the next one.
    session.tick(seconds: 0.3)
    #expect(count(session) == 2 && session.state.nextDue == due.map { $0 + 500_000_000 })
    session.tick(seconds: 0.9)
    #expect(count(session) == 4 && session.state.nextDue == nil)
    session.deliverSent()
    #expect(session.message.contains("sent 4 times") && !session.status.contains("sending"))
  }

  private func count(_ session: Session) -> Int {
    session.effects.count { if case .transmit = $0 { true } else { false } }
  }

  @Test(arguments: [("r", "<^r>"), ("r", "<m-s>"), ("gmmS", "<^r>"), ("gmmS", "<m-s>")])
  func `in an empty panel nothing is repeated or saved that was written to somebody else`(panel: String, key: String) {
    let session = session().type("n10.9.9.9:7070<enter>bye<enter><esc>").type(panel)
    session.effects = []
    session.type(key)
    #expect(session.state.focus == .reply && session.message.contains("the message is empty: type"))
    session.type("2 0.1s<enter>").tick(seconds: 1)
    #expect(session.transmitted?.peer != Session.endpoint("10.9.9.9", 7_070) && session.state.nextDue == nil)
  }

  @Test(arguments: ["<^r>", "<m-s>"])
  func `where the endpoint is asked for there is no message to repeat or to save`(key: String) {
    let session = session().type("rbye<enter><esc>n10.1.1.1:9\(key)")
    #expect(session.state.focus == .reply && session.message.contains("write the endpoint first, then the message"))
  }

  @Test func `a message in the panel is repeated to the panel's recipient`() {
    let session = session().type("n10.9.9.9:7070<enter>bye<enter><esc>rhello<^r>2 0.1s<enter>").tick(seconds: 1)
    #expect(session.transmitted?.peer == Self.second && session.transmitted?.payload == Array("hello".utf8))
  }

  @Test func `^C stops a repeated message, and only then asks to quit`() {
    let session = session().type("rhello<^r>")
    #expect(session.state.focus == .command && session.shows(" : repeat"))
    session.type("100 0.5<enter>").tick(seconds: 1)
    session.type("<^c>")
    #expect(session.message.contains("stopped sending after 3 of 100") && session.state.nextDue == nil)
    session.tick(seconds: 5)
    #expect(count(session) == 3)
    session.type("<^c>")
    #expect(session.message.contains("^C again quits"))
  }

  @Test func `after a long stop a repeated message goes on and does not make up for all`() {
    let session = session().type("rx<enter><esc>:repeat 1000 0.01<enter>").tick(seconds: 60)
    #expect(count(session) < 5)
    session.update(.transmitRefused("too many are waiting"))
    #expect(session.state.nextDue == nil && session.message.contains("too many are waiting"))
  }

  @Test func `a message to a group leaves by the interface behind the endpoint`() {
    let session = Session(120, 24) { $0.interfaces = InterfaceNames([2: "eth0", 3: "vA1"]) }
    session.type("n239.1.1.1:5302@vA1<enter>")
    #expect(session.shows("new message to 239.1.1.1:5302@vA1"))
    session.type("hi<enter>")
    #expect(session.transmitted?.peer == Session.endpoint("239.1.1.1", 5_302))
    #expect(session.transmitted?.interface == 3)
    session.effects = []
    session.type("<esc>R")
    #expect(session.transmitted?.interface == 3)
    session.type("n239.1.1.1:5302@vB1<enter>")
    #expect(session.shows("no network interface here is called vB1"))
  }

  @Test func `an address is written to by the name that it is shown by`() throws {
    var aliases = Aliases()
    aliases.add("plant", for: try #require(AddressTarget("10.0.0.0/16")))
    let session = Session(120, 24) { $0.aliases = aliases }.receive("hi", from: Session.endpoint("10.0.4.1", 5_000))
    #expect(session.shows("plant.4.1:5000"))
    session.type("nplant.4.1:5000<enter>hi<enter>")
    #expect(session.transmitted?.peer == Session.endpoint("10.0.4.1", 5_000))
    session.type("<esc>nplant:5000<enter>")
    #expect(session.shows("as in plant.0.0"))
  }

  @Test func `a message is repeated until it is stopped, at times written as everywhere`() {
    let session = session().type("rx<enter><esc>:repeat forever 500ms<enter>")
    #expect(session.status.contains("sending 1 every 0.5 s"), "\(session.status)")
    for _ in 0..<4 { session.tick(seconds: 0.5) }
    #expect(session.status.contains("sending 5 every 0.5 s"), "\(session.status)")
    session.type("<^c>")
    #expect(session.message.contains("stopped sending after 5") && session.state.nextDue == nil)
  }

  @Test(arguments: [
    ("", "repeat needs COUNT TIME"), ("5", "how often, or forever, and how far apart"), ("0 1", "how often?"),
    ("x 1", "how often?"), ("5 0", "how far apart?"), ("5 nan", "how far apart?"),
    ("5 2d", "From 1ms to 1d"),
    ("9999999999999999999999 1", "how often?"), ("5 1", "there is nothing to repeat"),
  ])
  func `a wrong repetition is refused with its reason`(argument: String, reason: String) {
    let session = Session(80, 24).receive("hi").type(":repeat \(argument)<enter>")
    #expect(session.shows(reason))
    #expect(session.transmitted == nil)
  }

  @Test func `a file is sent as one datagram, or said to be too large`() {
    let session = session().type("r<^o>~/x.bin<enter>")
    #expect(session.takeEffects().contains(.readFile(path: "~/x.bin", limit: 65_507)))
    session.update(.fileRead(path: "~/x.bin", .success([1, 2, 3])))
    #expect(session.transmitted?.payload == [1, 2, 3] && session.transmitted?.peer == Self.second)
    session.deliverSent()
    #expect(session.message.contains("sent ~/x.bin, 3 bytes, to 10.0.0.2:5000"))
    session.effects = []
    session.type("<esc>:send-file y<enter>")
    session.update(.fileRead(path: "y", .success(Array(repeating: 0, count: 65_508))))
    #expect(session.transmitted == nil && session.message.contains("a datagram takes 65,507 at most"))
    session.type(":send-file z<enter>").update(.fileRead(path: "z", .failure(FailureReason("z is away"))))
    #expect(session.message.contains("z is away"))
    #expect(Session(80, 24).type(":send-file z<enter>").shows("to whom?"))
  }

  @Test func `what was written is kept when the panel is closed, and there again for the same peer`() {
    let session = session().type("<up>rhello there<esc>")
    #expect(session.message.contains("your text is kept"))
    session.type("Gr")
    #expect(session.shows("reply to 10.0.0.2") && !session.shows("hello there"))
    session.type("other<esc>")
    #expect(!session.message.contains("kept"))
    session.type("<up>r!")
    #expect(session.shows(" > hello there!"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("hello there!".utf8))
    session.type("<esc>r")
    #expect(!session.shows("hello there"))
    session.type("<esc>n10.0.0.2:5000<enter>")
    #expect(session.shows(" > other"))
  }

  @Test(arguments: [(120, "reply to boiler:5000 (10.0.0.2:5000)"), (40, "10.0.0.2:5000")])
  func `the title has the peer's name beside its address`(columns: Int, title: String) {
    var aliases = Aliases()
    aliases.add("boiler", for: .address(IPAddress("10.0.0.2")!))
    let session = session(columns, configure: { $0.aliases = aliases })
    #expect(session.type("r").shows(title))
  }

  @Test func `a kept message keeps its own encoding`() {
    let session = session().type("r<^x>7e 01<esc>r")
    #expect(session.shows("· hex, this message") && session.shows("> 7e 01"))
  }

  @Test func `commands of the panel do nothing outside of it`() {
    let session = session().type("n<^x><f9><f6><m-enter>")
    #expect(session.transmitted == nil && session.state.focus == .reply)
    #expect(session.shows("bad endpoint"))
  }

  @Test func `a file has no recipient as long as the endpoint is asked for`() {
    let session = session().type("n<^o>")
    #expect(session.message.contains("there is no recipient yet: write the endpoint first"), "\(session.message)")
    #expect(session.state.focus == .reply)
    session.type("<tab>:send-file a<enter>")
    #expect(session.shows("there is no recipient yet") && session.transmitted == nil)
    #expect(!session.takeEffects().contains { if case .readFile = $0 { true } else { false } })
  }
}
