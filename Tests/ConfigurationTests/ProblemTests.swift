import Configuration
import Monitor
import TerminalUI
import Testing
import UDPCore

struct ProblemTests {
  @Test(arguments: [
    ("a = 1", "/c:1: a: there is no such key"),
    ("\nmemry = \"64MiB\"", "/c:2: memry: there is no such key; did you mean 'memory'?"),
    ("snap = \"x\"", "/c:1: snap: needs a whole number from 0 to 65535, not \"x\""),
    ("snap = -1", "/c:1: snap: needs a whole number from 0 to 65535, not -1"),
    ("gro = 1", "/c:1: gro: needs true or false, not a whole number"),
    ("memory = 1", "/c:1: memory: needs at least \""),
    ("memory = true", "/c:1: memory: needs a size such as \"8MiB\", not true"),
    ("encoding = \"gbkk\"", "/c:1: encoding: \"gbkk\" is not an encoding; see: udpeek encodings; did you mean 'gbk'?"),
    (
      "theme = \"lihgt\"",
      "/c:1: theme: needs one of \"default\", \"light\", \"mono\", not \"lihgt\"; did you mean 'light'?"
    ),
    ("ambiguous-width = 3", "/c:1: ambiguous-width: needs a whole number from 1 to 2, not 3"),
    ("hex = 1979-05-27", "/c:1: hex: needs true or false, not a date or time"),
    ("[aliases]\n\n10.0.0.1 = \"a\"", "/c:3: aliases.10: \"10\" is not an address"),
    ("[aliases]\n\"10.0.0.1\" = \"port\"", "/c:2: aliases.\"10.0.0.1\": 'port' is a word of the filter language"),
    ("[aliases]\n\"10.0.0.1\" = \"8080\"", "/c:2: aliases.\"10.0.0.1\": \"8080\" is not a name"),
    ("keys = 1", "/c:1: keys: needs a table of keys by command, not a whole number"),
    ("[keys]\nfreze = \"a\"", "/c:2: keys.freze: there is no such command; did you mean 'freeze'?"),
    ("[keys]\nfreeze = [\n \"a\",\n \"Foo\"]", "/c:4: keys.freeze: \"Foo\" is not a key"),
    (
      "[keys]\nfreeze = \"x\"",
      "/c:2: keys.freeze: x is a key of 'hex', which keeps it; to change that: hex = []; the command is then typed as :hex"
    ),
    (
      "[keys]\naccept = \"F2\"\nfreeze = \"x\"\nhex = [\"x\", \"F9\"]",
      "/c:3: keys.freeze: x is a key of 'hex', which keeps it; to change that: hex = [\"F9\"]"
    ),
    (
      "[keys]\nquit = []\nback-or-quit = []\ninterrupt = []\ncommand = []",
      "/c:5: keys.command: no key would be left to quit with: 'command' keeps its key"
    ),
    ("[messages]\na = '\\q'", "/c:2: messages.a: character 1: unknown escape"),
    ("[encodings]\n\"10.0.0.0/33\" = \"gbk\"", "/c:2: encodings.\"10.0.0.0/33\": \"10.0.0.0/33\" is not an address"),
    ("columns.show = [\"text\", \"txet\"]", "/c:1: columns.show: there is no column \"txet\""),
    (
      "columns.show = [\"text\", \"tmp\"]\n[[format]]\nname = \"m\"\nstruct = \"B:temp\"",
      "/c:1: columns.show: there is no column \"tmp\", and no format has such a field"
    ),
    ("columns.show = [\"text\", \"text\"]", "/c:1: columns.show: the column \"text\" is listed twice"),
    ("[columns.widths]\ntext = 0", "/c:2: columns.widths.text: needs a whole number from 1 to 500, not 0"),
    ("[[colors]]\nfilter = \"a\"", "/c:1: colors[1]: needs both filter and style"),
    (
      "[[colors]]\nfilter = \"a\"\nstyle = \"red\"\n\n[[colors]]\nfilter = \"port x\"\nstyle = \"red\"",
      "/c:6: colors[2].filter: 'port' takes a number from 0 to 65535, not 'x'"
    ),
    ("[[colors]]\nfilter = \"a\"\nstyle = \"rde\"", "/c:3: colors[1].style: 'rde' is not a colour or attribute"),
    (
      "[[colors]]\nfilter = \"a\"\nstyle = \"on red\"",
      "/c:3: colors[1].style: \"on red\": background colours are not supported"
    ),
    ("[themes.a]\nfailur = \"red\"", "/c:2: themes.a.failur: there is no such key; did you mean 'failure'?"),
    ("[themes.a]\nbase = \"b\"", "/c:2: themes.a.base: needs one of \"default\", \"light\", \"mono\", not \"b\""),
    ("a = ", "/c:1:5: this line is ignored: a value is missing; put text in quotes"),
    ("theme = dark", "/c:1:9: this line is ignored: that is not a value; put text in quotes"),
    // toml++ 3.4 would terminate the process here.
    (
      "a = 2026-11-22TM-o21:07:45Z",
      "/c:1:1: this line is ignored: that is neither a number nor a date; put text in quotes"
    ),
    (
      "d = 2026-11-2d 1,]",
      "/c:1:1: this line is ignored: that is neither a number nor a date; put text in quotes"
    ),
    ("[keys\nfreeze = 1", "/c:1:6: this line is ignored"),
  ])
  func `each mistake is told with its line and key`(_ source: String, _ sentence: String) {
    let configuration = configuration("# one\n" + source + "\n")
    let moved = sentence.replacing(#/^/c:(\d+)/#) { "/c:\((Int($0.1) ?? 0) + 1)" }
    #expect(configuration.sentences.count == 1, "\(configuration.sentences)")
    #expect(configuration.sentences.first?.hasPrefix(moved) == true, "\(configuration.sentences)")
  }

  @Test(arguments: [
    ("0", "a whole number"), ("-17", "a whole number"), ("1_000", "a whole number"), ("0xDEAD_beef", "a whole number"),
    ("0b11", "a whole number"), ("+0.5", "a number"), ("6.626e-34", "a number"), ("1e1_0", "a number"),
    ("-inf", "a number"), ("+nan", "a number"), ("1979-05-27", "a date or time"), ("07:32:00.999", "a date or time"),
    ("1979-05-27T07:32:00Z", "a date or time"), ("1979-05-27 00:32:00.5-07:00", "a date or time"),
    ("1979-05-27t07:32:00+01:00", "a date or time"),
  ])
  func `numbers and dates of every form are read`(_ value: String, _ kind: String) {
    let sentences = configuration("hex = \(value) # \n").sentences
    #expect(
      sentences.count == 1 && sentences[0].hasPrefix("/c:1: hex: needs true or false, not \(kind)"), "\(sentences)")
  }

  @Test func `a cure that leaves quit without a key says how quit is typed`() {
    let sentences = configuration("[keys]\ntime = [\"Q\", \"F10\"]\n").sentences
    #expect(sentences.count == 2)
    #expect(
      sentences.allSatisfy { $0.hasSuffix("to change that: quit = []; the command is then typed as :quit") },
      "\(sentences)")
    let cured = configuration("[keys]\ntime = [\"Q\", \"F10\"]\nquit = []\n")
    #expect(cured.sentences == [])
    #expect(cured.text().contains("must be typed: :quit") && cured.settings.keys["quit"] == [])
  }

  @Test func `a wrong variable is told by its name`() {
    let sentences = configuration(nil, ["UDPEEK_SNAP": "many"]).sentences
    #expect(sentences == ["UDPEEK_SNAP: needs a whole number from 0 to 65535, not \"many\""])
  }

  @Test func `what is right counts beside every mistake`() {
    let configuration = configuration(
      """
      snap = 7
      memory = "many"
      broken = = 1
      gro = false
      [aliases]
      "10.0.3.17" = "boiler"
      "10.0.3.18" = "boiler"
      [nonsense
      snap = 9
      [keys]
      freeze = ["x", "F9"]
      """)
    #expect(configuration.sentences.count == 5)
    #expect(configuration.settings.snap == 7)
    #expect(!configuration.settings.gro)
    #expect(configuration.settings.aliases.all.map(\.name) == ["boiler"])
    #expect(configuration.settings.keys == ["freeze": [.function(9)]])
  }

  @Test(arguments: [
    "\u{0}", "a = \"\u{1b}[2J\"", "[[[[[[", "\"", "'''", "a.b.c.d = [[{", "=\n=\n=\n=\n=\n=\n=\n=\n=\n=\n",
  ])
  func `a file of rubbish is mistakes, not a trap`(_ source: String) {
    #expect(!configuration(source).problems.isEmpty)
  }

  @Test(arguments: ["[=]", "[.a]", "[[[[", "[é]", "[ +a]", "[[ =]]"])
  func `a heading that names no table is a mistake of its line`(_ heading: String) {
    let configuration = configuration("snap = 7\n\(heading)\nhex = true\n[columns]\nwidths = { text = 9 }\n")
    #expect(configuration.sentences == ["/c:2:1: this line is ignored: this heading names no table"])
    #expect(configuration.settings.snap == 7)
    #expect(configuration.settings.columns.widths == [.text: 9])
  }

  @Test func `no text is a trap`() {
    let pieces = [
      "[", "]", "[[", "]]", "=", ".", ",", "{", "}", "\"", "'", "\"\"\"", "'''", "#", "\n", "\n", "\n[", "\n[[", " ",
      "\t",
      "a", "keys", "é", "\\", "\\u", "+", "-", "1", "1979-05-27", "0x", "true", "inf", "\r", "\u{0}", "\u{feff}", "_",
      "😀",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5_000 {
      let count = Int.random(in: 1...24, using: &random)
      let source = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      _ = configuration(source)
    }
  }

  @Test(arguments: [("a = ", "[", "]"), ("", "a.", "a = 1"), ("[", "a . ", "a]"), ("a = { ", "\"\".", "a = 1 }")])
  func `a deep file does not exhaust the stack`(_ start: String, _ piece: String, _ end: String) {
    let deep = start + String(repeating: piece, count: 500_000) + end
    #expect(!configuration(deep).problems.isEmpty)
  }
}
