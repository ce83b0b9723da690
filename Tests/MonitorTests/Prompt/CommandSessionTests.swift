import Basics
import Formats
import Impairment
import Monitor
import PayloadText
import Rules
import TerminalUI
import Testing
import UDPCore

/// Tests every command of the table in a session: its key is pressed or its name typed, and its effect checked.
@Suite struct CommandSessionTests {
  /// A sign that a command has had its effect.
  enum Sign: Sendable {
    /// The screen shows a text that it did not show before.
    case shows(String)
    /// The screen no longer shows a text that it showed before.
    case hides(String)
    /// The focus has moved there.
    case focus(Focus)
    /// The screen has changed, its styles included.
    case changes
    case asks(Effect)
    /// A datagram with this payload is handed to the receiver.
    case sends(String)
  }

  /// The keys that lead to a place where the command applies, and the command itself.
  struct Deed: Sendable {
    var before: String
    var keys: String
    var sign: Sign

    init(_ before: String, _ keys: String, _ sign: Sign) { (self.before, self.keys, self.sign) = (before, keys, sign) }
  }

  private static let marks = "<enter>:10<enter>m:20<enter>m:1<enter>"

  static let deeds: [String: Deed] = [
    // Moving
    "up": Deed("<enter>", "k", .shows("detail of 59 ")), "down": Deed("<enter>kk", "j", .shows("detail of 59 ")),
    "byte-left": Deed("<enter><tab>lll", "h", .shows("0x0002 = 2")),
    "byte-right": Deed("<enter><tab>", "l", .shows("0x0001 = 1")),
    "character-left": Deed("<enter><tab>ll", "<^left>", .shows("0x0001 = 1")),
    "character-right": Deed("<enter><tab>", "<^right>", .shows("0x0001 = 1")),
    "page-up": Deed("", "<pgup>", .shows("row 10 ")), "page-down": Deed("g", "<pgdn>", .shows("row 50 ")),
    "half-page-up": Deed("", "<^u>", .shows("row 20 ")), "half-page-down": Deed("g", "<^d>", .shows("row 40 ")),
    "top": Deed("", "g", .shows("row 1 ")), "bottom": Deed("g", "G", .shows("FOLLOW")),
    "table-page-up": Deed("/", "<pgup>", .shows("row 10 ")), "table-page-down": Deed("g/", "<pgdn>", .shows("row 50 ")),
    "follow": Deed("", "F", .shows("PAUSED")), "freeze": Deed("", "p", .shows("FROZEN")),
    // Display
    "detail": Deed("", "<enter>", .shows("detail of 60 ")), "next-pane": Deed("<enter>", "<tab>", .focus(.detail)),
    "previous-pane": Deed("<enter>r", "<s-tab>", .focus(.detail)),
    "zoom": Deed("<enter><tab>", "\\", .hides("Source")), "json": Deed("", "J", .shows("no JSON at 0x0000")),
    "select-bytes": Deed("<enter><tab>", "v", .shows("1 byte selected, 0x0000 to 0x0000")),
    "checksum": Deed("<enter><tab>", "#", .changes),
    // Wireshark's tree
    "dissect": Deed("", "D", .shows("Wireshark's tree")), "unfold": Deed("D", "<right>", .shows("no tree yet")),
    "fold": Deed("D", "<left>", .shows("no tree yet")), "fold-switch": Deed("D", "<enter>", .shows("no tree yet")),
    "pane-larger": Deed("<enter><tab>", "}", .changes), "pane-smaller": Deed("<enter><tab>", "{", .changes),
    "hex": Deed("", "x", .shows("72 6f 77 20")), "time": Deed("", "t", .shows("Since start")),
    "sort-left": Deed("", "<<", .shows("sorted by text")),
    "sort-right": Deed("", ">", .shows("sorted by time")),
    "sort": Deed("", "<f6>", .shows("sort by")), "invert": Deed("", "I", .shows("sorted newest first")),
    "columns": Deed("", ":columns size note text<enter>", .shows(" Size  Note")),
    "text-left": Deed("ll", "h", .shows("Text +8")), "text-right": Deed("", "l", .shows("Text +8")),
    "encoding": Deed("", "e", .shows("encoding of 10.0.0.")),
    "keep-encoding": Deed(
      "", ":keep-encoding<enter>", .asks(.keepEncoding(.utf8, .address(IPAddress("10.0.0.3")!)))),
    "message-encoding": Deed("r", "<f8>", .shows("encoding of this message")),
    "encoding-of-all": Deed("", "E", .shows("encoding of all peers")), "next-encoding": Deed("e", "<f8>", .changes),
    "sort-by": Deed("<f6>si", "<enter>", .changes),
    "choose": Deed("ebig5", "<enter>", .shows("encoding big5 for 10.0.0.")),
    // Formats
    "format": Deed("", ":format off<enter>", .shows("datagrams are read by no format")),
    "fields": Deed("<enter><tab>", "i", .hides("72 6f 77")),
    // Filter
    "filter": Deed("", "/", .focus(.filter)), "filter-toggle": Deed("/row<enter>", "T", .shows("(off) \"row\"")),
    "only-peer": Deed("", "+", .shows(" peer 10.0.0.3:5000   20 of 60")),
    "not-peer": Deed("", "-", .shows("not peer 10.0.0.3:5000   40 of 60")), "mark": Deed("", "m", .shows("* 60 ")),
    "only-marked": Deed("m", "M", .shows("marked   1 of 60")), "find": Deed("", "s", .focus(.find)),
    "find-previous": Deed("<enter>srow 4<enter>", "[", .shows("detail of 48 ")),
    "find-next": Deed("<enter>srow 4<enter>[[", "]", .shows("detail of 48 ")),
    "find-language": Deed("s", "<f4>", .shows("find by filter")),
    "find-on": Deed("<enter>srow 4", "<f3>", .shows("detail of 48 ")),
    "next-mark": Deed(marks, "'", .shows("detail of 10 ")), "previous-mark": Deed(marks, "\"", .shows("detail of 20 ")),
    "note": Deed("", ":note look here<enter>", .shows("[look here]")), "clear": Deed("", "z", .shows("cleared: u")),
    "undo": Deed("z", "u", .shows("row 60 ")),
    // Copy and export
    "copy": Deed("", "y", .shows("copy row 60")), "write": Deed("", "w", .focus(.write)),
    "copy-text": Deed("y", "t", .asks(.copy(.text, rows: [60]))),
    "copy-hex": Deed("y", "h", .asks(.copy(.hex, rows: [60]))),
    "copy-address": Deed("y", "a", .asks(.copy(.address, rows: [60]))),
    "copy-json": Deed("y", "j", .asks(.copy(.json, rows: [60]))),
    "copy-c": Deed("y", "c", .asks(.copy(.c, rows: [60]))),
    "copy-python-client": Deed("y", "p", .asks(.copy(.pythonClient, rows: [60]))),
    "copy-python-server": Deed("y", "s", .asks(.copy(.pythonServer, rows: [60]))),
    "copy-nc": Deed("y", "n", .asks(.copy(.netcat, rows: [60]))),
    "copy-send": Deed("y", "u", .asks(.copy(.udpeekSend, rows: [60]))),
    "copy-expect": Deed("y", "e", .asks(.copy(.expect, rows: [60]))),
    "test": Deed("", ":test<enter>", .shows("name the file, as in: test meter.udp")),
    // Peers and rates
    "peers": Deed("", "P", .shows("─ peers ")), "peer-filter": Deed("P", "<enter>", .shows("only 10.0.0.")),
    "peer-mark": Deed("P", "m", .shows("1 marked")), "peer-sort": Deed("P", ">", .hides("by received")),
    "peer-sort-back": Deed("P", "<<", .shows("by process")), "peer-sort-invert": Deed("P", "I", .changes),
    "rate": Deed("", "<^g>", .shows("received from all peers")),
    "rate-peer": Deed("<^g>", "<enter>", .shows("received from 10.0.0.3:5000")),
    "rate-next": Deed("Pg<^g>", "j", .changes),
    "rate-previous": Deed("Pg<^g>j", "k", .changes),
    "rate-longer": Deed("<^g>", "h", .hides("1 s a column")),
    "rate-shorter": Deed("<^g>h", "l", .shows("1 s a column")),
    "graph": Deed("", "V", .shows("─ count from 10.0.0.3:5000")),
    "graph-peer": Deed("V", "<enter>", .shows("─ count of all rows")),
    "graph-next": Deed("V", "j", .shows("no field after this one")),
    "graph-previous": Deed("V", "k", .shows("no field before this one")),
    "graph-left": Deed("V", "h", .changes), "graph-right": Deed("Vhh", "l", .changes),
    "graph-oldest": Deed("V", "g", .changes), "graph-newest": Deed("Vg", "G", .changes),
    "graph-closer": Deed("V", ">", .changes),
    "graph-wider": Deed("V", "<<", .shows("the graph covers all the time of the rows")),
    // Kinds and structure
    "kinds": Deed("", "K", .shows("─ kinds · ")), "kind-filter": Deed("K", "<enter>", .shows("only row #")),
    "kinds-notch": Deed("K", "#", .shows("notched")),
    "kinds-clear": Deed("K#", "*", .shows("no byte is notched")),
    "difference": Deed("", "d", .shows("the peer's previous one of that kind")),
    "structure": Deed("Ehex<enter>", ":structure<enter>", .focus(.structure)),
    "structure-byte": Deed("Ehex<enter>:structure<enter>", "<enter>", .focus(.detail)),
    "keep-format": Deed("", ":keep-format meter<enter>", .shows("no structure is known")),
    // Relay
    "relay": Deed("", "%", .shows("relay · all clients")),
    "impair-off": Deed("", "0", .asks(.relay(.impair(isOn: false)))),
    "relay-hold": Deed("", " ", .asks(.relay(.hold(.down, isHeld: true)))),
    "inject": Deed("ix", "<enter>", .sends("x")), "inject-client": Deed("<m-i>y", "<enter>", .sends("y")),
    "slider-next": Deed("%", "j", .changes), "slider-previous": Deed("%j", "k", .changes),
    "slider-less": Deed("%d", "<left>", .shows("  2%")), "slider-more": Deed("%d", "<right>", .shows("  5%")),
    "slider-clients": Deed("%", "a", .shows("relay · 10.0.0.5:5555")),
    "slider-direction": Deed("%", "d", .shows("client to target")),
    "slider-type": Deed("%", "<enter>", .shows(": impair loss 3%")),
    "impair": Deed("%", ":impair loss 9%<enter>", .shows("  9%")),
    // Rules
    "rules": Deed("", "L", .shows("[x] ping")), "rule-switch": Deed("L", " ", .asks(.armRule(RuleNumber(0), false))),
    "hosts": Deed("", "H", .shows("no other hosts are shown here")),
    "alarms": Deed("", "A", .shows("pump  10.0.3.17:53412")),
    "acknowledge": Deed("A", " ", .asks(.acknowledge([2]))),
    "acknowledge-all": Deed("A", "a", .asks(.acknowledge([2]))),
    "alarm-rows": Deed("A", "<enter>", .shows("peer 10.0.3.17")),
    "rule-rows": Deed("L", "<enter>", .shows("rule 'ping'")),
    // Requests and answers
    "pair": Deed("", ":pair order<enter>", .shows("requests are paired with answers by their order")),
    "conversation": Deed("", "c", .shows("─ conversation with 10.0.0.")),
    "conversation-row": Deed("ckk", "<enter>", .focus(.table)),
    // Why nothing arrives
    "doctor": Deed("", ":doctor<enter>", .focus(.doctor)),
    "doctor-next": Deed(":doctor<enter>", "n", .asks(.examine(DoctorTests.request("127.0.0.1:9000")))),
    "doctor-again": Deed(":doctor 8080<enter>", "r", .asks(.examine(DoctorTests.request("8080")))),
    // Send
    "reply": Deed("", "r", .shows("reply to 10.0.0.3:5000")), "new": Deed("", "n", .shows("to which endpoint?")),
    "send-marked": Deed("mkm", "S", .focus(.reply)), "send-again": Deed("rx<enter><esc>", "R", .sends("x")),
    "repeat": Deed("rx<enter><esc>", ":repeat 5 1<enter>", .shows("sending 1/5 every 1 s")),
    "send-file": Deed("", ":send-file a.bin<enter>", .asks(.readFile(path: "a.bin", limit: 65_507))),
    "save-message": Deed(
      "rx<enter><esc>", ":save-message a<enter>",
      .asks(.saveMessage(name: "a", WrittenMessage("x", form: .text), replaces: false))),
    "message": Deed("", ":message status<enter>", .shows("> STATUS?")),
    // General
    "help": Deed("", "?", .focus(.help)), "line-help": Deed("s", "<f1>", .focus(.help)),
    "filter-help": Deed("/", "<f1>", .shows("the filter language")), "command": Deed("", ":", .focus(.command)),
    "record": Deed("", "W", .focus(.recording)), "record-now": Deed("W", "n", .shows(": record udpeek-2026")),
    "record-all": Deed("W", "a", .shows(".pcapng all")), "record-selected": Deed("W", "s", .shows(".pcapng selected")),
    "record-marked": Deed("mW", "m", .shows(".pcapng marked")),
    "bundle": Deed("", ":bundle<enter>", .shows(": bundle udpeek-2026")),
    "back": Deed("<enter>", "<esc>", .hides("detail of")),
    "back-or-quit": Deed("", "q", .asks(.quit)), "quit": Deed("", "Q", .asks(.quit)),
    "save-work": Deed("mQ", "w", .focus(.write)), "quit-anyway": Deed("mQ", "q", .asks(.quit)),
    "stay": Deed("mQ", "<esc>", .focus(.table)), "line-quit": Deed("/", "<f10>", .asks(.quit)),
    "help-search": Deed("?", "/", .focus(.helpSearch)),
    "interrupt": Deed("", "<^c>", .shows("^C again quits")), "suspend": Deed("", "<^z>", .asks(.suspend)),
    "theme": Deed("", ":theme mono<enter>", .shows("theme mono")), "reload": Deed("", "<^r>", .asks(.reload)),
    "redraw": Deed("", "<^l>", .asks(.redraw)),
    // In lines
    "accept-search": Deed("?/quit", "<enter>", .focus(.help)), "accept": Deed("/row 6", "<enter>", .focus(.table)),
    "send": Deed("rhello", "<enter>", .sends("hello")), "leave": Deed("/", "<esc>", .focus(.table)),
    "complete-filter": Deed("/badt", "<tab>", .shows("/ badtext")),
    "complete-path": Deed("w<^u>da", "<tab>", .asks(.listPaths("da"))),
    "complete": Deed(":fre", "<tab>", .shows(" : freeze")),
    // In the panel
    "line-break": Deed("rab", "<m-enter>", .changes), "message-hex": Deed("r", "<^x>", .shows("hex, this message")),
    "message-literal": Deed("ra\\n", "<m-r>", .shows("· literal")),
    "restart-counter": Deed("r{n}", "<m-n>", .shows("counter starts over")),
    "message-empty": Deed("rabc", "<m-u>", .hides("> abc")),
    "message-as-peer": Deed("ra", "<m-t>", .shows("already written the way its peer is written to")),
    "message-from": Deed("n10.1.2.3:9<enter>", "<f6>", .shows("from 127.0.0.1:9000")),
    "messages": Deed("r", "<f9>", .shows("saved messages")), "message-repeat": Deed("rx", "<^r>", .shows(": repeat")),
    "message-save": Deed("rx", "<m-s>", .shows(": save-message")),
    "message-file": Deed("r", "<^o>", .shows(": send-file")),
    "use-message": Deed("r<f9>", "<enter>", .shows("> STATUS?")),
    "complete-message": Deed("r<f9>s", "<tab>", .changes),
  ]

  @Test(arguments: Command.all.map(\.name))
  func `every command of the table does its work`(name: String) throws {
    let deed = try #require(Self.deeds[name], "write a session for \(name)")
    let isOfRelay = Command.named(name)?.isOfRelay == true
    let session = (isOfRelay ? RelayTests.session() : session()).type(deed.before)
    let (lines, screen, focus) = (session.lines, Self.screen(session), session.state.focus)
    session.effects = []
    session.type(deed.keys)
    switch deed.sign {
    case .shows(let text):
      #expect(!lines.contains { $0.contains(text) }, "\(text) was there before")
      #expect(session.shows(text), "\(session.lines.joined(separator: "\n"))")
    case .hides(let text):
      #expect(lines.contains { $0.contains(text) }, "\(text) was not there before")
      #expect(!session.shows(text))
    case .focus(let place): #expect(focus != place && session.state.focus == place)
    case .changes: #expect(Self.screen(session) != screen)
    case .asks(let effect): #expect(session.takeEffects().contains(effect), "\(session.effects)")
    case .sends(let text): #expect(session.transmitted?.payload == Array(text.utf8))
    }
  }

  /// Commands that may silently do nothing: they move the selection or cursor.
  private static let quiet: Set<String> = [
    "up", "down", "byte-left", "byte-right", "character-left", "character-right", "page-up", "page-down",
    "half-page-up", "half-page-down", "top", "bottom", "table-page-up", "table-page-down", "text-left",
    "unfold", "fold",
  ]
  private static let panes: Set<Focus> = [.table, .detail, .wireshark, .peers, .rate]

  @Test(arguments: Command.all.filter { !$0.focuses.isDisjoint(with: panes) && !quiet.contains($0.name) }.map(\.name))
  func `no command is silent where there is nothing for it to do`(name: String) throws {
    let command = try #require(Command.named(name))
    let session = Session(120, 35, configure: { $0.themes = Theme.shipped })
    session.type(command.focuses.contains(.table) ? "" : command.focuses.contains(.rate) ? "<^g>" : "P")
    let screen = Self.screen(session)
    session.effects = []
    // The detail has no datagram to open for.
    let key = command.focuses == [.detail] || command.isOfRelay ? nil : command.keys.first
    if let key { session.update(.key(key)) } else { session.type(":\(name)<enter>") }
    #expect(Self.screen(session) != screen || !session.takeEffects().isEmpty, "\(name) is silent")
  }

  @Test(
    arguments: Command.all.filter { !$0.focuses.isDisjoint(with: panes) && !$0.focuses.contains(.table) }.map(\.name))
  func `a command of a pane that is not open says what opens it`(name: String) throws {
    let command = try #require(Command.named(name))
    let session = session().type(":\(name)<enter>")
    if !session.takeEffects().contains(.quit) {
      #expect(session.message.contains(" open"), "\(name): \(session.message)")
    }
    let pane =
      command.focuses.contains(.peers)
      ? "P"
      : command.focuses.contains(.rate) ? "<^g>" : command.focuses.contains(.detail) ? "<enter>" : "D"
    session.type("<esc>\(pane)")
    #expect(!session.message.contains("not open"), "\(name): \(session.message)")
  }

  /// The keys typed, the world's answer, and the resulting text in the last line.
  private static let ends: [(what: String, keys: String, answer: @Sendable (Session) -> Void, says: String)] = [
    ("send", "rx<enter>", { $0.deliverSent() }, "sent 1 byte to 10.0.0.3:5000 as row 61"),
    (
      "send, refused", "rx<enter>", { $0.deliverSent(failing: TransmitFailure(origin: .local, code: 1)) }, "not sent to"
    ),
    ("reply, hidden", "/src host 10.0.0.3<enter>rx<enter>", { $0.deliverSent() }, "hidden by the filter"),
    (
      "reply, hidden and refused", "/src host 10.0.0.3<enter>rx<enter>",
      {
        $0.deliverSent().append(
          .failure, [0x78], peer: Session.endpoint("10.0.0.3", 5_000),
          failure: TransmitFailure(origin: .network, code: 111))
      }, "refused: port closed (ICMP) · 10.0.0.3:5000, hidden by the filter"
    ),
    (
      "send, somebody else refused", "rx<enter>",
      {
        $0.deliverSent().append(
          .failure, [1], peer: Session.deadPeer, failure: TransmitFailure(origin: .network, code: 111))
      }, "sent 1 byte to 10.0.0.3:5000 as row 61"
    ),
    ("send again", "rx<enter><esc>R", { $0.deliverSent() }, "sent again: 1 byte to 10.0.0.3:5000 as row 62"),
    ("repeat", "rx<enter><esc>:repeat 1 1<enter>", { $0.deliverSent() }, "sent once to 10.0.0.3:5000"),
    ("send to marked", "mg:2<enter>mSx<enter>", { $0.deliverSent() }, "sent to "),
    (
      "send a file", ":send-file a<enter>", { $0.update(.fileRead(path: "a", .success([1]))).deliverSent() },
      "sent a, 1 byte, to 10.0.0.3:5000 as row 61"
    ),
    (
      "no file", ":send-file a<enter>", { $0.update(.fileRead(path: "a", .failure(FailureReason("a is away")))) },
      "is away"
    ),
    ("mark", "m", { _ in }, "row 60 is marked"), ("note", ":note hi<enter>", { _ in }, "added a note to row 60"),
    ("filter", "/\"row 4\"<enter>", { _ in }, "the filter shows 11 of 60 rows"),
    ("find", "srow 4<enter>", { _ in }, "11 of 11: row 4"),
    ("find nothing", "snowhere<enter>", { _ in }, "not found: nowhere"), ("clear", "z", { _ in }, "cleared: u brings"),
    ("undo", "zu", { _ in }, "undone: clearing the table"), ("undo nothing", "u", { _ in }, "nothing to undo"),
    ("save", "rx<enter><esc>:save-message a<enter>", { $0.update(.notice("saved as a", .information)) }, "saved as a"),
    ("reload", "<^r>", { $0.update(.notice("configuration reloaded", .information)) }, "configuration reloaded"),
  ]

  @Test(arguments: ends.indices)
  func `the last line says what became of what was done`(index: Int) {
    let end = Self.ends[index]
    let session = session().type(end.keys)
    end.answer(session)
    #expect(session.message.contains(end.says), "\(end.what): \(session.message)")
  }

  @Test func `an accepted filter stands in the title with its counts, and so does one that shows nothing`() {
    let session = session().type("/\"row 6\"<enter>")
    #expect(session.lines[0].contains("\"row 6\"   2 of 60") && session.state.focus == .table)
    session.type("/<^u>nowhere<enter>")
    #expect(session.lines[0].contains("\"nowhere\"   0 of 60") && session.shows("No datagram here matches"))
    session.type("/<^u><enter>")
    #expect(!session.lines[0].contains("nowhere") && session.lines[0].hasSuffix(" 60"))
  }

  @Test func `no session is left over from a command that is gone`() {
    #expect(Set(Self.deeds.keys).subtracting(Command.all.map(\.name)) == [])
  }

  private func session() -> Session { Self.session(.english) }

  /// Returns the words of a language, which are read once: a build without optimization takes a while.
  static func catalogue(of language: Language) -> Catalogue { language == .english ? .english : simplifiedChinese }

  private static let simplifiedChinese = Language.simplifiedChinese.catalogue

  /// A session with sixty rows of three peers.
  static func session(_ language: Language, columns: Int = 120, rows: Int = 35) -> Session {
    let bound = [Session.endpoint("0.0.0.0", 8_080), Session.endpoint("127.0.0.1", 9_000)]
    let session = Session(
      columns, rows, bound: bound,
      configure: {
        $0.messages = ["status": "STATUS?"]
        $0.catalogue = catalogue(of: language)
        let book = FormatBook([FormatsTests.format("line", .patterns([FormatsTests.regex("^row (?<count>[0-9]+)")]))])
        $0.formats = { book }
      })
    for number in 1...60 {
      session.add(
        .incoming, Array("row \(number) é".utf8), peer: Session.endpoint("10.0.0.\((number - 1) % 3 + 1)", 5_000))
    }
    session.deliver()
    session.update(.rules(RulesTests.records)).update(.alarms(AlarmsTests.records))
    return session.tick(seconds: 1)
  }

  private static func screen(_ session: Session) -> [String] {
    let canvas = session.state.drawn()
    return canvas.lines + (0..<canvas.size.rows).map { "\(canvas.styleRuns(row: $0))" } + [
      "\(String(describing: canvas.cursor))"
    ]
  }
}
