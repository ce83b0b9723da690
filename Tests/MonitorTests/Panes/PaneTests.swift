import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the panes beside the table: opening, sizing, zooming, remembering; and the graph of rates.
@Suite struct PaneTests {
  private static let second = Session.endpoint("10.0.0.2", 5_000)

  /// A minute of increasing traffic from two peers.
  private func session(_ columns: Int = 120, _ rows: Int = 35) -> Session {
    let session = Session(columns, rows, memory: 64 << 20)
    for second in 1...60 {
      for number in 0..<second * 3 {
        session.add(
          .incoming, Array(repeating: 0x61, count: second % 10), peer: number % 3 == 0 ? Self.second : Session.gbkPeer,
          time: Session.start + Int64(second) * 1_000_000_000 - 500_000_000)
      }
      session.deliver().tick(seconds: 1)
    }
    return session
  }

  @Test(arguments: [
    Size(columns: 300, rows: 100), Size(columns: 120, rows: 35), Size(columns: 80, rows: 24),
    Size(columns: 40, rows: 10),
  ])
  func `the rates are drawn at every size`(size: Size) {
    expectScreen(session(size.columns, size.rows).type("<^g>"), "rate-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [
    Size(columns: 300, rows: 100), Size(columns: 120, rows: 35), Size(columns: 80, rows: 24),
    Size(columns: 40, rows: 10),
  ])
  func `all panes at once are drawn at every size`(size: Size) {
    let session = session(size.columns, size.rows).type("P<^g><tab><enter>")
    expectScreen(session.type("r服务端"), "panes-\(size.columns)x\(size.rows)")
  }

  @Test func `the graph shows all peers or one`() {
    let session = session().type("<^g>")
    #expect(session.shows("─ received from all peers · 1 s a column"))
    #expect(session.shows(" 180 datagrams/s ") && session.shows("peak 180"))
    session.type("<down>")
    #expect(session.shows("─ received from 10.0.3.17:53412 ") && session.shows(" 120 datagrams/s "))
    session.type("<down>")
    #expect(session.shows("─ received from 10.0.0.2:5000 ") && session.shows(" 60 datagrams/s "))
    session.type("<up><up>")
    #expect(session.shows("─ received from all peers "))
    session.type("<enter>")
    #expect(session.shows("─ received from 10.0."))
    session.type("<esc>P<home><down><^g>")
    #expect(session.shows("─ received from 10.0.0.2:5000 "))
  }

  @Test func `the graph of one peer goes on as rows come and as time passes`() {
    let session = session().type("<^g><down><down>")
    session.add(.incoming, [0x61], peer: Self.second, time: Session.start + 60_500_000_000)
    session.deliver().tick(seconds: 1)
    #expect(session.shows(" 1 datagrams/s "))
    session.tick(seconds: 1)
    #expect(session.shows(" 0 datagrams/s "))
  }

  @Test func `Left and Right stretch the time`() {
    let session = session().type("<^g>")
    #expect(session.shows("-20 s"))
    session.type("<left><left>")
    #expect(session.shows("mean of 5 s a column") && session.shows("-1:40"))
    session.type("<right><right>")
    #expect(session.shows("1 s a column"))
  }

  @Test func `a pane becomes higher and lower, and the table with it`() {
    let session = session().type("P")
    let height = paneHeight(session)
    session.type("}}}")
    #expect(paneHeight(session) == height + 3)
    session.type("{{{{{")
    #expect(paneHeight(session) == height - 2)
    session.type("<tab>}")
    #expect(paneHeight(session) == height - 3)
    for _ in 0..<50 { session.type("{") }
    #expect(session.lines[1].contains("No.") && session.lines[3].contains("─ peers "))
    for _ in 0..<50 { session.type("}") }
    #expect(paneHeight(session) == 3)
  }

  /// The number of lines from the peers' title up to the status line.
  private func paneHeight(_ session: Session) -> Int {
    let lines = session.lines
    guard let first = lines.firstIndex(where: { $0.contains("─ peers ") }) else { return 0 }
    return lines.count - 2 - first
  }

  @Test func `what is open and how high is kept, and comes back`() {
    let session = Session(120, 35).receive("hi").type("P}")
    let kept = session.effects.compactMap { if case .savePanes(let panes) = $0 { panes } else { nil } }
    #expect(kept.first == PaneArrangement(open: [.peers]))
    #expect(kept.count == 2 && kept[1].heights[.peers] != nil)
    let later = Session(120, 35, configure: { $0.panes = kept[1] }).receive("hi").tick(seconds: 1)
    #expect(later.shows("─ peers · 1 ") && later.state.focus == .table)
    #expect(paneHeight(later) == paneHeight(session))
    #expect(later.takeEffects().isEmpty)
    let detail = Session(120, 35, configure: { $0.panes = PaneArrangement(open: [.detail, .rate]) }).receive("hi")
    #expect(detail.shows("─ detail of 1 ") && detail.shows("─ received from all peers "))
  }

  @Test func `q leaves with panes open that stay for the next run`() {
    let session = Session(120, 35).receive("hi").type("P<tab>q")
    #expect(session.takeEffects() == [.savePanes(PaneArrangement(open: [.peers])), .quit])
  }

  @Test func `Tab goes round all panes, from the top down`() {
    let session = Session(120, 50).receive("hi").type("P<^g><tab><enter>r")
    var seen: [Focus] = []
    for _ in 0..<5 { seen.append(session.type("<tab>").state.focus) }
    #expect(seen == [.table, .peers, .rate, .detail, .reply])
  }

  @Test func `what does not fit is given up, what has the keys last`() {
    let session = Session(80, 12).receive("hi").type("P<^g><tab>")
    #expect(session.state.focus == .table)
    let all = session.type("<enter>")
    #expect(all.shows("─ detail ") && all.shows("─ peers ") && !all.shows("─ received "))
    for _ in 0..<4 where session.state.focus != .rate { session.type("<tab>") }
    #expect(session.shows("─ received ") && session.shows("─ detail "))
  }

  @Test func `no two marks of the rates' scale say the same, however little comes`() {
    let session = Session(120, 35).receive("hello").tick(seconds: 1).type("<^g>")
    let marks = session.lines.compactMap { Int($0.prefix(10).filter { $0 != " " }) }
    #expect(marks == [1, 0])
  }

  @Test(arguments: [24, 30, 35])
  func `remembered panes leave the table six rows`(rows: Int) {
    let heights: [Pane: Int] = [.peers: 900, .detail: 900, .rate: 900]
    let openings: [Set<Pane>] = [[.detail], [.peers], [.peers, .detail], [.peers, .rate, .detail]]
    for open in openings {
      let session = Session(80, rows, configure: { $0.panes = PaneArrangement(open: open, heights: heights) })
      session.receive(count: 30).tick(seconds: 1)
      #expect(
        session.lines.filter { $0.contains(" datagram ") && $0.contains("‹") }.count >= 6, "\(open): \(session.lines)")
      #expect(
        session.shows("─ detail of ") == open.contains(.detail) && session.shows("─ peers ") == open.contains(.peers))
      if open.count < 3 { session.type("gr") }
      #expect(session.lines.filter { $0.contains("‹  10.") }.count >= 6, "\(open): \(session.lines)")
    }
  }

  @Test func `where the table has no row to give, the key says so, and the next one goes back at once`() {
    let session = Session(80, 24).receive(count: 30).type("P")
    for _ in 0..<30 { session.type("}") }
    #expect(session.message.contains("there is no more room: \\ gives a pane the whole screen"))
    let height = paneHeight(session)
    session.type("{")
    #expect(paneHeight(session) == height - 1)
  }
}
