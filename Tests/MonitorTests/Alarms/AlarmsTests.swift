import Alarms
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import Testing
import UDPCore

/// Tests alarms on the screen: their rows, the list, and acknowledging.
@Suite struct AlarmsTests {
  /// The alarms that an engine raises: one in force that came twice, one that is over, and one of all peers.
  static let records: [AlarmRecord] = {
    var engine = AlarmEngine([
      AlarmRule(name: "meters", condition: .silence(90_000_000_000)),
      AlarmRule(name: "pump", filter: .everything, condition: .rate(limit: 1, window: .hour), rings: true),
    ])
    var writer = LogWriter(limit: 8 << 20)
    for number in 0..<4 {
      let time: Int64 = number == 0 ? 0 : 100_000_000_000
      let moment = AlarmEngine.Moment(monotonic: time, wall: Session.start + time)
      writer.append(
        LogWriter.Row(kind: .incoming, time: moment.wall, size: 0, peer: Session.gbkPeer, local: Session.path()),
        payload: RawSpan())
      writer.publish()
      engine.advance(to: moment)
      if let row = writer.log.snapshot()[UInt64(number + 1)] {
        engine.observe(row, nil, in: FilterContext(texts: PeerTexts(encodingForAll: .utf8), now: 0), at: moment)
      }
    }
    return engine.records
  }()

  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(columns, rows) {
      $0.alarmCount = 2
      if chinese { $0.catalogue = Language.simplifiedChinese.catalogue }
    }
    for number in 1...3 { session.receive("reading \(number)") }
    session.raise("meters", "silent for 90s").deliver()
    return session.update(.alarms(Self.records)).tick(seconds: 1)
  }

  @Test func `an alarm is a row with its peer, and is said`() {
    let session = session()
    let row = session.lines.first { $0.contains("alarm meters") } ?? ""
    #expect(row.contains("!  10.0.3.17:53412") && row.contains("alarm meters: silent for 90s"))
    #expect(session.message.contains("alarm meters: 10.0.3.17:53412 silent for 90s"))
    #expect(session.shows("alarms 1"))
  }

  @Test func `the filter word alarm shows alarms alone, and no other word of a kind does`() {
    let session = session().type("/alarm<enter>")
    #expect(session.shows("1 of 4"))
    for word in ["in", "out", "err", "empty"] {
      session.type("/<^u>\(word)<enter>")
      #expect(!session.shows("alarm meters"), "\(word)")
    }
    session.type("/<^u>src port 53412<enter>")
    #expect(session.shows("alarm meters"))
  }

  @Test func `an alarm is not counted as an error of its peer`() {
    let session = session().type("P")
    #expect(session.shows("10.0.3.17:53412") && !session.shows("unreachable"))
  }

  @Test func `the list says what is in force, how often, and what is over`() {
    let session = session().type("A")
    #expect(session.shows("[ ] pump    10.0.3.17:53412  more than 1 datagram per hour  3 times"))
    #expect(session.shows("    meters  10.0.3.17:53412  silent for 90s  spoke again after 100s"))
    #expect(session.shows("in force, not acknowledged"))
    session.type("j")
    #expect(session.shows("over since") && session.shows("spoke again after 100s"))
  }

  @Test func `Space acknowledges an alarm, and the list shows it`() {
    let session = session().type("A ")
    #expect(session.takeEffects().contains(.acknowledge([2])))
    #expect(session.message.contains("acknowledged pump: no bell and no program until it is over"))
    session.type("j ")
    #expect(session.message.contains("alarm meters is over"))
    session.type("a")
    #expect(session.takeEffects().contains(.acknowledge([2])))
  }

  @Test func `Enter shows the rows of the peer with its alarms`() {
    let session = session().type("A<enter>")
    #expect(session.lines[0].contains("peer 10.0.3.17:53412") && session.shows("alarm meters"))
  }

  @Test func `without alarms the way to them is said`() {
    #expect(Session(120, 35).type("A").message.contains("no alarms are set here: start with --alarm"))
    let waiting = Session(120, 35) { $0.alarmCount = 2 }
    #expect(waiting.type("A").message.contains("no alarm so far: 2 are set"))
  }

  @Test func `the detail of an alarm is its sentence`() {
    let session = session().type("G<enter>")
    #expect(session.shows("detail of 4") && session.shows("alarm meters: silent for 90s"))
  }

  @Test(arguments: [Size(120, 35), Size(80, 24), Size(40, 10)]) func `the list on a screen`(size: Size) {
    expectScreen(session(size.columns, size.rows).type("A"), "alarms-\(size.columns)x\(size.rows)")
  }

  @Test func `alarms in Chinese`() {
    expectScreen(session(80, 24, chinese: true).type("A"), "alarms-chinese-80x24")
  }

  /// A size of a screen.
  struct Size: Sendable {
    let columns: Int
    let rows: Int

    init(_ columns: Int, _ rows: Int) { (self.columns, self.rows) = (columns, rows) }
  }
}

extension Session {
  /// Appends the row of an alarm.
  @discardableResult
  func raise(_ name: String, _ text: String, peer: Endpoint = gbkPeer) -> Session {
    let time = Self.start + Int64(writer.log.snapshot().endNumber) * 7_000_000
    writer.append(AlarmRow(note: AlarmNote(name: name, text: text), time: time, peer: peer, local: Self.path()))
    return self
  }
}
