import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

@Suite struct FilteringTests {
  private func session() -> Session {
    let session = Session(100, 24)
    for number in 0..<30 {
      session.receive("row \(number)", from: Session.endpoint("10.0.0.\(number % 3 + 1)", 5_000))
    }
    return session
  }

  @Test func `a filter narrows the table as it is typed`() {
    let session = session().type("/10.0.0.1")
    #expect(session.shows("10 of 30"))
    #expect(session.shows("= host 10.0.0.1"))
    #expect(!session.shows("10.0.0.2:5000"))
    session.type("<enter>")
    #expect(session.lines[0].contains("host 10.0.0.1   10 of 30"))
    #expect(session.takeEffects() == [.saveHistory(.filter, line: "10.0.0.1")])
    session.receive("new", from: Session.endpoint("10.0.0.1", 5_000))
    #expect(session.lines[0].contains("11 of 31"))
  }

  @Test(arguments: [120, 80])
  func `the advice at the end of what is wrong with a filter is not cut`(columns: Int) throws {
    var aliases = Aliases()
    aliases.add("plant", for: try #require(AddressTarget("10.0.0.0/16")))
    let session = Session(columns, 24) { $0.aliases = aliases }.receive("hi").type("/plant.0.")
    #expect(session.shows("quote it to mean text"), "\(session.lines)")
  }

  @Test func `keys that arrive together are one change of the filter`() {
    let session = session().type("/")
    let text = Array("10.0.0.1".unicodeScalars)
    for scalar in text.dropLast() { session.update(.key(.character(scalar), isFollowed: true)) }
    // No row has been judged by 10.0.0. or a shorter prefix.
    #expect(session.shows("30 of 30") || session.shows("10.0.0.2:5000"))
    session.update(.key(.character(text[text.count - 1])))
    #expect(session.shows("10 of 30"))
    // A key of another kind acts on everything typed before it.
    for key in [Key.character(")"), .enter] { session.update(.key(key, isFollowed: true)) }
    #expect(session.state.focus == .filter)
    for key in [Key.backspace, .enter, .character("?")] {
      session.update(.key(key, isFollowed: key != .character("?")))
    }
    #expect(session.state.focus == .help)
    #expect(session.takeEffects() == [.saveHistory(.filter, line: "10.0.0.1")])
  }

  @Test func `a wrong filter leaves the old one in force`() {
    let session = session().type("/10.0.0.1<enter>/<home>) ")
    #expect(session.lines[0].contains("host 10.0.0.1   10 of 30"))
    #expect(session.shows("^ "))
    session.type("<enter>")
    #expect(session.state.focus == .filter)
    session.type("<esc>")
    #expect(session.state.focus == .table)
    #expect(session.lines[0].contains("host 10.0.0.1   10 of 30"))
  }

  @Test func `Esc restores what was there`() {
    let session = session().type("<up>")
    let screen = session.lines[1..<22]
    session.type("/10.0.0.2")
    #expect(session.lines[0].contains("10 of 30"))
    session.type("<esc>")
    #expect(session.lines[1..<22] == screen)
  }

  @Test func `T switches the filter off and on`() {
    let session = session().type("/10.0.0.1<enter>T")
    #expect(session.lines[0].contains("(off) host 10.0.0.1"))
    #expect(session.shows("10.0.0.2:5000"))
    session.type("T")
    #expect(session.lines[0].contains("10 of 30"))
  }

  @Test func `plus and minus add the selected peer`() {
    let session = session().type("+")
    #expect(session.lines[0].contains("peer 10.0.0.3:5000   10 of 30"))
    session.type("/<^u><enter>-")
    #expect(session.lines[0].contains("not peer 10.0.0.3:5000   20 of 30"))
    session.type("-")
    #expect(session.lines[0].contains("10 of 30"))
    #expect(session.shows("10.0.0.1:5000"))
  }

  @Test func `minus turns plus round, and plus minus, for the same peer`() {
    let session = session().type("/host 10.0.0.3<enter>+-")
    #expect(session.lines[0].contains("host 10.0.0.3 and not peer 10.0.0.3:5000   0 of 30"))
    session.type("/<^u><enter>G++")
    #expect(session.lines[0].contains(" peer 10.0.0.3:5000   10 of 30"))
    session.type("-")
    #expect(session.lines[0].contains(" not peer 10.0.0.3:5000   20 of 30"))
  }

  @Test func `plus on a filter with or narrows all of it`() {
    let session = session().type("/host 10.0.0.1 or host 10.0.0.3<enter>+")
    #expect(session.lines[0].contains("10 of 30"))
  }

  @Test func `Up recalls filters`() {
    let session = session().type("/port 5000<enter>/<^u>port 9<enter>/<^u><up><up>")
    #expect(session.shows("/ port 5000"))
  }

  @Test func `a selected row stays selected while the filter hides it for a moment`() {
    let session = session().type("<up><up>")
    session.type("/10.0.0.3<enter>").type("/<^u><enter>")
    session.type("<enter>")
    #expect(session.shows("detail of 28"))
  }

  @Test func `text filters find words in every peer's encoding`() {
    let session = Session(100, 24)
    session.receive("温度=23.5", as: .gb18030).receive("温度=24", from: Session.endpoint("10.1.1.1", 1))
      .receive("nothing").type("/温度<enter>")
    #expect(session.lines[0].contains("2 of 3"))
  }

  @Test func `choosing a peer's encoding judges its rows again`() {
    let peer = Session.endpoint("10.1.1.1", 1)
    let session = Session(100, 24).receive("服務開始", as: .big5, from: peer).type("/服務<enter>")
    #expect(session.lines[0].contains("1 of 1"))
    // The last encoding in the list is one that auto mode never detects.
    session.type("T").type("e<end><enter>T")
    #expect(session.lines[0].contains("0 of 1"))
    session.type("T").type("e<home><enter>T")
    #expect(session.lines[0].contains("1 of 1"))
  }

  @Test func `e opens the encodings with the likeliest first and steps through them`() {
    let peer = Session.endpoint("10.1.1.1", 1)
    let session = Session(100, 24).receive("温度=23.5", as: .gb18030, from: peer).type("e")
    #expect(session.shows("auto  by what the peer writes"))
    let names = session.lines.dropFirst(3).prefix(6).compactMap { line in
      TextEncoding.allCases.map(\.name).first { line.contains(" \($0) ") }
    }
    #expect(names.first == "gb18030")
    #expect(session.shows("%"))
    session.type("e").type("<enter>")
    #expect(session.shows("encoding \(names[1]) for "))
  }

  @Test func `a filter that takes long goes on in slices`() {
    let session = Session(100, 24, memory: 64 << 20).receive(count: 20_000)
    session.type("/<^u>/[d]atagram [7]/")
    #expect(session.state.wantsMoreTime)
    #expect(session.shows("% judged"))
    // Slices are short while somebody types.
    for _ in 0..<3 { session.update(.work) }
    #expect(session.state.wantsMoreTime)
    session.tick(seconds: 1)
    var slices = 0
    while session.state.wantsMoreTime, slices < 100 {
      session.update(.work)
      slices += 1
    }
    #expect((2..<20).contains(slices))
    #expect(session.shows("1,111 of 20,000"))
  }

  @Test func `m marks rows and M shows them alone`() {
    let session = session().type("<up><up>m").type("m")
    #expect(session.shows("*"))
    session.type("M")
    #expect(session.lines[0].contains("marked   2 of 30"))
    session.type("m")
    #expect(session.lines[0].contains("marked   1 of 30"))
    session.type("M")
    #expect(session.lines[0].hasSuffix("30") && !session.lines[0].contains("marked"))
  }

  @Test func `a filter by age lets rows go as time passes`() {
    let session = session().tick(seconds: 0.3).type("/age << 5s<enter>")
    #expect(session.lines[0].contains("30 of 30"))
    session.tick(seconds: 20)
    #expect(session.lines[0].contains("0 of 30"))
  }

  @Test func `an expression that takes too long is said, with its row`() {
    let session = session().receive(String(repeating: "a", count: 60) + "!").type("/<^u>/^(a|a)*$/<enter>")
    #expect(session.message.contains("row 31"))
    #expect(session.lines[0].contains("1 of 31"))
  }

  @Test func `Tab completes words, addresses and ports`() {
    let session = session().type("/por<tab>")
    #expect(session.shows("/ port") && session.shows(" port portrange"))
    session.type(" 50<tab><enter>")
    #expect(session.lines[0].contains("port 5000   30 of 30"))
    session.type("/<^u>host 10.<tab>1<tab>")
    #expect(session.shows("/ host 10.0.0.1"))
    session.type("and no<tab>")
    #expect(session.shows("/ host 10.0.0.1 and not"))
  }

  @Test func `Tab completes encodings after enc`() {
    #expect(session().type("/enc gb1<tab>").shows("/ enc gb18030"))
  }

  @Test func `F1 in the filter line shows the language with examples from the rows`() {
    let session = session().type("/por<f1>")
    #expect(session.shows("the filter language") && session.shows("newest rows they show (30)"))
    #expect(session.lines.contains { $0.contains("peer 10.0.0.3:5000") && $0.contains("10 ") })
    session.type("<end>")
    #expect(session.shows("a regular expression"))
    session.type("<esc>")
    #expect(session.state.focus == .filter && session.shows("/ por"))
  }

  @Test func `an empty result says so`() {
    #expect(session().type("/host 9.9.9.9<enter>").shows("No datagram here matches host 9.9.9.9"))
  }

  @Test func `clear empties the table and undo brings the rows back`() {
    let session = session().type("z")
    #expect(session.shows("u brings the rows back"))
    session.receive("after", from: Session.endpoint("10.0.0.9", 1))
    #expect(session.shows("after") && !session.shows("row 29"))
    session.type("u")
    #expect(session.shows("row 29"))
  }

  @Test func `find goes to older and newer rows`() {
    let session = session().type("sROW 1<enter>")
    session.type("<enter>")
    #expect(session.shows("detail of 20"))
    session.type("[")
    #expect(session.shows("detail of 19"))
    session.type("]")
    #expect(session.shows("detail of 20"))
  }
}
