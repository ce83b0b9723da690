import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the columns that say who peers are.
@Suite struct PeerIdentityTests {
  private static let sensor = Session.endpoint("10.0.0.2", 5_000)
  private static let program = Session.endpoint("127.0.0.1", 40_000)
  private static let stranger = Session.endpoint("10.0.0.3", 5_000)

  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows, configure: { if chinese { $0.catalogue = Language.simplifiedChinese.catalogue } })
    for peer in [Self.sensor, Self.program, Self.stranger] { session.receive("hello", from: peer) }
    session.receive("again", from: Self.sensor)
    return session.tick(seconds: 5)
  }

  /// The peers that were asked for since the last call.
  private func asked(_ session: Session) -> [[Endpoint]] {
    session.takeEffects().compactMap { if case .identify(let peers) = $0 { peers } else { nil } }
  }

  private func answer(_ session: Session) {
    var (sensor, program) = (PeerIdentity(), PeerIdentity())
    (sensor.hardware, sensor.vendor) = ("00:1b:21:00:00:05", "Intel Corporate")
    program.process = "python3 (4711)"
    session.update(
      .identified([Self.sensor: sensor, Self.program: program, Self.stranger: PeerIdentity()], isLast: false))
    var names = [Self.sensor: PeerIdentity(), Self.program: PeerIdentity(), Self.stranger: PeerIdentity()]
    names[Self.sensor]?.name = "sensor.example.net"
    names[Self.program]?.name = "localhost"
    session.update(.identified(names, isLast: true))
  }

  @Test func `nobody is looked up before a column shows it; then the peers in sight are, once`() {
    let session = session().type("P")
    #expect(asked(session) == [])
    session.type("<<")
    let peers = asked(session)
    #expect(peers.count == 1 && Set(peers.first ?? []) == [Self.sensor, Self.program, Self.stranger])
    #expect(session.lines.contains { $0.contains("10.0.0.3:5000") && $0.contains("…") })
    session.type("jj").tick(seconds: 1)
    answer(session)
    session.type("kk").tick(seconds: 1).receive("x", from: Self.sensor)
    #expect(asked(session) == [])
    #expect(session.lines.contains { $0.contains("10.0.0.3:5000") && $0.contains("–") })
    // A minute later neighbours and processes may be others.
    session.tick(seconds: 61).receive("x", from: Self.sensor)
    #expect(asked(session).count == 1)
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `name, MAC, vendor and process are columns of the peers`(size: Size) {
    let session = session(size.columns, size.rows).type("P<<<<<<<<")
    answer(session)
    expectScreen(session, "peers-identity-\(size.columns)x\(size.rows)")
  }

  @Test func `who peers are is in Chinese`() {
    let session = session(120, 20, chinese: true).type("P<<<<")
    answer(session)
    expectScreen(session, "peers-identity-chinese-120x20")
  }

  @Test func `peers are sorted by who they are, those that nobody knows last`() {
    let session = session().type("P<<<<<<<<")
    answer(session)
    let lines = Array(session.lines.drop { !$0.contains("─ peers") }.dropFirst(2))
    #expect(lines[0].contains("localhost") && lines[1].contains("sensor.") && lines[2].contains("10.0.0.3:5000"))
  }

  @Test func `the peers of a file are not looked up`() {
    let session = Session(
      200, 30,
      configure: {
        $0.files = ["a.pcapng"]
        $0.startsAtTop = true
      })
    session.receive("hello", from: Self.sensor).type("P<<<<<<")
    #expect(asked(session) == [] && !session.shows("MAC") && !session.shows("Vendor"))
  }
}
