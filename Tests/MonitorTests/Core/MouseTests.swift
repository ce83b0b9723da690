import Monitor
import TerminalUI
import Testing

@Suite struct MouseTests {
  private func click(_ session: Session, _ column: Int, _ row: Int) {
    session.update(.key(.mouse(.click, at: Position(column: column, row: row))))
  }

  @Test func `a click selects a row and gives the pane the keys`() {
    let session = Session(80, 24).receive(count: 5).type("<enter>")
    click(session, 10, 3)
    session.type("yt")
    #expect(session.takeEffects().last == .copy(.text, rows: [2]))
    let detail = session.lines.firstIndex { $0.contains("─ detail of") } ?? 0
    click(session, 10, detail + 1)
    #expect(session.state.focus == .detail)
    click(session, 10, 15)
    #expect(session.lines.count == 24)
  }

  @Test func `a click on a heading sorts, another one turns the order round`() throws {
    let session = Session(80, 24).receive("ccc").receive("a").receive("bb")
    let size = try #require(session.lines[1].firstRange(of: "Size")).lowerBound
    let column = session.lines[1].distance(from: session.lines[1].startIndex, to: size)
    click(session, column, 1)
    #expect(session.lines[2].hasSuffix("  a"))
    click(session, column, 1)
    #expect(session.lines[2].hasSuffix("  ccc"))
  }

  @Test func `a click selects a peer, and one on a heading sorts the peers`() throws {
    let session = Session(100, 30).receive(count: 3, from: Session.gbkPeer).receive(count: 1, from: Session.deadPeer)
    session.type("P").tick(seconds: 1).type("<tab>")
    let top = try #require(session.lines.firstIndex { $0.contains("─ peers") })
    #expect(session.state.focus == .table)
    click(session, 5, top + 3)
    #expect(session.state.focus == .peers)
    session.type("r")
    #expect(session.shows("reply to 10.0.9.9:4000"))
    session.type("<esc>")
    let address = session.lines[top + 2].contains("10.0.3.17")
    click(session, 3, top + 1)
    #expect(session.shows("by address") && address)
    let order = session.lines[top + 2]
    click(session, 3, top + 1)
    #expect(session.lines[top + 2] != order)
    click(session, 3, top + 12)
    #expect(session.lines.count == 30)
  }

  @Test func `the wheel scrolls what is under the pointer`() {
    let session = Session(80, 24).receive(count: 100)
    session.update(.key(.mouse(.wheelUp, at: Position(column: 5, row: 5))))
    #expect(session.status.contains("PAUSED"))
    #expect(!session.shows("datagram 99"))
    session.type("?")
    let help = session.lines
    session.update(.key(.mouse(.wheelDown, at: Position(column: 5, row: 5))))
    #expect(session.lines != help)
  }

  @Test func `a click on the footer runs the command`() throws {
    let session = Session(80, 24).receive(count: 3)
    let place = try #require(session.lines[23].firstRange(of: "F4 Filter")).lowerBound
    click(session, session.lines[23].distance(from: session.lines[23].startIndex, to: place) + 4, 23)
    #expect(session.state.focus == .filter)
    click(session, 0, 0)
    click(session, 79, 23)
    #expect(session.state.focus == .filter)
  }

  @Test(arguments: [(0, 0), (1, 1), (19, 4), (2_000, 500)])
  func `no place and no size makes a click a danger`(columns: Int, rows: Int) {
    let session = Session(columns, rows).receive(count: 3)
    for place in [(0, 0), (columns - 1, rows - 1), (9_998, 9_998)] {
      for action in [MouseAction.click, .wheelUp, .wheelDown] {
        session.update(.key(.mouse(action, at: Position(column: place.0, row: place.1))))
      }
    }
    #expect(session.lines.count == rows)
  }
}
