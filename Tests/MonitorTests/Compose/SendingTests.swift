import Basics
import DisplayFilter
import Glibc
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

@Suite struct SendingTests {
  @Test func `a reply goes to the peer in its encoding from the address it wrote to`() {
    let session = Session(80, 24).receive("温度=23.5", as: .gb18030).type("r服务端收到信息啦!")
    #expect(session.shows("reply to 10.0.3.17:53412 from 192.168.1.5:8080 · gb18030? · text · 17 bytes"))
    session.type("<enter>")
    let expected: [UInt8] = [
      0xb7, 0xfe, 0xce, 0xf1, 0xb6, 0xcb, 0xca, 0xd5, 0xb5, 0xbd, 0xd0, 0xc5, 0xcf, 0xa2, 0xc0, 0xb2, 0x21,
    ]
    #expect(
      session.takeEffects() == [
        .transmit(TransmitRequest(to: Session.gbkPeer, by: Session.path(), payload: expected, id: TransmitID(1))),
        .saveHistory(.message, line: "text\t服务端收到信息啦!"),
      ])
    #expect(session.state.focus == .reply)
    session.append(.outgoing, expected)
    #expect(session.shows("服务端收到信息啦!"))
    session.type("<esc>")
    #expect(session.state.focus == .table)
  }

  @Test func `sending does not move a view that stands still`() {
    let session = Session(80, 24).receive(count: 100).type("<up>rx")
    let rows = session.lines[1..<18]
    session.type("<enter>").deliverSent()
    #expect(session.lines[1..<18] == rows)
    #expect(session.message.contains("sent 1 byte to 10.0.3.17:53412 as row 101: G shows it"))
  }

  @Test func `an unencodable character is named on Enter and nothing is sent`() {
    let session = Session(80, 24, configure: { $0.encodings.encodingForAll = .gbk }).receive("hello").type("r好😀<enter>")
    #expect(session.takeEffects().isEmpty)
    #expect(session.shows("gbk cannot write 😀 (U+1F600)"))
    expectScreen(session, "unencodable-80x24")
    session.type("<backspace><enter>")
    #expect(session.transmitted?.payload == [0xba, 0xc3])
  }

  @Test func `message escapes become bytes`() {
    let session = Session(80, 24).receive("hi").type("r\\x7e\\n\\0<enter>")
    #expect(session.transmitted?.payload == [0x7e, 0x0a, 0x00])
  }

  @Test func `a wrong escape is pointed at`() {
    let session = Session(80, 24).receive("hi").type("rab\\q<enter>")
    #expect(session.transmitted == nil)
    expectScreen(session, "wrong-escape-80x24")
  }

  @Test func `with the encoding hex the line is bytes`() {
    let session = Session(80, 24, configure: { $0.encodings.encodingForAll = .hex }).receive("hi").type(
      "r7e 01 05<enter>")
    #expect(session.transmitted?.payload == [0x7e, 1, 5])
  }

  @Test func `an empty datagram is sent at the second Enter`() {
    let session = Session(80, 24).receive("hi").type("r<enter>")
    #expect(session.transmitted == nil)
    #expect(session.shows("Enter again sends it"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [])
  }

  @Test func `a message longer than a datagram is refused with its size`() {
    let session = Session(80, 24).receive("hi").type("r")
    session.update(.key(.paste(String(repeating: "x", count: 65_508)))).type("<enter>")
    #expect(session.transmitted == nil)
    #expect(session.shows("65,508 bytes: a datagram takes 65,507 at most"))
  }

  @Test func `a pasted newline does not send`() {
    let session = Session(80, 24).receive("hi").type("r")
    session.update(.key(.paste("a\nb")))
    #expect(session.transmitted == nil)
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x61, 0x0a, 0x62])
  }

  @Test func `a group's reply leaves from the interface's own address`() {
    let path = Session.path(to: Session.endpoint("239.1.1.1", 5_000), replySource: IPAddress("192.168.1.5")!)
    let session = Session(80, 24).append(.incoming, [0x61], local: path).type("r")
    #expect(session.shows("from 192.168.1.5:5000"))
    let unknown = Session.path(to: Session.endpoint("239.1.1.1", 5_000), replySource: .anyIPv4)
    session.append(.incoming, [0x61], local: unknown).type("<esc>Gr")
    #expect(session.shows("from port 5000"))
  }

  @Test func `a sent and a failed row reply to their peer`() {
    for kind in [DatagramKind.outgoing, .failure] {
      let session = Session(80, 24).append(kind, [0x61], peer: Session.deadPeer).type("rx<enter>")
      #expect(session.transmitted?.peer == Session.deadPeer)
    }
  }

  @Test func `a new message asks for the endpoint first`() {
    let session = Session(80, 24).type("n10.1.2.3:9<enter>hello<enter>")
    #expect(
      session.takeEffects() == [
        .saveHistory(.endpoint, line: "10.1.2.3:9"),
        .transmit(
          TransmitRequest(
            to: Session.endpoint("10.1.2.3", 9), by: nil, payload: Array("hello".utf8), id: TransmitID(1))),
        .saveHistory(.message, line: "text\thello"),
      ])
    #expect(session.shows("new message to 10.1.2.3:9 from 0.0.0.0:8080"))
    session.type("<esc>n<up>")
    #expect(session.shows("to 10.1.2.3:9"))
  }

  @Test(arguments: [
    ("10.1.2.3", "the port is missing"), ("10.1.2.3:0", "port 0"), ("10.1.2.3:65536", "above 65535"),
    ("::1:9", "brackets"), ("[fe80::1]:9", "needs its interface"),
    ("[fe80::1%nope]:9", "no network interface"), ("8080", "the address is missing"), ("[ff02::1]:9", "interface"),
    ("10.0.0.9,239.1.1.1:5", "joining"), ("239.1.1.1:5@nope", "no network interface here is called nope"),
  ])
  func `a wrong endpoint is refused with its reason`(line: String, reason: String) {
    let session = Session(80, 24).type("n\(line)<enter>")
    #expect(session.shows(reason))
    #expect(session.effects.isEmpty)
  }

  @Test(arguments: ["10.0.0.255:9", "255.255.255.255:9", "239.1.1.1:9", "10.1.2.3:9"])
  func `an interface behind any address is the one that the message leaves by`(address: String) {
    let session = Session(100, 24, configure: { $0.interfaces = InterfaceNames([3: "eth0"]) })
    session.type("n\(address)@eth0<enter>")
    #expect(session.shows("new message to \(address)@eth0"))
    session.type("x<enter>")
    #expect(session.transmitted?.interface == 3)
    session.type("<esc>R")
    #expect(session.transmitted?.interface == 3)
  }

  @Test func `R sends the last message again`() {
    let session = Session(80, 24).receive("hi").type("rx<enter><esc>")
    session.effects = []
    session.type("R")
    #expect(session.transmitted?.payload == [0x78])
    session.deliverSent()
    #expect(session.message.contains("sent again"))
  }

  @Test func `a refused transmit is said`() {
    let session = Session(80, 24).update(.transmitRefused("not sent: too many are waiting"))
    #expect(session.message.contains("not sent: too many are waiting"))
  }

  @Test func `a failure in the network is a row and a sentence`() {
    let failure = TransmitFailure(origin: .network, code: ECONNREFUSED)
    let session = Session(120, 24).append(.failure, [0x61], peer: Session.deadPeer, failure: failure)
    #expect(session.shows("unreachable: port closed (ICMP)"))
    #expect(session.message.contains("unreachable: port closed (ICMP) · 10.0.9.9:4000"))
  }

  @Test(arguments: [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EMSGSIZE, EPERM, EACCES, EINVAL, ENOBUFS, EADDRNOTAVAIL,
  ])
  func `every usual errno has a sentence`(code: Int32) {
    for origin in [TransmitFailure.Origin.local, .network] {
      #expect(!TransmitFailure(origin: origin, code: code).explanation.english.contains("error \(code)"))
    }
    #expect(TransmitFailure(origin: .local, code: 9_999).explanation.english == "not sent: error 9999")
  }

  @Test func `changing the encoding while writing keeps the line`() {
    let session = Session(80, 24).receive("hi").type("r好<f8>")
    session.type("gbk<enter>")
    #expect(session.state.focus == .reply)
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0xba, 0xc3])
  }
}
