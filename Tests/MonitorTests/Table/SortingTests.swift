import PayloadText
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

@Suite struct SortingTests {
  @Test func `numbers of rows that are ages apart are kept too`() {
    var numbers = RowNumbers()
    let all: [UInt64] = [3, 4, 9, 1 << 32 + 2, 1 << 32 + 9, 1 << 50, 1 << 50 + 1, .max]
    all.forEach { numbers.append($0) }
    #expect((0..<numbers.count).map { numbers[$0] } == all && numbers.last == .max)
    #expect(all.map { numbers.slot(of: $0) } == Array(all.indices))
    #expect([0, 5, 10, 1 << 49].map { numbers.slot(of: $0) } == [0, 2, 3, 5])
    #expect(RowNumbers().slot(of: 1) == 0 && RowNumbers().last == nil)
  }

  @Test func `a sorted view that is let go has what came meanwhile sorted into it`() {
    let session = Session(100, 24).receive("bbb").receive("dd").type(":sort size<enter>").tick(seconds: 1)
    session.type("<up>p").receive("a").receive("cccc").tick(seconds: 2)
    #expect(session.status.contains("FROZEN") && session.status.contains("+2 new"))
    session.type("p").tick(seconds: 0.1).update(.work)
    #expect(session.status.contains("PAUSED") && !session.status.contains("new"))
    #expect(!session.shows("unsorted"))
    #expect(session.lines[2...5].map { String($0.suffix(1)) } == ["a", "d", "b", "c"])
  }

  /// Rows of different sizes from different peers.
  private func session(_ columns: Int = 100, _ rows: Int = 24) -> Session {
    let session = Session(columns, rows)
    for (text, peer) in [("pear", 3), ("fig", 1), ("banana", 10), ("apple", 2)] {
      session.receive(text, from: Session.endpoint("10.0.0.\(peer)", 5_000))
    }
    return session
  }

  /// The texts of the rows on the screen.
  private func texts(_ session: Session) -> [String] {
    session.lines.dropFirst(2).prefix { !$0.isEmpty }.map { String($0.split(separator: " ").last ?? "") }
  }

  @Test(arguments: [
    ("size", ["fig", "pear", "apple", "banana"]), ("text", ["apple", "banana", "fig", "pear"]),
    ("source", ["fig", "apple", "pear", "banana"]), ("peer", ["fig", "apple", "pear", "banana"]),
    ("time", ["pear", "fig", "banana", "apple"]), ("direction", ["pear", "fig", "banana", "apple"]),
    ("number", ["pear", "fig", "banana", "apple"]), ("encoding", ["pear", "fig", "banana", "apple"]),
    ("interface", ["pear", "fig", "banana", "apple"]), ("local", ["pear", "fig", "banana", "apple"]),
  ])
  func `rows are sorted by any column, equal ones in order of arrival`(column: String, expected: [String]) {
    let session = session().type(":sort \(column)<enter>")
    #expect(texts(session) == expected)
    session.type("I")
    #expect(texts(session) == expected.reversed())
    session.type("I")
    #expect(texts(session) == expected)
  }

  @Test func `the text column sorts by the decoded text`() {
    let session = Session(100, 24)
    session.receive("乙", as: .utf8).receive("甲", as: .gb18030, from: Session.endpoint("10.0.0.2", 1))
      .receive("丙", as: .big5, from: Session.endpoint("10.0.0.3", 1)).receive("a").type(":sort text<enter>")
    let sorted = texts(session)
    #expect(sorted.first == "a")
    #expect(sorted.count == 4)
    #expect(sorted == sorted.sorted { $0.unicodeScalars.first!.value < $1.unicodeScalars.first!.value })
  }

  @Test func `texts that are long and nearly equal are told apart, equal ones stay in order of arrival`() {
    let session = Session(100, 24)
    let stem = String(repeating: "x", count: 100)
    for end in ["b", "a", "", "b", "c", "a"] { session.receive(stem + end, from: Session.endpoint("10.0.0.1", 1)) }
    session.type(":sort text<enter>:columns number text<enter>")
    let numbers = session.lines.dropFirst(2).prefix(6).map { $0.split(separator: " ")[0] }
    #expect(numbers == ["3", "2", "6", "1", "4", "5"])
  }

  @Test func `the greater and smaller sign step through the columns, and the heading shows which`() {
    let session = session().type(">")
    #expect(session.lines[1].contains("Time▴"))
    session.type("><<<<")
    #expect(!session.lines[1].contains("▴"))
    session.type("<<")
    #expect(session.lines[1].contains("Text▴"))
    session.type("I")
    #expect(session.lines[1].contains("Text▾"))
    #expect(session.message.contains("sorted by text, largest first"))
    let plain = Session(100, 24, configure: { $0.isASCII = true }).receive("a").type(":sort size<enter>")
    #expect(plain.lines[1].contains("Size^"))
    #expect(plain.type("I").lines[1].contains("Sizev"))
  }

  @Test func `F6 lists the columns`() {
    let session = session().type("<f6>s<enter>")
    #expect(session.message.contains("sorted by source"))
    session.type("<f6>ss<enter>")
    #expect(session.message.contains("sorted by source"))
    session.type("<f6><home><enter>")
    #expect(session.message.contains("in order of arrival"))
    session.type("<f6><esc>")
    #expect(session.state.focus == .table)
  }

  @Test func `a column that does not exist is named`() {
    let session = session().type(":sort colour<enter>")
    #expect(session.shows("no such column and no such field; the columns are number"))
    session.type("<esc>:sort delta<enter>")
    #expect(session.shows("delta depends on the order of the rows: sort by time"))
    session.type("<esc>:sort s<tab>")
    #expect(session.shows("source size"))
  }

  @Test func `rows that come since stand behind in order of arrival, until they are sorted a second later`() {
    let session = session().type(":sort size<enter>").tick(seconds: 0.1)
    session.receive("a").receive("cherry tomato")
    #expect(texts(session) == ["fig", "pear", "apple", "banana", "a", "tomato"])
    #expect(session.lines[1].hasSuffix("+2 unsorted"))
    session.tick(seconds: 1).receive("b")
    #expect(texts(session) == ["a", "fig", "pear", "apple", "banana", "tomato", "b"])
    #expect(session.lines[1].hasSuffix("+1 unsorted"))
    session.tick(seconds: 1).update(.work)
    #expect(texts(session) == ["a", "b", "fig", "pear", "apple", "banana", "tomato"])
    #expect(!session.shows("unsorted"))
    session.receive("c").tick(seconds: 1)
    #expect(session.state.wantsMoreTime)
    session.update(.work)
    #expect(texts(session).first == "a" && texts(session)[2] == "c")
  }

  @Test func `a view that stands still is not sorted under the eyes`() {
    let session = session().type(":sort size<enter>g")
    let before = texts(session)
    session.tick(seconds: 5).receive("a").tick(seconds: 5).update(.work)
    #expect(texts(session) == before + ["a"])
    #expect(session.lines[1].hasSuffix("+1 unsorted"))
    session.type("G").tick(seconds: 1).update(.work)
    #expect(texts(session).first == "a")
  }

  @Test func `the newest first needs no sorting and follows at the top`() {
    let session = Session(80, 10).receive(count: 100).type("I")
    #expect(session.lines[1].contains("No.▾") || session.lines[1].contains("N▾") || session.lines[1].contains("▾"))
    #expect(session.lines[2].contains("datagram 99"))
    session.receive(count: 1)
    #expect(session.lines[2].contains(" 101 "))
    session.type("j")
    #expect(session.status.contains("PAUSED"))
    session.receive(count: 1)
    #expect(session.lines[2].contains(" 101 "))
    session.type("G")
    #expect(session.lines[7].contains("  1  "))
    session.type("g")
    #expect(session.status.contains("FOLLOW"))
    #expect(session.lines[2].contains(" 102 "))
  }

  @Test func `moving, finding and filtering keep to the order`() {
    let session = session().type(":sort size<enter>gj")
    session.type(":columns text<enter>sa<enter>")
    // Above pear no other row contains an a, so the search wraps around to the last row.
    #expect(session.message.contains("found from the last row on") || session.status.contains("PAUSED"))
    session.type("<esc>/size > 3<enter>")
    #expect(texts(session) == ["pear", "apple", "banana"])
    session.type("T")
    #expect(texts(session) == ["fig", "pear", "apple", "banana"])
    session.type("z")
    #expect(texts(session).first != "fig")
    session.type("u")
    #expect(texts(session) == ["fig", "pear", "apple", "banana"])
  }

  @Test func `the selected row stays selected and in sight when the order changes`() {
    let session = Session(80, 10)
    for number in 0..<100 { session.receive(String(repeating: "x", count: 100 - number)) }
    session.type(":50<enter>:sort size<enter>")
    #expect(session.shows(" 50  21:07"))
    session.type("I")
    #expect(session.shows(" 50  21:07"))
    session.type("<f6><home><enter>")
    #expect(session.shows(" 50  21:07"))
  }

  @Test func `a large log is sorted in slices, and the screen says how far it is`() {
    let session = Session(80, 10, memory: 64 << 20)
    for number in 0..<60_000 { session.add(.incoming, Array("\(number * 7_919 % 60_000)".utf8)) }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.type(":sort text<enter>")
    #expect(session.lines[1].contains("sorting "))
    var slices = 0
    while session.state.wantsMoreTime {
      session.update(.work)
      slices += 1
    }
    #expect(slices > 3)
    #expect(!session.lines[1].contains("sorting "))
    session.type("g")
    #expect(session.lines[2].hasSuffix("  0"))
    #expect(session.lines[3].hasSuffix("  1"))
    #expect(session.lines[4].hasSuffix("  10"))
  }

  @Test func `eviction leaves a sorted view that stands still as it is`() {
    let session = Session(80, 10, memory: 8 << 20).receive(count: 3_000, size: 1_000).type(":sort size<enter>g")
    let before = session.lines[2...6]
    session.receive(count: 20_000, size: 1_000).tick(seconds: 2).update(.work)
    #expect(session.lines[2...6] == before)
    session.type("j<pgdn><pgup>")
    #expect(session.lines.count == 10)
  }
}
