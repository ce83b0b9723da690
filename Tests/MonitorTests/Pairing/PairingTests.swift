import DisplayFilter
import Formats
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests requests with their answers on the screen.
@Suite struct PairingTests {
  private static let device = Session.endpoint("10.0.0.2", 5_000)

  /// A device that is asked six times: it answers in GB 18030, twice to the second request, never to the fourth, and the
  /// last one is still open.
  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows,
      configure: {
        $0.encodings = ChosenEncodings(encodingForAll: .gb18030)
        if chinese { $0.catalogue = Language.simplifiedChinese.catalogue }
      })
    var time = Session.start
    func add(_ kind: DatagramKind, _ milliseconds: Int64, _ text: String) {
      time += milliseconds * 1_000_000
      session.add(kind, Session.bytes(text, as: .gb18030), peer: Self.device, time: time)
    }
    for number in 1...6 {
      add(.outgoing, 2_100, "读取 \(number)")
      if number == 4 || number == 6 { continue }
      add(.incoming, Int64(number) * 3, "温度=2\(number).5 湿度=40")
      if number == 2 { add(.incoming, 40, "温度=22.6 湿度=40") }
    }
    session.deliver()
    return session.tick(seconds: Double(time - Session.start) / 1e9 + 0.5)
  }

  private func line(_ session: Session, _ text: String) -> String {
    session.lines.first { $0.contains(text) } ?? ""
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `requests have their round trip and their answer, and those without one are red`(size: Size) {
    expectScreen(session(size.columns, size.rows).type(":pair<enter>"), "pairing-\(size.columns)x\(size.rows)")
  }

  @Test func `pairing is in Chinese`() {
    expectScreen(session(120, 20, chinese: true).type(":pair<enter>"), "pairing-chinese-120x20")
  }

  @Test func `the columns come and go with pairing, and undo brings back what was`() {
    let session = session().type(":pair<enter>")
    #expect(session.message.contains("requests are paired with answers by their order"))
    #expect(session.lines[1].contains("RTT") && session.lines[1].contains("Answer"))
    #expect(session.status.contains("pairs by order") && session.status.contains("1 unanswered"))
    session.type(":pair off<enter>")
    #expect(!session.lines[1].contains("RTT") && !session.status.contains("pairs"))
    session.type("u")
    #expect(session.lines[1].contains("RTT") && session.status.contains("1 unanswered"))
    session.type("uu")
    #expect(!session.lines[1].contains("RTT"))
  }

  @Test func `a request counts as unanswered after two seconds, and an answer after all takes that back`() {
    let session = session().type(":pair<enter>")
    #expect(line(session, "读取 6").contains("…") && !line(session, "读取 6").contains("no answer"))
    session.tick(seconds: 2)
    #expect(line(session, "读取 6").contains("! >2 s") && line(session, "读取 6").contains("no answer"))
    #expect(session.status.contains("2 unanswered"))
    session.add(
      .incoming, Session.bytes("迟到", as: .gb18030), peer: Self.device,
      time: Session.start + 6 * 2_100_000_000 + 3_000_000_000)
    session.deliver()
    #expect(session.status.contains("1 unanswered") && line(session, "读取 6").contains("迟到"))
  }

  @Test func `the filter unanswered shows the requests without an answer, as they become and cease to be so`() {
    let session = session().type(":pair<enter>/unanswered<enter>")
    #expect(session.shows("读取 4") && !session.shows("读取 3") && !session.shows("读取 6"))
    session.tick(seconds: 2)
    #expect(session.shows("读取 6"))
    session.type(":pair off<enter>")
    #expect(!session.shows("读取 4"))
  }

  @Test func `the filter unanswered says that nothing is paired, until something is`() {
    let session = session().type("/unanswered<enter>")
    #expect(
      session.message.contains("'unanswered' holds for no row here: the screen pairs requests with answers, by :pair"))
    session.type(":pair<enter>")
    #expect(!session.message.contains("holds for no row") && session.shows("读取 4"))
  }

  @Test func `rows are sorted by their round trips, the longest first where the order is inverted`() {
    let session = session().type(":pair<enter>:sort rtt<enter>").tick(seconds: 1).type("I")
    let rows = session.lines.dropFirst(2).prefix(3)
    #expect(rows.prefix(2).allSatisfy { $0.contains("读取 4") || $0.contains("读取 6") }, "\(rows)")
    #expect(rows.last?.contains("温度=22.6") == true, "\(rows)")
  }

  @Test func `an unknown field is refused with those that are meant`() {
    let session = session().type(":pair sequence<enter>")
    #expect(session.shows("no format in force has the field 'sequence'"))
    #expect(!session.lines[1].contains("RTT"))
  }

  @Test func `a file's last request is unanswered once a later row shows that two seconds have passed`() {
    let session = Session(
      120, 20,
      configure: {
        $0.files = ["a.pcapng"]
        $0.startsAtTop = true
        $0.pairing = .order
      })
    session.add(.incoming, Array("first".utf8), peer: Self.device, time: Session.start)
    session.add(.incoming, Array("second".utf8), peer: Self.device, time: Session.start + 1_900_000_000)
    session.deliver().tick(seconds: 60)
    #expect(!session.shows("no answer"))
    session.add(.incoming, Array("third".utf8), peer: Self.device, time: Session.start + 2_100_000_000)
    session.deliver()
    #expect(line(session, "first").contains("no answer") && !line(session, "third").contains("no answer"))
  }

  @Test func `memory is bounded by the log's: what is evicted is forgotten, and what is passed over is said`() {
    let session = Session(120, 20, memory: 4 << 20).type(":pair<enter>")
    for round in 0..<40 {
      for index in 0..<2_000 {
        let time = Session.start + Int64(round * 2_000 + index) * 1_000_000
        session.add(index % 2 == 0 ? .incoming : .outgoing, Array(repeating: 0x41, count: 120), time: time)
      }
      session.deliver()
      while session.state.wantsMoreTime { session.update(.work) }
    }
    #expect(!session.status.contains("not paired") && !session.status.contains("unanswered"))
    for index in 0..<80_000 {
      session.add(.incoming, Array(repeating: 0x41, count: 120), time: Session.start + Int64(index))
    }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.status.contains("rows not paired"))
  }
}
