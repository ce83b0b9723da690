import Monitor
import PayloadText
import Rules
import TerminalUI
import Testing
import UDPCore

/// Compares every pane, line and list at three sizes with a screen file. Other suites cover the rest: rows, peers,
/// rates, JSON, the detail's cursor, multi-line messages, Chinese.
@Suite struct PaneScreenTests {
  static let sizes = [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)]
  /// Names of the open parts, and the keys that open them.
  static let panes: [(name: String, keys: String)] = [
    ("empty-filtered", "/nobody says this<enter>"), ("detail", "<up><enter>"), ("reply", "gr收到\\n"),
    ("new", "n10.1.2.3:90000<enter>"), ("several", "gmmmSto all of you"), ("help", "?<pgdn>"),
    ("help-search", "?/peers sort"), ("language", "/<f1>"), ("copy", "<up>y"), ("encodings", "e<down>"),
    ("sorting", "<f6><down>"), ("messages", "r<f9>"), ("write", "w"), ("columns", ":columns +no"),
    ("filter-right", "/port 8080"), ("filter-wrong", "/port 8080 or"), ("filter-offers", "/<^u><tab>"),
    ("find", "stext"), ("command", ":<tab>"), ("command-wrong", ":columns tixt<enter>"), ("notes", notes),
    ("rules", "Lj"), ("repeating", "gr\\x01<enter><esc>:repeat 100 0.5<enter>"),
  ]
  private static let notes = "g:note call them back tomorrow<enter>:columns +note +interface<enter>"

  @Test(arguments: panes.map(\.name), sizes)
  func `every pane is drawn at every size`(pane: String, size: Size) throws {
    let keys = try #require(Self.panes.first { $0.name == pane }).keys
    let messages: [String: WrittenMessage] = ["status": "STATUS?\\r\\n", "start": "START\\n", "stop": "STOP\\x00"]
    let session = ScreenTests.everyKind(size.columns, size.rows) { $0.messages = messages }
    session.update(.interfaces(InterfaceNames([2: "eth0"])))
    session.update(.rules(RulesTests.records))
    expectScreen(session.type(keys), "\(pane)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: sizes)
  func `the screen without a datagram is drawn at every size`(size: Size) {
    expectScreen(Session(size.columns, size.rows), "empty-\(size.columns)x\(size.rows)")
  }
}
