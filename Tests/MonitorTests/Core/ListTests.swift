import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the list of encodings, the help, the find line and the command line.
@Suite struct ListTests {
  @Test(arguments: [("gbk", "gbk"), ("g", "gb18030"), ("sjis", "shift_jis"), ("bigu", "utf-8"), ("koi8-u", "koi8-u")])
  func `typing selects the encoding that begins so`(keys: String, name: String) {
    let session = Session(80, 24).receive("hi").type("e\(keys)<enter>")
    #expect(session.message.contains("encoding \(name) for 10.0.3.17:53412"))
  }

  @Test func `the list opens at what is in force and says when there is more`() {
    let session = Session(80, 24).receive("温度", as: .gb18030).type("e")
    #expect(session.shows("auto  by what the peer writes; now gb18030?") && session.shows("more below"))
    session.type("gbq<backspace>bk<enter>e<end>")
    #expect(session.shows("more above") && !session.shows("more below"))
    session.type("<esc>e<enter>")
    #expect(session.message.contains("encoding gbk for"))
  }

  @Test func `find goes round and says so`() {
    let session = Session(80, 24).receive(count: 50).type("sdatagram 20<enter>")
    #expect(session.message.contains("1 of 1: datagram 20"))
    session.type("]")
    #expect(session.message.contains("1 of 1, in no other row: datagram 20"))
    session.type("<up>[")
    #expect(session.message.contains("1 of 1, wrapped around to the last: datagram 20"))
    session.type("j]")
    #expect(session.message.contains("1 of 1, wrapped around to the first: datagram 20"))
  }

  @Test func `find offers what was looked for last`() {
    let session = Session(80, 24).receive(count: 5).type("]")
    #expect(session.message.contains("nothing to find yet: s starts"))
    session.type("sgram 2<enter>s")
    #expect(session.shows("Enter finds again: gram 2"))
    session.type("<up>")
    #expect(session.shows("find gram 2") && !session.shows("Enter finds"))
    session.type("<^u><enter>")
    #expect(session.message.contains("1 of 1, in no other row: gram 2"))
  }

  @Test func `a wrong command is told how to list them`() {
    let session = Session(80, 24).type(":nonsense<enter>")
    #expect(session.shows("no such command: Tab lists them"))
    session.type("<tab>")
    #expect(session.shows("not-peer"))
    #expect(session.shows(": nonsense"))
  }

  @Test(arguments: [(160, 400), (80, 420), (40, 800)])
  func `the help is whole, each key once under a heading`(columns: Int, rows: Int) {
    let session = Session(columns, rows).type("?")
    for text in ["In the reply line", "Syntax of messages", "Syntax of filters", "portrange", "\\u{4f60}"] {
      #expect(session.shows(text), "\(text)")
    }
    #expect(!session.lines.contains { $0.hasSuffix("…│") })
    var heading = ""
    var seen: Set<String> = []
    for line in session.lines.dropFirst(2) where columns == 160 {
      let words = line.split(separator: "  ").map { $0.filter { $0 != "│" } }.filter { !$0.allSatisfy(\.isWhitespace) }
      if words.count == 1 { heading = words[0] }
      if words.count == 2 { #expect(seen.insert("\(heading): \(words[0])").inserted, "\(heading): \(words[0])") }
    }
  }

  @Test(arguments: [("r", "Syntax of messages"), ("/", "the filter language"), (":", "In the command line")])
  func `F1 in a line opens the help about it`(key: String, heading: String) {
    let session = Session(80, 24).receive("hi").type("\(key)<f1>")
    #expect(session.lines.firstIndex { $0.contains(heading) } != nil)
    if heading.hasPrefix("What") { #expect(session.lines[2].contains(heading)) }
  }

  @Test func `the reply's title keeps the peer and the encoding`() {
    let session = Session(40, 12).receive("hi").type("r")
    #expect(session.shows("─ reply to 10.0.3.17:53412 · ascii ─"))
    let long = Session.endpoint("2001:db8:1111:2222:3333:4444:5555:6666", 53_412)
    let narrow = Session(40, 12).receive("hi", from: long).type("r")
    #expect(narrow.shows("6]:53412 · ascii ─"))
  }

  @Test func `a refused endpoint that does not fit is cut with an ellipsis`() {
    let session = Session(40, 12).type("n10.0.0.9,239.1.1.1:9000<enter>")
    #expect(session.shows("a source before ',' is for joining a g…"))
  }

  @Test func `the help finds a command by its name though it shows keys, and shows the name then`() {
    let session = Session(100, 24).receive("hi").type("?/find-prev")
    #expect(session.shows(":find-previous  ") && session.shows("[") && !session.shows("one page up"))
    session.type("<^u>one page")
    #expect(session.shows("one page up") && !session.shows(":page-up"))
  }

  @Test func `the help is searched as letters are typed`() {
    let session = Session(80, 24).receive("hi").type("?/")
    #expect(
      session.state.focus == .helpSearch && session.lines.contains { $0.contains("└─ /") || $0.contains("└─── /") })
    session.type("send again")
    #expect(session.shows("send the last message again") && !session.shows("one page up"))
    #expect(session.shows("Send") && !session.shows("Moving"))
    session.type("<enter>j")
    #expect(session.state.focus == .help)
    session.type("<esc>")
    #expect(session.shows("one page up") && session.state.focus == .help)
    session.type("/zzz")
    #expect(session.shows("nothing found"))
    session.type("<esc><esc>")
    #expect(session.state.focus == .table)
    session.type("/por<f1>/regular")
    #expect(session.shows("a regular expression") && !session.shows("Examples"))
  }
}
