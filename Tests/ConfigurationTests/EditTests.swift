import Basics
import Configuration
import PayloadText
import PeerText
import Testing
import UDPCore

struct EditTests {
  private static let boiler = AddressTarget("10.0.3.17")!

  @Test(arguments: [
    ("", "[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    ("snap = 1", "snap = 1\n\n[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    ("[encodings]\n", "[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    (
      "# mine\n[encodings] # all\n\"10.0.0.0/8\" = \"big5\" # wide\n\n# next\n[keys]\n",
      "# mine\n[encodings] # all\n\"10.0.0.0/8\" = \"big5\" # wide\n\"10.0.3.17\" = \"gbk\"\n\n# next\n[keys]\n"
    ),
    (
      "[encodings]\n'10.0.3.17'  =  'utf-8'  # cellar\n[keys]\n",
      "[encodings]\n'10.0.3.17'  =  \"gbk\"  # cellar\n[keys]\n"
    ),
    ("encodings.\"10.0.3.17\" = \"utf-8\"", "encodings.\"10.0.3.17\" = \"gbk\""),
    ("encodings = { \"10.0.3.17\" = \"utf-8\" } # here", "encodings = { \"10.0.3.17\" = \"gbk\" } # here"),
    ("\u{feff}[encodings]\n\"10.0.3.17\" = \"utf-8\"\n", "\u{feff}[encodings]\n\"10.0.3.17\" = \"gbk\"\n"),
    (
      "# 锅炉 😀\n[encodings]\r\n  \"10.0.3.17\" = 'utf-8'\t# 锅炉\r\n",
      "# 锅炉 😀\n[encodings]\r\n  \"10.0.3.17\" = \"gbk\"\t# 锅炉\r\n"
    ),
    (
      "[themes.a]\nbase = \"light\"\n[encodings.x]\n",
      "[themes.a]\nbase = \"light\"\n[encodings.x]\n\n[encodings]\n\"10.0.3.17\" = \"gbk\"\n"
    ),
  ])
  func `a choice goes into its section and nothing else changes`(_ before: String, _ after: String) throws {
    #expect(try ConfigurationEdit.keeping(.gbk, for: Self.boiler, in: before) == after)
    #expect(configuration(after).settings.encodings[target: Self.boiler] == .encoding(.gbk))
  }

  @Test(
    arguments: [
      ("[encodings]\n\"10.0.3.17\" = \"koi8-r\" # cellar\n", PresetEncoding.encoding(.koi8R)),
      ("[aliases]\n\"10.0.3.17\" = \"boiler\"\n[encodings]\nboiler = \"big5\"\n", .encoding(.big5)),
      ("[encodings]\n\"10.0.3.17\" = \"auto\"\n", .auto),
      ("[encodings]\n\"10.0.0.0/8\" = \"gbk\"\n", nil), ("snap = 1\n", nil),
    ] as [(String, PresetEncoding?)])
  func `what was kept before is found under each of its names, and put back`(
    source: String, before: PresetEncoding?
  ) throws {
    #expect(ConfigurationEdit.kept(for: Self.boiler, in: source) == before)
    let changed = try ConfigurationEdit.keeping(.gbk, for: Self.boiler, in: source)
    #expect(configuration(changed).settings.encodings[target: Self.boiler] == .encoding(.gbk), "\(changed)")
    guard let before else {
      let removed = try ConfigurationEdit.removing(encodingOf: Self.boiler, in: changed)
      #expect(configuration(removed).settings.encodings == configuration(source).settings.encodings, "\(removed)")
      return
    }
    #expect(try ConfigurationEdit.keeping(before.encoding, for: Self.boiler, in: changed) == source)
  }

  @Test func `a section that is written another way is left alone, and the line to add is told`() {
    let error = #expect(throws: ConfigurationEdit.Refusal.self) {
      try ConfigurationEdit.keeping(.gbk, for: Self.boiler, in: "encodings = { }\n")
    }
    #expect(error?.description.contains("\"10.0.3.17\" = \"gbk\"") == true)
  }

  @Test func `a file that is no TOML is not edited`() throws {
    #expect(throws: ConfigurationEdit.Refusal.self) {
      try ConfigurationEdit.saving(message: "temp?", as: "ask", in: "snap = 9\nbroken [[[\n")
    }
  }

  @Test func `a message is saved under its name, or in place of another`() throws {
    func texts(_ texts: [String: String]) -> [String: WrittenMessage] {
      texts.mapValues { WrittenMessage($0, form: .text) }
    }
    let first = try ConfigurationEdit.saving(message: "temp?\\r\\n'", as: "ask it", in: "# mine\n")
    #expect(first.hasPrefix("# mine\n"))
    #expect(configuration(first).settings.messages == texts(["ask it": "temp?\\r\\n'"]))
    let second = try ConfigurationEdit.saving(message: "温度?", as: "ask it", replaces: true, in: first)
    #expect(configuration(second).settings.messages == texts(["ask it": "温度?"]))
    #expect(throws: ConfigurationEdit.Refusal.self) {
      try ConfigurationEdit.saving(message: "other", as: "ask it", in: second)
    }
    let third = try ConfigurationEdit.saving(message: "x", as: "b", in: second)
    #expect(configuration(third).settings.messages == texts(["ask it": "温度?", "b": "x"]))
  }

  @Test func `a file that is written anew names every key as a comment, and changes nothing`() throws {
    let (text, added) = try ConfigurationEdit.completing("")
    #expect(added.contains("memory") && added.contains("[aliases]") && added.contains("[keys]"))
    #expect(text.contains("\n#memory = \"256MiB\"\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    #expect(configuration(text).problems.isEmpty)
    #expect(try ConfigurationEdit.completing(text).added == [])
    #expect(try ConfigurationEdit.completing(text).text == text)
  }

  @Test(arguments: [
    "snap = 9", "# mine\r\nsnap = 9 # short\r\n", "[aliases] # of the plant\n\"10.0.3.17\" = \"boiler\"\n",
    "theme = \"light\"\n\n# those of the plant\n[aliases]\n'10.0.3.17' = 'boiler'\n[[colors]]\nfilter = 'in'\nstyle = 'bold'\n",
    "aliases.\"10.0.3.17\" = \"boiler\"\n", "endpoints = [\n  \"8080\", # one\n  \"9000\",\n]", "# only a comment",
  ])
  func `what a file lacks is added as comments, and each of its lines stays`(_ source: String) throws {
    let (text, added) = try ConfigurationEdit.completing(source)
    var rest = text.split(separator: "\n")[...]
    for line in source.split(separator: "\n") {
      let place = try #require(rest.firstIndex(of: line))
      #expect(rest[..<place].allSatisfy { $0.hasPrefix("#") })
      rest = rest[(place + 1)...]
    }
    #expect(rest.allSatisfy { $0.hasPrefix("#") })
    #expect(configuration(text).sentences == configuration(source).sentences)
    #expect(configuration(text).fixedDifferences(from: configuration(source)).isEmpty)
    #expect(configuration(text).settings.aliases == configuration(source).settings.aliases)
    #expect(added.contains("memory") && !added.contains("snap") == source.contains("snap"))
    #expect(try ConfigurationEdit.completing(text).added == [])
  }

  @Test func `a commented key before the first section counts once its sign is taken away`() throws {
    let text = try ConfigurationEdit.completing("[aliases]\n\"10.0.3.17\" = \"boiler\"\n").text
    let changed = text.replacing("#memory = \"256MiB\"", with: "memory = \"64MiB\"")
    #expect(configuration(changed).problems.isEmpty)
    #expect(configuration(changed).settings.memory == 64 << 20)
  }

  @Test(arguments: [
    WrittenMessage("temp?\\r\\n'", form: .text), WrittenMessage("7e 02 a1 b2", form: .hex),
    WrittenMessage("{\"a\":\"x\\ny\"}", form: .raw),
    WrittenMessage("温度?", encoding: .gbk), WrittenMessage("two\nlines", form: .raw, encoding: .big5),
    WrittenMessage("hi", form: .text), WrittenMessage("7e'", form: .raw),
  ])
  func `a saved message is read back as it was written`(message: WrittenMessage) throws {
    let source = try ConfigurationEdit.saving(message: message, as: "poll", in: "[messages]\na = 'b'\n")
    let read = configuration(source)
    #expect(
      read.problems == [] && read.settings.messages == ["a": WrittenMessage("b", form: .text), "poll": message],
      "\(source)")
    #expect(try ConfigurationEdit.removing(message: "poll", in: source) == "[messages]\na = 'b'\n")
  }

  @Test func `a string alone is a text, and a text is written as one`() throws {
    let read = configuration("[messages]\na = '10 20'\nb = { text = '10 20' }\n")
    let text = WrittenMessage("10 20", form: .text)
    #expect(read.settings.messages == ["a": text, "b": text])
    #expect(
      try ConfigurationEdit.saving(message: text, as: "b", in: "[messages]\nb = { text = '10 20' }\n")
        == "[messages]\nb = \"10 20\"\n")
  }

  @Test func `a message in hexadecimal is written as a person would write it`() throws {
    let source = try ConfigurationEdit.saving(message: WrittenMessage("7e 02", form: .hex), as: "poll", in: "")
    #expect(source == "[messages]\npoll = { hex = \"7e 02\" }\n")
  }

  @Test(arguments: [
    ("a = { hex = '7e 0' }", "half a byte"), ("a = { hexx = '7e' }", "hex"),
    ("a = { hex = '7e', raw = 'x' }", "needs one of"),
    ("a = { hex = '7e', encoding = 'gbk' }", "no encoding"), ("a = { encoding = 'gbk' }", "needs one of"),
    ("a = { raw = 1 }", "in quotes"),
  ])
  func `a message that cannot be is refused with its reason`(line: String, reason: String) {
    let read = configuration("[messages]\n\(line)\n")
    #expect(
      read.settings.messages.isEmpty && read.problems.contains { $0.description.contains(reason) }, "\(read.problems)")
  }
}
