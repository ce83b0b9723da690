import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the cursor in the detail.
@Suite struct DetailCursorTests {
  @Test func `what is under the cursor goes on in the lines that the bytes leave empty`() {
    let session = Session(80, 24).append(.incoming, [0x41, 0x48, 0xf5, 0xc3, 0x40, 0x49, 0x0f, 0xdb]).type(
      "<up><enter><tab>")
    for word in [
      "u8 65", "bits 01000001", "le16 ", "be16 ", "le32 ", "be32 ", "lef32 ", "bef32 12.56", "le64 ", "be64 ",
    ] {
      #expect(session.shows(word), "\(word)")
    }
    #expect(!session.lines.contains { $0.contains("le32") && $0.hasSuffix("…") })
  }

  @Test func `where bytes fill the pane the cursor has one line`() {
    let session = Session(80, 24).append(.incoming, Array(0...255)).type("<up><enter><tab>")
    #expect(session.lines.filter { $0.contains("u8 ") || $0.contains("le64 ") }.count == 1)
  }

  private let text = "温度=23.5 服务端收到信息啦"

  private func session(_ text: String, as encoding: TextEncoding, _ columns: Int = 120, _ rows: Int = 24) -> Session {
    let session = Session(columns, rows, configure: { $0.encodings.encodingForAll = encoding })
    return session.receive(text, as: encoding).type("<enter><tab>")
  }

  /// The reversed text in the detail below its title, from left to right and top to bottom.
  private func marked(_ session: Session) -> [String] {
    let canvas = session.state.drawn()
    let top = canvas.lines.firstIndex { $0.contains("─ detail of") } ?? 0
    return (top + 1..<canvas.size.rows - 2).flatMap { row in
      canvas.styleRuns(row: row).filter { $0.style.attributes.contains(.reverse) }.map { run in
        String(
          String.UnicodeScalarView(run.columns.map { canvas[$0, row] }.filter { $0.kind != .wideEnd }.map(\.base)))
      }
    }
  }

  @Test func `the byte under the cursor and its character are marked, and told`() {
    let session = session(text, as: .gbk)
    #expect(marked(session) == ["ce", "温"])
    #expect(
      session.shows(" 0x0000 = 0  ce c2 温 U+6E29  u8 206/-50  bits 11001110  le16 49870/-15666  be16 52930/-12606"))
    session.type("<right>")
    #expect(marked(session) == ["c2", "温"])
    #expect(session.shows("0x0001 = 1  ce c2 温 U+6E29  u8 194/-62"))
    session.type("l")
    #expect(marked(session) == ["b6", "度"])
    session.type("hhhh")
    #expect(marked(session) == ["ce", "温"])
  }

  @Test func `all bytes of the character stand out, in the next row too`() {
    let session = session("123456789012345好x", as: .utf8, 80, 24).type("<down><left>")
    #expect(marked(session) == ["e5", "好"])
    session.type("l")
    #expect(marked(session) == ["好", "a5"])
    let canvas = session.state.drawn()
    let accents = (0..<24).flatMap { row in
      canvas.styleRuns(row: row).filter { $0.style.attributes.contains(.underline) && row > 5 }.map { _ in
        canvas.line(row)
      }
    }
    #expect(accents.count == 3)
  }

  @Test(arguments: [
    ("<^right>", "b6", "度"), ("<^right><^right><^right>", "32", "2"), ("<right><^left>", "ce", "温"),
    ("<^right><^left>", "ce", "温"), ("G<^right>", "b2", "啦"), ("<end><^left><^left>", "cf", "息"),
    ("<^left>", "ce", "温"),
  ])
  func `a character at a time`(keys: String, byte: String, character: String) {
    #expect(marked(session(text, as: .gbk).type(keys)) == [byte, character])
  }

  @Test(arguments: [
    (TextEncoding.gb18030, "㐀x", "<right><right>", "ee", "㐀", "81 39 ee 39 㐀 U+3400"),
    (.utf16LE, "a😀", "<right><right><right>", "d8", "😀", "3d d8 00 de 😀 U+1F600"),
    (.utf8, "é", "<right>", "a9", "é", "c3 a9 é U+00E9"), (.windows1251, "Да", "l", "e0", "а", "e0 а U+0430"),
    (.hex, "7e 01 05", "l", "01", ".", "01 \\x01 U+0001"), (.hex, "7e", "", "7e", "~", "7e ~ U+007E"),
  ])
  func `every encoding has its characters`(
    encoding: TextEncoding, text: String, keys: String, byte: String, character: String, told: String
  ) {
    let session = session(text, as: encoding).type(keys)
    #expect(marked(session) == [byte, character])
    #expect(session.shows(told))
  }

  @Test func `a bad byte is no character`() {
    let session = Session(120, 24, configure: { $0.encodings.encodingForAll = .utf8 }).append(
      .incoming, [0x61, 0xff, 0x62])
    #expect(session.type("<enter><tab><right>").shows("0x0001 = 1  ff no character  u8 255/-1"))
  }

  @Test func `up and down keep the column, over a short last row too`() {
    let session = Session(80, 24).append(.incoming, Array(0..<20)).type("<enter><tab>llllll<down>")
    #expect(session.shows("0x0013 = 19"))
    #expect(session.type("<down><up>").shows("0x0006 = 6"))
    #expect(session.type("<up>").shows("0x0006 = 6"))
  }

  @Test func `pages, halves and ends move the cursor and the view`() {
    let session = Session(80, 24).append(.incoming, [UInt8](repeating: 0x2e, count: 65_507)).type("<enter><tab>")
    #expect(session.shows("1–6 of 4,095") && session.shows("0x0000 = 0"))
    session.type("<pgdn>")
    #expect(session.shows("6–11/4,095") && session.shows("0x0050 = 80"))
    session.type("<^d><^u><pgup>")
    #expect(session.shows("1–6 of 4,095") && session.shows("0x0000 = 0"))
    session.type("<end>")
    #expect(session.shows("4,090–4,095/4,095") && session.shows("0xffe2 = 65506"))
    session.update(.resized(Size(columns: 140, rows: 30)))
    #expect(session.shows("of 2,048 rows") && session.shows("0xffe2 = 65506"))
    session.type("<home><up><left><pgup>")
    #expect(session.shows("0x0000 = 0"))
  }

  @Test func `a shorter datagram has the cursor on its last byte, and an empty one has none`() {
    let session = Session(100, 24).append(.incoming, []).append(.incoming, [1, 2, 3]).append(.incoming, Array(0..<100))
    session.type("<enter><tab><end><tab><up><tab>")
    #expect(session.shows("0x0002 = 2"))
    session.type("<tab><up><tab><left><right><^left><^right><pgdn>G")
    #expect(!session.shows("0x00"))
    session.type("<tab><down><down><tab>")
    #expect(session.shows("0x0063 = 99"))
  }

  @Test func `a truncated payload ends where what was kept ends`() {
    let session = Session(100, 24).append(.incoming, Array("cut off".utf8), size: 9_000, isTruncated: true)
    #expect(session.type("<enter><tab>G<right>").shows("0x0006 = 6  66 f U+0066"))
  }

  @Test func `where the pane is low, its rule tells the place`() {
    let session = Session(40, 10).receive(text, as: .gbk).type("<enter><tab>l")
    #expect(session.lines.contains { $0.contains("─ detail of 1") && $0.contains("0x0001") })
  }

  @Test func `a click puts the cursor on a byte, and on the character beside it`() throws {
    let session = session(text, as: .gbk)
    let row = try #require(session.lines.firstIndex { $0.contains("ce c2 b6 c8") })
    let line = session.lines[row]
    func click(_ text: String, plus: Int = 0) throws {
      let place = try #require(line.firstRange(of: text)).lowerBound
      let column = SafeText(String(line[..<place])).width + plus
      session.update(.key(.mouse(.click, at: Position(column: column, row: row))))
    }
    try click("b6 c8")
    #expect(marked(session) == ["b6", "度"])
    try click("服务", plus: 3)
    #expect(marked(session) == ["ce", "务"])
    session.update(.key(.mouse(.click, at: Position(column: 119, row: row))))
    #expect(marked(session) == ["ce", "务"])
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the cursor is drawn at every size`(size: Size) {
    let session = session(text, as: .gbk, size.columns, size.rows).type("<down>l")
    expectScreen(session, "cursor-\(size.columns)x\(size.rows)")
  }
}
