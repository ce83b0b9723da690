import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests JSON in the detail.
@Suite struct DetailJSONTests {
  private let text = #"{"站":"北京","温度":23.5,"alarm":[],"log":[{"t":1,"msg":"服务端收到信息啦"},null]}"#

  @Test func `J lays JSON out, and shows the bytes again`() {
    let session = Session(100, 40).receive(text, as: .gb18030).type("<enter><tab>\\J")
    #expect(session.shows("JSON · 1–12 of 12 rows") || session.shows("JSON"))
    let start = session.lines.firstIndex(of: " {") ?? 0
    #expect(
      session.lines[start..<start + 12] == [
        " {", "   \"站\": \"北京\",", "   \"温度\": 23.5,", "   \"alarm\": [],", "   \"log\": [", "     {",
        "       \"t\": 1,", "       \"msg\": \"服务端收到信息啦\"", "     },", "     null", "   ]", " }",
      ])
    session.type("J")
    #expect(session.shows("0000  7b 22"))
  }

  @Test func `:json opens the detail, and the next datagram is laid out too`() {
    let session = Session(100, 24).receive("[1]").receive("[2]").type(":json<enter>")
    #expect(session.lines.contains("   2"))
    session.type("<up>")
    #expect(session.lines.contains("   1"))
  }

  @Test func `another row is shown from its beginning`() {
    let long = "[" + (1...60).map { "\($0)" }.joined(separator: ",") + "]"
    let session = Session(100, 24).receive(long).receive(long).receive("no").type(":json<enter><up><tab><end>")
    #expect(session.lines.contains("   60"))
    session.type("<tab><up>")
    #expect(session.lines.contains(" [") && !session.lines.contains("   60"))
    session.type("<tab><end><tab><down><down><up>")
    #expect(session.lines.contains(" ["))
  }

  @Test func `what is no JSON stays bytes, with the place and the reason`() {
    let session = Session(120, 24, configure: { $0.encodings.encodingForAll = .gbk }).receive("温度=23.5", as: .gbk)
    session.type("<enter><tab>J")
    #expect(session.message.contains("no JSON at 0x0000: a value is missing"))
    #expect(session.shows("─ detail of 1 ") && session.shows("· no JSON at 0x0000: a value is missing"))
    #expect(session.shows("0000  ce c2"))
    session.receive("[1]").type("<tab>G").type("J")
    #expect(!session.shows("no JSON"))
  }

  @Test func `what is cut off is laid out up to there, and the cursor goes to the place`() {
    let session = Session(100, 30, configure: { $0.encodings.encodingForAll = .gbk })
      .append(.incoming, Session.bytes(#"{"温":1,"b":"hal"#, as: .gbk), size: 900, isTruncated: true)
    session.type("<enter><tab>J")
    #expect(session.shows("JSON up to 0x000c: a string does not end"))
    #expect(session.lines.contains(#"   "b": "hal"#))
    #expect(session.type("J").shows("0x000c = 12"))
  }

  @Test func `long strings go on in the next row, and all of it can be scrolled to`() {
    let long = String(repeating: "服务端收到信息啦", count: 20)
    let session = Session(40, 20, configure: { $0.encodings.encodingForAll = .utf8 }).receive("{\"a\":\"\(long)\"}")
    session.type("<enter><tab>\\J")
    let rows = session.lines.filter { $0.contains("服") }
    #expect(rows.count > 8 && rows.allSatisfy { SafeText($0).width <= 40 && !$0.contains("…") })
    session.type("G")
    #expect(session.lines.contains(" }"))
    session.type("<pgup>")
    #expect(session.type("g").lines.contains(" {"))
  }

  @Test func `controls in it are shown as escapes, and bad bytes too`() {
    let session = Session(80, 24, configure: { $0.encodings.encodingForAll = .utf8 })
      .append(.incoming, Array("[\"\u{1b}[2J\u{202e}\",".utf8) + [0xff, 0x5d]).type("<enter>J")
    #expect(session.shows(#"   "\x1b[2J\u{202e}","#) && session.shows(#"   \xff]"#))
    for line in session.lines { #expect(!line.unicodeScalars.contains("\u{1b}")) }
  }

  @Test func `what was looked for stands out`() {
    let session = Session(80, 24).receive(#"{"state":"ready","n":1}"#).type("sready<enter><enter>J")
    let canvas = session.state.drawn()
    let row = canvas.lines.lastIndex { $0.contains("   \"state\": \"ready\"") } ?? 0
    #expect(canvas.styleRuns(row: row).contains { $0.columns == 13..<18 && $0.style.attributes.contains(.reverse) })
  }

  @Test(arguments: [String(repeating: "[", count: 65_507), "\"" + String(repeating: "\u{1}", count: 65_000) + "\""])
  func `the worst datagram is shown`(text: String) {
    let session = Session(80, 24).receive(text).type("<enter><tab>J")
    #expect(session.type("G<pgup>gj").shows("JSON"))
    session.update(.resized(Size(columns: 20, rows: 6))).update(.resized(Size(columns: 2_000, rows: 50)))
    #expect(session.lines.count == 50)
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `JSON is drawn at every size`(size: Size) {
    let session = Session(size.columns, size.rows).receive(text, as: .gb18030).type("<enter><tab>J<down>")
    expectScreen(session, "json-\(size.columns)x\(size.rows)")
  }
}
