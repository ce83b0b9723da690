import Basics
import Monitor
import Testing
import UDPCore

/// Tests what a bundle says.
@Suite struct BundleTests {
  private static let outcome = Bundle.Outcome(
    written: 2, missed: 0, times: Session.start...(Session.start + 1_000_000_000))

  @Test func `the command suggests a name with the time, and asks for what is shown`() {
    let session = Session(80, 24).receive("one").type(":bundle<enter>")
    #expect(session.shows(": bundle udpeek-20261122-210745"))
    session.type("<^u>bundle case-7/<enter>")
    #expect(session.takeEffects().contains(.writeBundle("case-7")))
    session.update(.export(.begun(path: "case-7", rows: 1, of: .bundle(peers: 1))))
    session.update(.export(.ended(written: 1, missed: 0, failure: nil)))
    #expect(session.message.contains("wrote 1 row, 1 peer, the configuration and a summary to case-7/"))
  }

  @Test func `while something is written there is no second bundle`() {
    let session = Session(80, 24).receive("one").type(":bundle one<enter>")
    session.update(.export(.begun(path: "one", rows: 1, of: .bundle(peers: 1))))
    session.type(":bundle two<enter>")
    #expect(session.shows("still writing: ^C stops it"))
  }

  @Test func `the summary has rows, counts, peers, notes and marks, and Markdown shows notes as they are`() {
    let session = Session(80, 24).receive("one").receive("two").receive("three")
    session.type("gm").type(":2<enter>:note too *hot* | check<enter>").type("/port 8080<enter>")
    let summary = session.state.bundle.summary(Self.outcome, by: "udpeek 0.1.0 on router, Linux 6.1.0")
    #expect(summary.hasPrefix("# Bundle of 2026-11-22 "))
    for line in [
      "- written by udpeek 0.1.0 on router, Linux 6.1.0", "- source: `0.0.0.0:8080`", "- filter: `port 8080`",
      "- rows in datagrams.pcapng: 2 of 3 in memory", "- received: 3 (11 B)", "- dropped by the kernel: 0",
      "| 10.0.3.17:53412 | 3 | 11 B | 0 | 0 |", "10.0.3.17:53412: too \\*hot\\* \\| check",
      "- times are local: UTC+00:00",
      "- `config.toml`: the configuration in force, with saved messages",
    ] {
      #expect(summary.contains(line), "\(line) in \(summary)")
    }
  }

  @Test func `the peers are CSV with times in UTC, the busiest first`() {
    let session = Session(80, 24).receive("温度")
    for port in [4_000, 4_001] {
      let peer = Endpoint(IPAddress("fe80::1")!, port: UInt16(port))
      for _ in 0..<(port - 3_998) { session.append(.incoming, [1, 2], peer: peer) }
    }
    let lines = session.state.bundle.peers.csv([
      Endpoint(IPAddress("10.0.3.17")!, port: 53_412): {
        var identity = PeerIdentity()
        identity.hardware = "02:fc:00:00:00:05"
        identity.vendor = "Meters, Inc."
        return identity
      }()
    ]).split(separator: "\r\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("address,port,received,received_bytes,sent,"))
    #expect(lines[1].hasPrefix("fe80::1,4001,3,6,0,0,0,2026-11-22T"))
    #expect(lines[2].hasPrefix("fe80::1,4000,2,4,"))
    #expect(lines[0].hasSuffix(",name,hardware,vendor,process"))
    #expect(lines[2].hasSuffix(",,,,"))
    #expect(lines[3].hasPrefix("10.0.3.17,53412,1,") && lines[3].contains("Z,utf-8"))
    #expect(lines[3].hasSuffix(#",,02:fc:00:00:00:05,"Meters, Inc.","#))
  }

  @Test func `of many peers the summary lists the busiest, and says how many there are`() {
    let session = Session(80, 24)
    for port in 1...30 { session.append(.incoming, [1], peer: Endpoint(IPAddress("10.1.1.1")!, port: UInt16(port))) }
    let summary = session.state.bundle.summary(Self.outcome, by: "udpeek")
    #expect(summary.contains("- the 20 that sent most, of 30"))
    #expect(summary.split(separator: "\n").count { $0.hasPrefix("| 10.1.1.1:") } == 20)
  }
}
