import Configuration
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

struct ReadingTests {
  @Test func `without a file everything is built in`() {
    let configuration = configuration(nil)
    #expect(configuration.problems == [])
    #expect(configuration.settings.memory == 256 << 20)
    #expect(configuration.settings.theme == "default")
  }

  @Test func `a variable goes before the file, and the file before what is built in`() {
    let file = "memory = \"64MiB\"\nsnap = 100\ngro = true\nendpoints = [\"9000\"]\n"
    let variables = ["UDPEEK_MEMORY": "128MiB", "UDPEEK_GRO": "no", "UDPEEK_ENDPOINTS": "9001 [::1]:9002"]
    let settings = configuration(file, variables).settings
    #expect(settings.memory == 128 << 20)
    #expect(settings.snap == 100)
    #expect(!settings.gro)
    #expect(settings.endpoints.map(\.source) == ["9001", "[::1]:9002"])
  }

  @Test func `names, messages, keys, encodings, colours and themes are read`() throws {
    let configuration = configuration(
      #"""
      filter = "boiler and not port 53"
      theme = "mine"
      [aliases]
      "10.0.3.17" = "boiler"
      "10.0.0.0/16" = "工厂"
      [messages]
      ask = 'temp?\r\n'
      [keys]
      freeze = ["F12", "^P"]
      time = []
      [encodings]
      "10.0.0.0/8" = "big5"
      boiler = "gbk"
      [columns]
      show = ["text", "number"]
      widths = { source = 15 }
      [[colors]]
      filter = "/alarm/i and 工厂"
      style = "bold red"
      [themes.mine]
      base = "light"
      failure = "underline bright-blue"
      """#)
    #expect(configuration.sentences == [])
    let settings = configuration.settings
    #expect(settings.filter.canonical == "host 10.0.3.17 and not port 53")
    #expect(settings.aliases.target(named: "boiler:5000")?.description == "10.0.3.17:5000")
    #expect(settings.messages == ["ask": WrittenMessage(#"temp?\r\n"#, form: .text)])
    #expect(settings.keys == ["freeze": [.function(12), .control("p")], "time": []])
    let boiler = Endpoint(try #require(IPAddress("10.0.3.17")), port: 1)
    #expect(settings.encodings.match(boiler)?.value == .encoding(.gbk))
    #expect(settings.columns.shown == [.text, .number])
    #expect(settings.columns.widths == [.source: 15])
    #expect(settings.colors.first?.style == Style(.red, .bold))
    #expect(settings.themes["mine"]?.styles[.failure] == Style(.brightBlue, .underline))
  }

  @Test func `keys may change places`() {
    let configuration = configuration("[keys]\nfreeze = \"x\"\nhex = [\"p\"]\n")
    #expect(configuration.sentences == [])
    #expect(configuration.settings.keys == ["freeze": [.character("x")], "hex": [.character("p")]])
  }

  @Test func `the same key may mean another command elsewhere`() {
    #expect(configuration("[keys]\nrate-peer = [\"m\"]\n").sentences == [])
  }

  @Test func `what is printed can be read again and is the same`() {
    let source = """
      memory = "64MiB"
      reply-rate = 7
      [keys]
      freeze = ["\\"", "\\\\", "^P"]
      previous-mark = []
      zoom = []
      [aliases]
      "10.0.3.17:5000" = "boiler"
      [encodings]
      "2001:db8::/32" = "auto"
      [messages]
      "two words" = 'a\\x7e"\\u{4f60}'
      [columns]
      widths.source = 9
      [[colors]]
      filter = "boiler"
      style = "dim"
      [[colors]]
      filter = '"a" or \\'b\\''
      style = "green"
      [themes."my own"]
      warning = "red"
      """.replacing("\\'", with: "")
    let first = configuration(source)
    #expect(first.sentences == [])
    let second = configuration(first.text())
    #expect(second.sentences == [])
    let (left, right) = (Self.values(first), Self.values(second))
    #expect(left == right)
    #expect(left.contains("memory = \"64MiB\""))
  }

  /// The configuration's lines without comments.
  private static func values(_ configuration: Configuration) -> [String] {
    configuration.text().split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      String(line.prefix(upTo: line.firstRange(of: "  # ")?.lowerBound ?? line.endIndex))
    }
  }

  @Test func `fields of formats are columns, and so are their graphs`() {
    let configuration = configuration(
      """
      [[format]]
      name = "meter"
      struct = ">H:temp/10"
      [columns]
      show = ["time", "temp", "meter.temp", "temp~", "qname", "text"]
      widths = { temp = 9 }
      """)
    #expect(configuration.sentences == [])
    #expect(
      configuration.settings.columns.shown
        == [.time, .field("temp"), .field("meter.temp"), .trail("temp"), .field("qname"), .text])
    #expect(configuration.settings.columns.widths == [.field("temp"): 9])
  }

  @Test func `every example that is printed is right`() {
    let text = configuration(nil).text().split(separator: "\n").map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }
    let known = text.filter { !$0.hasPrefix("show =") && !$0.hasPrefix("freeze =") }.joined(separator: "\n")
    #expect(configuration(known).sentences == [])
  }

  @Test func `it is said where each value comes from`() {
    let text = configuration("\nsnap = 9\n[keys]\ntime = []\n", ["UDPEEK_MEMORY": "64MiB"]).text()
    #expect(text.contains("snap = 9  # line 2\n"))
    #expect(text.contains("time = []  # line 4\n"))
    #expect(text.contains("memory = \"64MiB\"  # UDPEEK_MEMORY\n"))
    #expect(text.contains("theme = \"default\"  # default\n"))
  }

  @Test func `what cannot change while the screen runs is named`() {
    let before = configuration("memory = \"64MiB\"\ntheme = \"light\"\n")
    #expect(configuration("memory = \"65MiB\"\nsnap = 3\n").fixedDifferences(from: before) == ["memory", "snap"])
  }
}
