import Basics
import DisplayFilter
import Glibc
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the outcome of sending in the last line: that the message was sent, the number of its row, and errors from the
/// network.
@Suite struct OutcomeTests {
  private static let closed = TransmitFailure(origin: .network, code: ECONNREFUSED)
  private static let second = Session.endpoint("10.0.0.2", 5_000)

  private func session(_ columns: Int = 120, configure: (inout MonitorSettings) -> Void = { _ in }) -> Session {
    Session(columns, 24, configure: configure).receive("hello", from: Self.second)
  }

  @Test func `a message is said to be sent when its row is there, with its number`() {
    let session = session().type("rhi<enter>")
    #expect(session.message.contains("sending 2 bytes to 10.0.0.2:5000"))
    session.deliverSent()
    #expect(session.message.contains("sent 2 bytes to 10.0.0.2:5000 as row 2") && !session.message.contains("shows it"))
    session.type("<left>")
    #expect(!session.message.contains("sent 2 bytes"))
  }

  @Test func `each refusal of the network is said, not only the first`() {
    let session = session().type("r")
    for _ in 1...3 {
      session.type("hi<enter>").deliverSent()
      #expect(session.message.contains("sent 2 bytes to 10.0.0.2:5000"))
      session.append(.failure, Array("hi".utf8), peer: Self.second, failure: Self.closed)
      #expect(session.message.contains("sent, then refused: port closed (ICMP) · 10.0.0.2:5000"))
    }
    session.type("<esc>R").deliverSent()
      .append(.failure, Array("hi".utf8), peer: Self.second, failure: Self.closed)
    #expect(session.message.contains("sent, then refused: port closed (ICMP)"))
  }

  @Test func `another peer's failure is not taken for an answer to what was sent`() {
    let session = session().type("rhi<enter>").deliverSent().tick(seconds: 6)
    session.append(.failure, [1], peer: Session.deadPeer, failure: Self.closed)
    #expect(session.message.contains("unreachable: port closed (ICMP) · 10.0.9.9:4000"))
  }

  @Test func `what became of a message stays while other peers' failures come, and they are told after it`() {
    let session = session().type("rhi<enter>").deliverSent()
    for _ in 1...3 {
      session.append(.failure, [1], peer: Session.deadPeer, failure: Self.closed).tick(seconds: 1)
      #expect(session.message.contains("sent 2 bytes to 10.0.0.2:5000 as row 2"))
    }
    session.tick(seconds: 3)
    #expect(session.message.contains("unreachable: port closed (ICMP) · 10.0.9.9:4000"))
    session.type("ho<enter>").deliverSent().append(.failure, [1], peer: Self.second, failure: Self.closed)
    session.append(.failure, [1], peer: Session.endpoint("10.0.9.8", 1), failure: Self.closed)
    #expect(session.message.contains("sent, then refused: port closed (ICMP) · 10.0.0.2:5000"))
    session.type("x")
    #expect(session.message.contains("sent, then refused"))
    session.tick(seconds: 5.5)
    #expect(session.message.contains("unreachable: port closed (ICMP) · 10.0.9.8:1"))
  }

  @Test(arguments: [("0.0.0.0:21190", "127.0.0.1"), ("[::]:21190", "::1")])
  func `what is sent to the unspecified address is said to be refused when this host refuses it`(
    target: String, answers: String
  ) {
    let session = session().type("n\(target)<enter>hi<enter>").deliverSent()
    session.append(.failure, Array("hi".utf8), peer: Session.endpoint(answers, 21_190), failure: Self.closed)
    #expect(session.message.contains("sent, then refused: port closed (ICMP)"), "\(session.message)")
    session.type("ho<enter>").deliverSent()
    session.append(.failure, Array("hi".utf8), peer: Session.endpoint("10.9.9.9", 21_190), failure: Self.closed)
    #expect(session.message.contains("sent 2 bytes to \(target)"), "\(session.message)")
  }

  @Test func `a refused reply that the filter hides is said to be hidden`() {
    let session = session().type("/src host 10.0.0.2<enter>rhi<enter>").deliverSent()
    session.append(.failure, Array("hi".utf8), peer: Self.second, failure: Self.closed)
    #expect(
      session.message.contains(
        "sent, then refused: port closed (ICMP) · 10.0.0.2:5000, hidden by the filter; peer 10.0.0.2 shows it"))
  }

  @Test func `a row that a still view shows is not said to be elsewhere`() {
    let session = session().receive("x").type("g<up>rx<enter>").deliverSent()
    #expect(session.message.contains("sent 1 byte to 10.0.0.2:5000 as row 3"))
    #expect(session.status.contains("PAUSED") && !session.message.contains("shows it"), "\(session.message)")
  }

  @Test func `what this host refuses was not sent`() {
    let session = session().type("rhi<enter>").deliverSent(failing: TransmitFailure(origin: .local, code: EPERM))
    #expect(session.message.contains("not sent to 10.0.0.2:5000: a local firewall rule forbids it"))
  }

  @Test func `a reply that the filter hides is confirmed, and the filter that shows both is offered`() {
    let session = session().type("/src host 10.0.0.2<enter>rhi<enter>").deliverSent()
    #expect(
      session.message.contains(
        "sent 2 bytes to 10.0.0.2:5000 as row 2, hidden by the filter; peer 10.0.0.2 shows it"))
    session.type("<esc>/<^u>src host 10.0.0.2 and src port 5000<enter>R").deliverSent()
    #expect(session.message.contains("sent again: 2 bytes to 10.0.0.2:5000 as row 3, hidden by the filter; peer "))
    session.type("/<^u>hello<enter>R").deliverSent()
    #expect(session.message.contains("as row 4, hidden by the filter") && !session.message.contains("shows it"))
  }

  @Test func `what hides a reply is said where there is little room`() {
    let session = session(40).type("/src host 10.0.0.2<enter>rhi<enter>").deliverSent()
    #expect(session.message.contains("hidden by the filter"))
  }

  @Test func `a row that a still view does not show is named with the key that shows it`() {
    let session = session().receive(count: 50).type("<up>R")
    #expect(session.message.contains("nothing was sent yet"))
    session.type("rx<enter>").deliverSent()
    #expect(session.message.contains("sent 1 byte to 10.0.3.17:53412 as row 52: G shows it"))
    session.type("<esc>G")
    #expect(!session.message.contains("sent 1 byte"))
  }

  @Test func `several peers, a file and a repetition end with what became of them`() {
    let session = session().receive("x").type("gmmS").type("hi<enter>").deliverSent()
    #expect(session.message.contains("sent to 2 peers"))
    session.append(.failure, [1], peer: Self.second, failure: Self.closed)
    #expect(session.message.contains("sent to 2 peers, then 1 refused: port closed (ICMP) · 10.0.0.2:5000"))
    session.type("<esc>g:send-file a.bin<enter>").update(.fileRead(path: "a.bin", .success([1, 2, 3]))).deliverSent()
    #expect(session.message.contains("sent a.bin, 3 bytes, to 10.0.0.2:5000 as row 6"))
    session.type(":repeat 3 0.5<enter>").tick(seconds: 0.6).tick(seconds: 0.6).deliverSent()
    #expect(session.message.contains("sent 3 times to 10.0.0.2:5000"))
    for _ in 1...2 { session.append(.failure, [1], peer: Self.second, failure: Self.closed) }
    #expect(session.message.contains("sent 3 times, 2 refused: port closed (ICMP) · 10.0.0.2:5000"))
  }

  @Test func `a file that cannot be read stays in the last line though the one before it has just left`() {
    let session = session().type(":send-file a<enter>").update(.fileRead(path: "a", .success([1])))
    session.type(":send-file b<enter>").update(.fileRead(path: "b", .failure(FailureReason("b is away"))))
    session.deliverSent()
    #expect(session.message.contains("b is away"), "\(session.message)")
    session.tick(seconds: 5.1)
    #expect(session.message.contains("sent a, 1 byte, to 10.0.0.2:5000 as row "), "\(session.message)")
  }

  @Test func `a repetition that is stopped ends with what became of it`() {
    let session = session().type("rhi<enter>").deliverSent()
    session.type("<esc>:repeat forever 0.5<enter>").tick(seconds: 0.6).tick(seconds: 0.6).deliverSent()
    session.type("<^c>")
    #expect(session.message.contains("stopped sending after 3"), "\(session.message)")
    #expect(!session.message.contains("refused"))
    session.append(.failure, [1], peer: Self.second, failure: Self.closed)
    #expect(
      session.message.contains("stopped sending after 3, 1 refused: port closed (ICMP) · 10.0.0.2:5000"),
      "\(session.message)")
  }

  @Test func `a stopped repetition whose datagrams were all refused and hidden says both`() {
    let session = session().type("rhi<enter>").deliverSent()
    session.append(.failure, [1], peer: Self.second, failure: Self.closed)
    session.type("<esc>/src host 10.0.0.2 and size > 100<enter>")
    session.type(":repeat forever 0.5<enter>").deliverSent()
    for _ in 1...2 {
      session.append(.failure, [1], peer: Self.second, failure: Self.closed).tick(seconds: 0.6).deliverSent()
    }
    session.append(.failure, [1], peer: Self.second, failure: Self.closed).type("<^c>")
    #expect(
      session.message.contains(
        "stopped sending after 3, 3 refused: port closed (ICMP) · 10.0.0.2:5000, hidden by the filter"),
      "\(session.message)")
  }

  @Test func `what could not be handed over is not said to be sent`() {
    let session = session().type("rhi<enter>")
    session.update(.transmitRefused("not sent: too many messages wait already; try again", id: TransmitID(1)))
    #expect(session.message.contains(" not sent: too many") && !session.message.contains("not sent: not sent"))
  }

  @Test func `of several peers the one is named whose message could not be handed over`() {
    let session = session().receive("x").type("gmmSx<enter>")
    let last = session.effects.compactMap { if case .transmit(let request) = $0 { request } else { nil } }.last
    session.update(.transmitRefused("too many messages wait already", id: last?.id))
    session.deliverSent { $0.id != last?.id }
    let name = last?.peer.description ?? "nobody"
    #expect(
      session.message.contains("sent to 1 of 2 peers: too many messages wait already · \(name)"), "\(session.message)")
  }

  @Test func `a message of ours is recognised among equal ones that a rule sent`() {
    // The peer's encoding is known, so F8 chooses one for this message alone.
    let session = session().receive("温度=23.5", as: .gb18030, from: Self.second).type("Gr服務<f8>big5<enter><enter>")
    let bytes = Session.bytes("服務", as: .big5)
    session.append(.outgoing, bytes, peer: Self.second).deliverSent()
    let rows = session.lines.filter { $0.contains("10.0.0.2") && $0.contains("›") }
    #expect(rows.count == 2 && !rows[0].contains("big5") && rows[1].contains("big5"), "\(rows)")
  }

  @Test func `with confirm-send each send is asked for, with its peer`() {
    let session = session { $0.confirmsSend = true }.type("rhi<enter>")
    #expect(session.transmitted == nil && session.shows("Enter again sends 2 bytes to 10.0.0.2:5000"))
    session.type("!<enter>")
    #expect(session.transmitted == nil && session.shows("Enter again sends 3 bytes to 10.0.0.2:5000"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("hi!".utf8))
    session.deliverSent().type("<esc>")
    session.effects = []
    session.type("R")
    #expect(session.transmitted == nil)
    #expect(session.message.contains("Enter sends 3 bytes to 10.0.0.2:5000 again; any other key does not"))
    session.type("j<enter>")
    #expect(session.transmitted == nil)
    session.type("<enter>R<enter>")
    #expect(session.transmitted?.payload == Array("hi!".utf8))
    session.effects = []
    session.type(":repeat 100 1<enter>")
    #expect(session.transmitted == nil && session.state.nextDue == nil)
    #expect(session.message.contains("Enter sends 3 bytes to 10.0.0.2:5000 100 times; any other key does not"))
    session.type("<enter>")
    #expect(session.transmitted != nil && session.state.nextDue != nil)
    session.type("<^c>")
    session.effects = []
    session.type(":send-file a<enter>").update(.fileRead(path: "a", .success([1])))
    #expect(session.transmitted == nil && session.message.contains("Enter sends a, 1 byte, to 10.0.0.2:5000"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == [1])
  }

  @Test func `without confirm-send nothing is asked before a message that is not empty`() {
    #expect(session().type("rhi<enter>").transmitted?.payload == Array("hi".utf8))
  }
}
