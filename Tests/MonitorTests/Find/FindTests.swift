import DisplayFilter
import PayloadText
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests finding: the text is searched for while it is typed, in all rows, in slices.
@Suite struct FindTests {
  /// Thirty rows of three peers: `row 0` to `row 29`.
  private func session(_ columns: Int = 100, _ rows: Int = 24, files: Bool = false) -> Session {
    let session = Session(columns, rows) { settings in
      if files { (settings.files, settings.startsAtTop) = (["a.pcapng"], true) }
    }
    for number in 0..<30 {
      session.receive("row \(number)", from: Session.endpoint("10.0.0.\(number % 3 + 1)", 5_000))
    }
    return session.type("<enter>")
  }

  @Test func `find goes to the newest row that has what is typed so far, with the count`() {
    let session = session().type("srow 1")
    #expect(session.shows("detail of 20 ") && session.shows("11 of 11"))
    session.type("2")
    #expect(session.shows("detail of 13 ") && session.shows(" 1 of 1"))
    session.type("<backspace><backspace>2")
    #expect(session.shows("detail of 30 ") && session.shows("11 of 11"))
  }

  @Test func `in a file find goes forward from where one is`() {
    let session = session(files: true).type("srow 1")
    #expect(session.shows("detail of 2 ") && session.shows(" 1 of 11"))
    session.type("<enter>]")
    #expect(session.shows("detail of 11 ") && session.message.contains("2 of 11: row 1"))
    session.type("[[")
    #expect(session.shows("detail of 20 ") && session.message.contains("11 of 11, wrapped around to the last: row 1"))
    session.type("]")
    #expect(session.shows("detail of 2 ") && session.message.contains("1 of 11, wrapped around to the first: row 1"))
  }

  @Test func `in an inverted table find goes away from the newest row, and counts from the top`() {
    let session = session().type("IsROW 1<enter>")
    #expect(session.shows("detail of 20 ") && session.message.contains("1 of 11: ROW 1"))
    session.type("]")
    #expect(session.shows("detail of 19 ") && session.message.contains("2 of 11: ROW 1"))
  }

  @Test func `Esc goes back to where one was, and to what was looked for before`() {
    let session = session().type("srow 28<enter>").type(":10<enter>")
    let screen = session.lines[1..<20]
    session.type("srow 1")
    #expect(session.shows("detail of 2 "))
    session.type("<esc>")
    #expect(session.lines[1..<20] == screen)
    session.type("]")
    #expect(session.shows("detail of 29 ") && session.message.contains("1 of 1: row 28"))
    session.type("Gsrow 1<esc>")
    #expect(session.status.contains("FOLLOW"))
  }

  @Test func `the row where one is counts while typing, and Enter alone goes on`() {
    let session = session().type(":20<enter>srow 1")
    #expect(session.shows("detail of 20 "))
    session.type("<enter>s<enter>")
    #expect(session.shows("detail of 19 ") && session.message.contains("10 of 11: row 1"))
  }

  @Test func `F3 goes to the next one while typing`() {
    let session = session().type("srow 1<f3><f3>")
    #expect(session.shows("detail of 18 ") && session.shows(" 9 of 11") && session.state.focus == .find)
  }

  @Test func `F4 finds what a filter shows, with its mistakes and its history`() {
    let session = session().type("s<f4>peer 10.0.0.2 and size > 5")
    #expect(session.shows("find by filter peer 10.0.0.2 and size > 5"))
    #expect(
      session.shows("detail of 29 ") && session.shows("7 of 7") && session.shows("= peer host 10.0.0.2 and size > 5"))
    session.type(" and (<enter>")
    #expect(session.state.focus == .find && session.shows("detail of 30 "))
    session.type("<backspace><backspace><backspace><backspace><backspace><backspace><enter>")
    #expect(session.message.contains("7 of 7: peer 10.0.0.2 and size > 5"))
    #expect(session.takeEffects().contains(.saveHistory(.filter, line: "peer 10.0.0.2 and size > 5")))
    session.type("[")
    #expect(session.shows("detail of 26 ") && session.message.contains("6 of 7"))
    session.type("s<f4><up>")
    #expect(session.shows("find by filter peer 10.0.0.2 and size > 5"))
  }

  @Test func `matches of a regular expression stand out, in the table and beside the bytes`() {
    let session = session().receive("度=23.5 度=7").type("s<f4>/度=\\d+/<enter>")
    let canvas = session.state.drawn()
    let rows = session.lines.indices.filter { session.lines[$0].contains("度=23") }
    #expect(rows.count == 2, "\(session.lines)")
    for row in rows {
      // The selected row is reversed; its matches are reversed again.
      let runs = canvas.styleRuns(row: row).filter { $0.style.description.contains("yellow") }
      #expect(runs.map(\.columns.count) == [5, 4], "\(canvas.styleRuns(row: row))")
    }
  }

  @Test func `where an expression gave up is said with what was found`() {
    let session = session().receive(String(repeating: "a", count: 5_000) + "!").type("s<f4>/(a+)+[xy]/")
    #expect(session.shows("gave up at row 31"))
    session.type("<enter>")
    #expect(session.message.contains("gave up at row 31"), "\(session.message)")
  }

  @Test func `in a sorted table with very many matches the place is not made up, and that is said`() {
    let session = Session(160, 24, memory: 32 << 20)
    for _ in 0..<10_001 { session.add(.incoming, [0x61]) }
    session.deliver().type(">>>")
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("sa<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(
      session.message.contains("one of 10,001, too many to number in a sorted table: a"),
      "\(session.message)")
  }

  @Test func `a text that looks like a filter is a text`() {
    let session = session().receive("set port 5000 = on").type("sport 5000")
    #expect(session.shows("detail of 31 ") && session.shows(" 1 of 1"))
    session.type("<f4>")
    #expect(session.shows("30 of 30"))
    session.type("<f4>")
    #expect(session.shows(" 1 of 1"))
  }

  @Test func `a text that is nowhere is not found, and the view stays`() {
    let session = session().type(":10<enter>srow x")
    #expect(session.shows("detail of 10 ") && session.shows("not found"))
    session.type("<enter>")
    #expect(session.message.contains("not found: row x") && session.shows("detail of 10 "))
  }

  @Test func `a text that only hidden rows have is said to be there, and T shows them`() {
    let session = session().type("/peer 10.0.0.1<enter>srow 2<enter>")
    #expect(session.message.contains("3 of 3: row 2"))
    session.type("srow 29<enter>")
    #expect(session.message.contains("not among the rows shown; 1 in hidden rows: row 29 (T shows them)"))
    session.type("T]")
    #expect(session.shows("detail of 30 ") && session.message.contains("1 of 1: row 29"))
  }

  @Test func `a text that only cleared rows have, or rows since the freeze, is said to be there`() {
    let session = session().type("z").receive("new").type("srow 2<enter>")
    #expect(session.message.contains("not among the rows shown; 11 in cleared rows: row 2 (u brings them back)"))
    session.type("p").receive("later").type("slater<enter>")
    #expect(session.message.contains("not among the rows shown; 1 in rows after the freeze: later (p shows them)"))
  }

  @Test func `a table without rows is searched too`() {
    let session = session().type("/peer 9.9.9.9<enter>srow 29")
    #expect(session.shows("not among the rows shown; 1 in hidden rows"))
  }

  @Test func `a note is found, and no more when it is gone`() {
    let session = session().type(":10<enter>:note Look here<enter>G").type("slook<enter>")
    #expect(session.shows("detail of 10 ") && session.message.contains("1 of 1: look"))
    session.type(":note<enter>G[")
    #expect(session.message.contains("not found: look"))
    session.type(":5<enter>:note look again<enter>G[")
    #expect(session.shows("detail of 5 ") && session.message.contains("1 of 1: look"))
  }

  @Test func `a text is found in every peer's encoding, and again when another encoding is chosen`() {
    let peer = Session.endpoint("10.1.1.1", 1)
    let session = Session(100, 24).receive("服務開始", as: .big5, from: peer).receive("温度", as: .gb18030)
      .type("s服務<enter>")
    #expect(session.message.contains("1 of 1: 服務"))
    session.type("g").type("e<end><enter>]")
    #expect(session.message.contains("not found: 服務"))
  }

  @Test func `in a sorted table matches are counted and followed in its order`() {
    let session = session().type(":sort text<enter>gsrow 1<enter>")
    // Sorted by text: row 0, row 1, row 10, … row 19, row 2, …; upwards from the first row, the last match comes first.
    #expect(session.shows("detail of 20 "), "\(session.lines)")
    #expect(session.message.contains("11 of 11, wrapped around to the last: row 1"))
    session.type("]")
    #expect(session.shows("detail of 2 ") && session.message.contains("1 of 11, wrapped around to the first"))
    session.type("]")
    #expect(session.shows("detail of 11 ") && session.message.contains("2 of 11: row 1"))
  }

  @Test func `matches that come while find stands out are counted`() {
    let session = session().type("srow 1<enter>").receive("row 100").receive("row 7").type("[")
    #expect(session.message.contains("10 of 12: row 1"))
  }

  @Test func `finding among peers works while typing, with the count, and Esc goes back`() {
    let session = session().type("<esc>P").tick(seconds: 2)
    let selected = session.state.peers.list.selected
    session.type("s0.0.2")
    #expect(session.shows(" 1 of 1") && session.state.peers.list.selected?.address == IPAddress("10.0.0.2"))
    session.type("<esc>")
    #expect(session.state.peers.list.selected == selected)
    session.type("s10.0.0<enter>")
    #expect(session.message.contains(" of 3: 10.0.0"))
  }

  // MARK: Slices

  @Test func `a million rows are looked through in bounded slices, and keys are taken in between`() {
    let session = Session(100, 24, memory: 256 << 20)
    for number in 0..<1_000_000 { session.add(.incoming, number % 1_000 == 7 ? [0x78, 0x79] : [0x61]) }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("sx")
    // The newest match is in the chunk that is judged first, however long the counting takes.
    #expect(session.state.table.viewport.selected == 999_008)
    #expect(session.state.wantsMoreTime && session.shows("found, counting, "))
    var (slices, most) = (0, 0)
    var judged = session.state.finding.run?.judged ?? 0
    while session.state.wantsMoreTime, slices < 1_000 {
      session.update(.work)
      let now = session.state.finding.run?.judged ?? 0
      most = max(most, now - judged)
      judged = now
      slices += 1
      if slices == 2 {
        session.type("y")
        judged = 0
      }
    }
    #expect(judged == 1_000_000 && most <= FilterBudget.slice.rows)
    #expect(slices >= 1_000_000 / FilterBudget.slice.rows)
    #expect(session.shows("1,000 of 1,000"))
    session.type("<enter>")
    #expect(session.message.contains("1,000 of 1,000: xy"))
    session.type("[")
    #expect(session.message.contains("999 of 1,000: xy") && session.state.table.viewport.selected == 998_008)
  }

  @Test func `what is said of a long search is brought up to date until all is counted`() {
    let session = Session(100, 24, memory: 64 << 20)
    for _ in 0..<20_000 { session.add(.incoming, [UInt8](repeating: 0x61, count: 900)) }
    session.add(.incoming, [0x78])
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("sx<enter>")
    #expect(session.message.contains("found, counting, "))
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.message.contains("1 of 1: x"))
    session.type("sq<enter>")
    #expect(session.message.contains("searching, ") && session.message.contains("^C stops"))
    session.type("<^c>")
    #expect(session.message.contains("stopped searching") && !session.state.wantsMoreTime)
  }

  // MARK: Esc

  @Test func `Esc at the table ends the find first, then clears the filter, and u brings it back`() {
    let session = session(120).type("<esc>").type("/peer 10.0.0.1<enter>srow 2<enter>")
    #expect(session.state.finding.isHighlighted)
    session.type("<esc>")
    #expect(!session.state.finding.isHighlighted && session.lines[0].contains("peer host 10.0.0.1"))
    session.tick(seconds: 20)
    #expect(session.lines[23].contains("Esc Clear filter"))
    session.type("<esc>")
    #expect(session.message.contains("filter cleared, all rows are shown: u brings it back"))
    #expect(!session.lines[0].contains("peer host 10.0.0.1"))
    session.type("u")
    #expect(session.lines[0].contains(" peer host 10.0.0.1   10 of 30"))
    session.type("<esc><esc>")
    #expect(session.message.contains("q or F10 quits") && session.takeEffects().isEmpty == false)
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 35)])
  func `the footer names the key that clears the filter at every size`(columns: Int, rows: Int) {
    let session = session(columns, rows).type("<esc>").type("/row 2<enter>").tick(seconds: 20)
    #expect(session.message.contains("Esc Clear filter"), "\(session.message)")
  }

  @Test func `q closes what is open and quits, but clears no filter`() {
    let session = session().type("/port 5000<enter>q")
    #expect(!session.effects.contains(.quit))
    session.type("q")
    #expect(session.effects.contains(.quit) && session.lines[0].contains("port 5000"))
  }
}
