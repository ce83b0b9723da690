import Monitor
import TerminalUI
import Testing
import UDPCore

@Suite struct ColumnTests {
  private func session(
    _ columns: Int = 120, _ rows: Int = 10, configure: (inout MonitorSettings) -> Void = { _ in }
  ) -> Session {
    let session = Session(columns, rows, configure: configure)
    session.receive("one").append(.outgoing, Array("two".utf8))
    return session.update(.interfaces(InterfaceNames([2: "eth0"])))
  }

  @Test func `columns are chosen by name, in that order, with widths`() {
    let session = session().type(":columns size peer:12 number text<enter>")
    #expect(session.lines[1] == " Size  Peer          No.  Text")
    #expect(session.lines[2].hasPrefix("    3  10.0.…:53412    1  one"))
  }

  @Test func `every column can be shown`() {
    let session = session(250).type(":note look here<enter>G:columns ")
    for name in Column.names { session.type(name + " ") }
    session.type("<enter>")
    for heading in ["No.", "Time", "Delta", "Source", "Destination", "Peer", "Local", "Size", "Enc", "Iface", "Note"] {
      #expect(session.lines[1].contains(heading), "\(heading)")
    }
    #expect(session.lines[1].hasSuffix("Text"))
    #expect(session.lines[3].contains("+0.007000"))
    #expect(session.lines[3].contains("eth0"))
    #expect(session.lines[3].contains("look here"))
    expectScreen(session, "columns-250x10")
  }

  @Test func `columns are added, left out and put back`() {
    let session = session().type(":columns +interface -size<enter>")
    #expect(session.lines[1].contains("Iface  Text"))
    #expect(!session.lines[1].contains("Size"))
    session.type(":columns default<enter>")
    #expect(session.lines[1].contains("Size") && !session.lines[1].contains("Iface"))
    session.type(":columns<enter>")
    #expect(session.shows(": columns number time direction source destination size encoding text"))
  }

  @Test(arguments: [120, 80, 60])
  func `a note's column stays when there is a note`(columns: Int) {
    let session = session(columns).type(":columns +note<enter>")
    #expect(session.lines[1].contains("Note"))
    session.type(":note call them back tomorrow morning<enter>").receive("温度=23.5 湿度=61%")
    #expect(session.lines[1].contains("Note") && session.shows("call"), "\(session.lines[1])")
    #expect(session.lines[4].contains("温度=23.5"))
  }

  @Test func `the heading says how many chosen columns have no room`() {
    let session = session(80).type(":columns +note +interface +local<enter>:note look here<enter>G")
    #expect(session.lines[1].hasSuffix(" +3 cols"))
    session.update(.resized(Size(columns: 200, rows: 10)))
    #expect(!session.lines[1].contains("cols") && session.lines[1].contains("Iface"))
    #expect(!self.session(40).lines[1].contains("col"))
    session.type(":sort size<enter>").tick(seconds: 1).type("<up>").receive("x").update(
      .resized(Size(columns: 80, rows: 10)))
    #expect(session.lines[1].hasSuffix(" +3 cols  +1 unsorted"))
  }

  @Test(arguments: [40, 44, 60, 80])
  func `one peer with a long address takes the Source column from nobody`(columns: Int) {
    let session = Session(columns, 10).receive("short", from: Session.endpoint("10.0.3.17", 4_000))
    session.receive("long", from: Session.endpoint("2001:db8:1234:5678:9abc:def0:1234:5678", 53_412))
    session.receive("wide", from: Session.endpoint("192.168.100.100", 53_412))
    #expect(session.lines[1].contains("Source"), "\(session.lines[1])")
    #expect(session.lines[2].contains("10.0.3.17:4000") && session.lines[2].contains("short"))
    #expect(
      session.lines[3].contains("[2001:") && session.lines[3].contains(":53412") && session.lines[3].contains("long"))
    #expect(session.lines[4].contains("192.168.100.100:53412") && session.lines[4].contains("wide"))
  }

  @Test func `one peer with a long address takes the Destination column from nobody in a wide window`() {
    let session = session(120)
    let heading = session.lines[1]
    session.receive("far", from: Session.endpoint("fd12:3456:789a:bcde:f012:3456:789a:bcde", 54_321))
    #expect(heading.contains("Destination") && session.lines[1].contains("Destination"))
    #expect(session.lines.contains { $0.contains("…") && $0.contains("]:54321") && $0.contains("far") })
  }

  @Test func `the text stays the last`() {
    #expect(session().type(":columns text size<enter>").lines[1] == " Size  Text")
  }

  @Test(arguments: [
    ("colour", "no such column and no such field; the columns are number"),
    ("size:0", "a width is a number from 1 to 500"),
    ("text:9", "text takes the rest of the line"),
    ("-text -number -time -direction -source -destination -size -encoding", "at least one column must stay"),
  ])
  func `a mistake in the columns says what there is and changes nothing`(words: String, reason: String) {
    let session = session()
    let before = session.lines[1]
    session.type(":columns \(words)<enter>")
    #expect(session.shows(reason))
    #expect(session.lines[1] == before)
    #expect(session.state.focus == .command)
  }

  @Test func `Tab completes the names of columns`() {
    let session = session().type(":col<tab>dir<tab>so<tab>")
    #expect(session.shows(": columns direction source"))
    session.type("d<tab>")
    #expect(session.shows("delta destination"))
    session.type("<^u>columns +<tab>")
    #expect(session.shows("+delta +peer +local +interface +host +proto +rtt +answer +note"))
    session.type("i<tab><enter>")
    #expect(session.lines[1].contains("Iface"))
  }

  @Test func `settings choose columns and widths`() {
    let session = session {
      $0.columns.shown = [.size, .text, .number]
      $0.columns.widths = [.size: 8]
    }
    #expect(session.lines[1] == "     Size  No.  Text")
  }

  @Test(arguments: [120, 80, 60, 40, 20, 8])
  func `what a narrow window gives up keeps the rest readable`(columns: Int) {
    let session = session(columns).type(":columns +interface +peer +note +delta<enter>")
    for line in session.lines { #expect(line.unicodeScalars.count <= columns) }
    if columns >= 20 { #expect(session.lines[2].contains("one")) }
  }

  @Test func `a note is shown in the text, in its column and in the detail, and goes`() {
    let session = session().type("<up>:note check  this<enter>")
    #expect(session.lines[2].hasSuffix("[check  this] one"))
    #expect(session.message.contains("added a note to row 1"))
    session.type("<enter>")
    #expect(session.shows("check  this"))
    session.type("<esc>:columns +note<enter>")
    #expect(session.lines[2].hasSuffix("check  this  one"))
    session.type(":note<enter>")
    #expect(!session.shows("check  this  one"))
    #expect(session.message.contains("removed the note on row 1"))
    session.type(":note<enter>")
    #expect(session.message.contains("there is no note on row 1"))
  }

  @Test func `m says what it marked and that the next row is selected, and a note goes to the marked row`() {
    let session = Session(100, 12).receive(count: 5)
    session.type(":2<enter>m")
    #expect(session.message.hasPrefix(" row 2 is marked; now on row 3 "))
    session.type(":note look")
    #expect(session.shows("write a note on row 2, which was just marked"))
    session.type("<enter>")
    #expect(session.message.contains("added a note to row 2") && session.lines[3].contains("[look] datagram 1"))
    session.type("m")
    #expect(session.message.contains("row 3 is marked; now on row 4"))
    session.type("<down><up>:note here<enter>")
    #expect(session.message.contains("added a note to row 4"))
    session.type(":3<enter>m")
    #expect(session.message.contains("row 3 is no longer marked; now on row 4"))
    session.type(":note there<enter>")
    #expect(session.message.contains("added a note to row 4"))
    session.type(":5<enter>m")
    #expect(session.message.hasPrefix(" row 5 is marked "))
  }

  @Test func `m in the detail marks the row and leaves the cursor where it is`() {
    let session = Session(120, 24).receive("a text of more than one row of bytes, as it comes").type(
      "<up><enter><tab>m")
    #expect(
      session.message.hasPrefix(" row 1 is marked ") && session.shows("0x0000 = 0") && session.lines[2].hasPrefix("*"))
  }

  @Test func `the keys for marks go from one marked row to the next and round`() {
    let session = Session(80, 10).receive(count: 50).type(":10<enter>m:20<enter>m:30<enter>")
    session.type("'")
    #expect(session.message.contains("the first marked row again"))
    #expect(session.shows("*  10") || session.shows("* 10"))
    session.type("'")
    #expect(session.shows("20  "))
    session.type("\"\"")
    #expect(session.message.contains("the last marked row again"))
  }

  @Test func `what was found stands out in the text and in the detail until Esc`() throws {
    let session = Session(80, 20).receive("say Hello hello").receive("nothing").type("shello<enter>")
    func matches(_ row: Int) -> [Range<Int>] {
      session.state.drawn().styleRuns(row: row).filter {
        $0.style.description.contains("bold") && $0.style.description.contains("yellow")
      }.map(\.columns)
    }
    #expect(matches(2).count == 2)
    #expect(matches(3).isEmpty)
    session.type("l")
    #expect(matches(2).count == 2)
    session.type("h<enter>")
    let detail = try #require(session.lines.firstIndex { $0.contains("0000  73 61 79") })
    #expect(matches(detail).count == 2)
    session.type("<esc><esc>")
    #expect(matches(2).isEmpty)
    #expect(session.state.focus == .table)
  }
}
