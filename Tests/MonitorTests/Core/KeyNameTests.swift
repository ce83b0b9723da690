import Glibc
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests that sentences name keys as they are configured.
@Suite struct KeyNameTests {
  /// Unusual keys for commands.
  private static let chosen: [String: [Key]] = [
    "undo": [.function(12)], "filter": [], "filter-toggle": [.alt("t")], "freeze": [.function(13)], "mark": [],
    "new": [.function(14)], "reply": [.function(15)], "find": [.function(16)], "help": [.function(17)],
    "bottom": [.function(18)], "interrupt": [.control("k")], "detail": [.function(19)], "peers": [],
    "message-encoding": [.function(20)], "encoding": [.alt("e")], "back": [.function(21)], "complete": [.function(22)],
    "send": [.function(23), .enter],
  ]

  private func session(_ columns: Int = 120) -> Session {
    Session(columns, 24, configure: { $0.keymap = Keymap(Self.chosen) }).receive("hi").receive("du")
  }

  @Test(arguments: [
    ("z", "cleared: F12 brings the rows back"), ("z:1<enter>", "row 1 was cleared: F12 brings it back"),
    ("<m-t>", "no filter to switch off: :filter sets one"), ("M", "no row is marked: :mark marks one"),
    ("S", "no row and no peer is marked: :mark marks one"),
    (":filter<enter>xyz<enter>", "M-t switches the filter off and on, :filter changes it"),
    (":filter<enter>xyz<enter>:1<enter>", "the filter hides row 1: M-t switches it off"),
    ("]", "nothing to find yet: F16 starts"), ("R", "nothing was sent yet: F15 replies, F14 writes"),
    ("}", "no other pane is open: F19, :peers and ^G open some"), ("<^k>", "^K again quits; any other key continues"),
    (":nonsense<enter>", "no such command: F22 lists them"),
    ("<f15><enter>", "an empty datagram? F23 again sends it"), ("<f15>😀<f20>gbk<enter>", "F20 changes the encoding"),
    ("<f17>", "F21 closes, j k PgDn scroll, / searches"),
  ])
  func `a sentence names the key that a person chose`(keys: String, sentence: String) {
    let session = session().type(keys).deliverSent()
    #expect(session.shows(sentence), "\(session.lines)")
  }

  @Test func `the key that shows a row beyond a still view is the one that a person chose`() {
    let session = session().receive(count: 50).type("<up><f15>x<enter>").deliverSent()
    #expect(session.message.contains("F18 shows it"))
  }

  @Test func `the empty screen names the keys in force`() {
    let session = Session(100, 24, configure: { $0.keymap = Keymap(["help": [], "new": [.function(14)]]) })
    #expect(session.shows(":help shows the keys, F14 writes a message to any endpoint."))
  }

  private static let ways: [([String: [Key]], String)] = [
    ([:], "q or F10 quits"), (["quit": []], "q quits"), (["back-or-quit": []], "F10 quits"),
    (["quit": [.function(9)], "back-or-quit": []], "F9 quits"), (["quit": [], "back-or-quit": []], ":quit quits"),
  ]

  @Test(arguments: ways)
  func `Esc at the table says what quits`(keys: [String: [Key]], sentence: String) {
    let session = Session(80, 24, configure: { $0.keymap = Keymap(keys) }).type("<esc>")
    #expect(session.message.contains(" \(sentence)"), "\(session.message)")
    #expect(session.type(":quit<enter>").takeEffects() == [.saveHistory(.command, line: "quit"), .quit])
  }

  @Test(arguments: Catalogue.texts.filter { $0.contains("{") && !$0.contains("\\u{") })
  func `what stands in braces is a command, in every language`(text: String) {
    let chinese = Language.simplifiedChinese.catalogue.translations[text] ?? ""
    #expect(names(text).allSatisfy { Command.named($0) != nil })
    #expect(names(chinese).sorted() == names(text).sorted())
  }

  private func names(_ text: String) -> [String] { text.matches(of: #/\{([^}]*)\}/#).map { String($0.1) } }

  @Test func `every command that a sentence of the screen asks the keymap for is there`() throws {
    let root = String(#filePath.split(separator: "/Tests/")[0])
    let files = swiftFiles(below: root + "/Sources/Monitor")
    var count = 0
    for file in files {
      let source = try #require(readFile(file))
      for match in source.matches(of: #/(?:\bkey\(|calling\(|key\(of: |offer\("[^"]*", )"([a-z-]+)"/#) {
        count += 1
        #expect(Command.named(match.1) != nil, "\(file): \(match.1)")
      }
    }
    #expect(count > 30)
  }
}
