import Monitor
import TerminalUI
import Testing
import UDPCore

@Suite struct CommandTests {
  @Test(arguments: Command.all.map(\.name))
  func `every command has a help, a place, and a key or an argument`(name: String) throws {
    let command = try #require(Command.named(name))
    #expect(!command.help.isEmpty)
    #expect(!command.keys.isEmpty || command.usage != command.name)
    #expect(!command.focuses.isEmpty)
    for key in command.keys { #expect(Key(name: key.name) == key) }
  }

  @Test func `names are not used twice`() {
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
  }

  @Test(arguments: Focus.allCases)
  func `no key has two commands in one focus, those of a relay's screen aside`(focus: Focus) {
    for isOfRelay in [false, true] {
      checkKeys(of: Command.all.filter { $0.focuses.contains(focus) && $0.isOfRelay == isOfRelay })
    }
  }

  private func checkKeys(of commands: [Command]) {
    var seen: [Key: String] = [:]
    for command in commands {
      for key in command.keys {
        #expect(seen[key] == nil, "\(key.name) is \(seen[key] ?? "") and \(command.name)")
        seen[key] = command.name
      }
    }
  }

  @Test(arguments: Focus.allCases.filter { [.reply, .filter, .find, .command].contains($0) })
  func `inside a line no letter is a shortcut`(focus: Focus) {
    for command in Command.all where command.focuses.contains(focus) {
      for key in command.keys {
        if case .character = key { Issue.record("\(command.name) takes \(key.name) in \(focus)") }
      }
    }
  }

  @Test func `nothing is bound to keys that terminals and shells eat alone`() {
    for command in Command.all {
      #expect(command.keys.isEmpty || !command.keys.allSatisfy { ["^A", "^B", "^S", "^Q"].contains($0.name) })
    }
  }

  @Test func `the second interrupt quits, and any key between takes it back`() {
    let session = Session(80, 24).type("<^c>")
    #expect(session.message.contains("^C again quits"))
    #expect(session.effects.isEmpty)
    session.type("j<^c>")
    #expect(session.effects.isEmpty)
    session.type("<^c>")
    #expect(session.effects == [.quit])
  }

  @Test(arguments: ["q", "Q", "<f10>", "r<f10>", "<enter>qq", "?q:quit<enter>", "<enter><esc>q"])
  func `every way out quits`(keys: String) {
    #expect(Session(80, 24).receive("hi").type(keys).takeEffects().contains(.quit))
  }

  @Test func `Esc at the table does not quit`() {
    let session = Session(80, 24).type("<esc>")
    #expect(session.effects.isEmpty)
    #expect(session.message.contains("q or F10 quits"))
  }

  @Test func `suspending and drawing anew are the loop's work`() {
    #expect(Session(80, 24).type("<^z><^l>").effects == [.suspend, .redraw])
  }

  @Test func `the command line completes names`() {
    let session = Session(80, 24).receive(count: 3).type(":fre<tab><enter>")
    #expect(session.status.contains("FROZEN"))
    session.type(":nonsense<enter>")
    #expect(session.shows("no such command"))
    #expect(session.state.focus == .command)
  }

  @Test(arguments: [40, 80, 120, 300])
  func `a list that is cut says how many more there are`(columns: Int) {
    let session = Session(columns, 24).receive("hi").type(":<tab>")
    let list = session.lines[21]
    let names = Set(Command.all.map(\.name))
    let shown = list.split(separator: " ").prefix { names.contains(String($0)) }
    let rest = list.split(separator: " ").dropFirst(shown.count)
    let typed = Command.all.count {
      !$0.isOfRelay
        && !$0.focuses.isDisjoint(with: [.table, .detail, .peers, .kinds, .conversation, .wireshark, .rate, .graph])
    }
    #expect(rest.joined(separator: " ") == "and \(typed - shown.count) more", "\(list)")
    session.type("columns tixt<enter>")
    #expect(session.lines[21].hasSuffix("…") || columns >= 120)
  }

  @Test(arguments: [(":30<enter>", " 30 "), (":1,0<enter>", " 10 "), (": 12 <enter>", " 12 ")])
  func `a number after the colon goes to the row`(keys: String, row: String) {
    let session = Session(80, 10).receive(count: 100).type(keys)
    #expect(session.status.contains("PAUSED"))
    #expect(session.shows(row))
    #expect(session.state.focus == .table)
  }

  @Test func `a number of a row that cannot be shown says why`() {
    let session = Session(100, 10, memory: 8 << 20).receive(count: 10).type(":11<enter>")
    #expect(session.message.contains("row 11 has not arrived yet: the newest is 10"))
    #expect(session.status.contains("FOLLOW"))
    session.type(":0<enter>")
    #expect(session.message.contains("there is no row 0"))
    session.type("/size > 10<enter>:3<enter>")
    #expect(session.message.contains("the filter hides row 3: T switches it off"))
    session.type("T<esc>z:3<enter>")
    #expect(session.message.contains("row 3 was cleared: u brings it back"))
    session.type("up").receive(count: 1).type(":11<enter>")
    #expect(session.message.contains("row 11 arrived after the view was frozen"))
    session.type("p").receive(count: 9_000, size: 1_400).type(":2<enter>")
    #expect(session.message.contains("row 2 was evicted: the oldest is "))
    session.type(":99999999999999999999<enter>")
    #expect(session.message.contains("has not arrived yet"))
  }

  @Test func `nothing may follow a command that takes nothing`() {
    let session = Session(80, 24).receive("hi").type(":clear all<enter>")
    #expect(session.shows("nothing can follow clear"))
    #expect(session.state.focus == .command)
  }

  @Test func `the footer lists what is useful where the keys go`() {
    let session = Session(120, 24)
    #expect(session.lines[23].contains("F4 Filter"))
    #expect(!session.lines[23].contains("Reply"))
    session.receive("hi")
    #expect(session.lines[23].contains("F5 Reply"))
    session.type("r")
    #expect(session.lines[23].hasPrefix(" Enter Send"))
  }

  @Test func `the help lists every command`() {
    let session = Session(160, 400).type("?")
    for command in Command.all { #expect(session.shows(Keymap.standard.filled(command.help))) }
  }

  @Test func `x t h and l change how rows look`() {
    let session = Session(80, 24).receive("hello").receive("world")
    session.type("x")
    #expect(session.shows("68 65 6c 6c 6f"))
    session.type("xt")
    #expect(session.shows("+0.007000"))
    session.type("t")
    #expect(session.shows("Delta"))
    session.type("tl")
    #expect(!session.shows("hello"))
    session.type("h")
    #expect(session.shows("hello"))
  }

  @Test func `Tab goes round the open panes`() {
    let session = Session(80, 24).receive("hi").type("<enter>")
    #expect(session.state.focus == .table)
    session.type("<tab>")
    #expect(session.state.focus == .detail)
    session.type("r<tab>")
    #expect(session.state.focus == .table)
    session.type("<s-tab>")
    #expect(session.state.focus == .reply)
  }

  @Test(arguments: [
    ("x", "the table shows hexadecimal"), ("xx", "the table shows text"), ("t", "times count from the start"),
    ("tt", "times count from the row above"), ("ttt", "times have their date"), ("tttt", "times are of the day"),
    (":columns number time text<enter>", "the table has 3 columns"),
    (":columns default<enter>", "the table has 8 columns"),
    ("mM", "the filter shows 1 of 2 rows"), ("mMM", "no filter is on: all rows are shown"),
    ("/hi<enter>/<^u><enter>", "no filter is on: all rows are shown"),
  ])
  func `a key that changes what is in sight says what it did`(keys: String, sentence: String) {
    let session = Session(100, 24).receive("hi").receive("there").type("<up>" + keys)
    #expect(session.message.contains(sentence), "\(session.message)")
  }

  @Test func `columns that have no room are counted`() {
    let session = Session(40, 24).receive("hi").type(":columns number time source destination size note text<enter>")
    #expect(session.message.contains("of them do not fit here"), "\(session.message)")
    #expect(Session(40, 24).receive("hi").type(":columns text<enter>t").message.contains("not in sight"))
  }
}
