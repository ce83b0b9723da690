import Basics
import Monitor
import Testing
import UDPCore

/// Tests the screen of other hosts: the column, the title, the list, and rows that say what became of a host.
@Suite struct HostsTests {
  private static let interfaces: [UInt32: String] = [
    InterfaceNames.firstElsewhere: "gate", InterfaceNames.firstElsewhere + 1: "cellar",
  ]

  private static let records: [HostRecord] = {
    var gate = HostRecord(name: "gate", destination: "me@gate", endpoints: ["9000", "9001"], condition: .up)
    gate.clock = (ahead: 1_204_000_000, roundTrip: 380_000)
    gate.datagrams = 1_204
    gate.kernelDrops = 3
    let reason: Phrase = "Connection refused"
    var cellar = HostRecord(
      name: "cellar", destination: "cellar", endpoints: ["9000"], condition: .gone(reason, retry: 14_000_000_000))
    cellar.clock = (ahead: -57_000, roundTrip: 1_000_000)
    cellar.datagrams = 1
    cellar.missed = 8_200_000_000
    return [gate, cellar]
  }()

  private func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(columns, rows, bound: []) {
      $0.hosts = ["gate", "cellar"]
      $0.columns.usual = ColumnSettings.withHosts
      if chinese { $0.catalogue = Language.simplifiedChinese.catalogue }
    }
    session.update(.interfaces(InterfaceNames().adding(Self.interfaces))).update(.hosts(Self.records))
    for (host, text) in [(UInt32(0), "from the gate"), (1, "from the cellar")] {
      session.add(.incoming, Array(text.utf8), peer: Self.peer(host), local: Self.path(host))
    }
    return session.deliver().tick(seconds: 1)
  }

  private static func peer(_ host: UInt32) -> Endpoint {
    Endpoint(IPAddress(ipv4: 0x0a00_0005), port: 5_000, scope: InterfaceNames.firstElsewhere + host)
  }

  private static func path(_ host: UInt32) -> LocalPath {
    let end = Endpoint(IPAddress(ipv4: 0x0a00_0001), port: 9_000)
    return LocalPath(
      endpoint: end, replySource: end.address, interface: InterfaceNames.firstElsewhere + host, socket: 0)
  }

  @Test func `each row names its host, and the title says which is gone`() {
    let session = session()
    #expect(session.lines[0].contains("hosts gate  cellar (gone)"))
    #expect(session.lines[1].contains("Host"))
    let rows = session.lines.filter { $0.contains("10.0.0.5:5000") }
    #expect(rows.count == 2 && rows[0].contains(" gate ") && rows[1].contains(" cellar "))
    #expect(!rows[0].contains("%"))
  }

  @Test func `the default columns of hosts have the host`() {
    let session = session().type(":columns time text<enter>")
    #expect(!session.lines[1].contains("Host"))
    session.type(":columns default<enter>")
    #expect(session.lines[1].contains("Host"))
  }

  @Test func `peers of one address on two hosts are two, and a filter tells them apart`() {
    let session = session().type("P")
    #expect(session.shows("10.0.0.5%gate:5000") && session.shows("10.0.0.5%cellar:5000"))
    session.type("P/peer 10.0.0.5%cellar:5000<enter>")
    #expect(session.shows("from the cellar") && !session.shows("from the gate"))
    #expect(session.lines[0].contains("peer 10.0.0.5%cellar:5000"))
    session.type("/<^u>0.0.0.0%gate/0<enter>")
    #expect(!session.shows("from the cellar") && session.shows("from the gate"))
    session.type("/<^u>host 10.0.0.5<enter>")
    #expect(session.shows("from the cellar") && session.shows("from the gate"))
    session.type("/<^u>10.0.0.5%attic")
    #expect(session.shows("there is no host 'attic' here"))
  }

  @Test func `a reply goes by the host that the peer wrote to`() throws {
    let session = session().type("gr")
    #expect(session.shows("reply to 10.0.0.5%gate:5000 from 10.0.0.1:9000"))
    session.type("hello<enter>")
    let request = try #require(
      session.takeEffects().compactMap { if case .transmit(let request) = $0 { request } else { nil } }.first)
    #expect(request.path == Self.path(0) && request.peer == Self.peer(0))
  }

  @Test func `the list says what each host is like, and the selected one's clock and losses`() {
    let session = session().type("H")
    #expect(session.shows("gate    connected  1,204 datagrams  clock +1.2 s  3 dropped"))
    #expect(session.shows("its clock is 1.2 s ahead of this one, give or take 0.19 ms"))
    #expect(
      session.shows("me@gate  udp 9000  9001") && session.shows("nothing is missing since it was connected first"))
    session.type("j")
    #expect(session.shows("gone  tried again in 12 s  1 datagram  clock -0.06 ms  8.2 s missed  Connection refused"))
    #expect(session.shows("   Connection refused"))
    #expect(session.shows("it was gone for 8.2 s in all: what arrived there meanwhile is missing"))
  }

  @Test func `a host that is gone is missing more every second`() {
    var records = Self.records
    records[1].goneSince = 0
    let session = session().update(.hosts(records)).type("Hj")
    #expect(session.shows("it was gone for 10.2 s in all"))
    session.tick(seconds: 5)
    #expect(session.shows("it was gone for 15.2 s in all") && session.shows("tried again in 7 s"))
  }

  @Test func `news of the hosts keep the selected one`() {
    let session = session().type("Hj").update(.hosts(Self.records))
    #expect(session.shows("cellar  udp 9000"))
  }

  @Test func `a screen of this host has no list of hosts`() {
    #expect(Session(120, 35).type("H").message.contains("no other hosts are shown here"))
  }

  @Test func `without rows it is said what is waited for, and this host is not examined`() {
    let session = Session(120, 35, bound: []) { $0.hosts = ["gate"] }
    #expect(session.shows("Waiting for datagrams from gate") && session.shows("H lists the hosts."))
    #expect(session.lines[0].contains("host gate"))
    #expect(!session.shows("why nothing arrives"))
  }

  @Test func `losses on other hosts are no reason to change this one`() {
    let session = session().update(.kernelDrops(3, isLowerBound: false))
    #expect(!session.message.contains("--rcvbuf"))
  }

  @Test func `what became of a host is a row in the user's language`() {
    let session = session(120, 35, chinese: true)
    for text in ["gone: Connection closed", "back after 8.2 s: what arrived there meanwhile is missing"] {
      session.writer.append(
        AlarmRow(
          note: AlarmNote(name: "gate", text: text), time: Session.start, peer: Endpoint(.anyIPv4, port: 0),
          local: Self.path(0)))
    }
    session.deliver()
    #expect(session.shows("gate：已断开：Connection closed") || session.shows("gate: 已断开：Connection closed"))
    #expect(session.shows("8.2 s 后恢复"))
  }

  @Test(arguments: [(120, 35), (80, 24), (40, 10)]) func `the list on a screen`(columns: Int, rows: Int) {
    expectScreen(session(columns, rows).type("H"), "hosts-\(columns)x\(rows)")
  }

  @Test func `the list in Chinese`() { expectScreen(session(80, 24, chinese: true).type("H"), "hosts-chinese-80x24") }
}
