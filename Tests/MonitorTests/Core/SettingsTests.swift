import DisplayFilter
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the configuration's effect on the screen.
struct SettingsTests {
  private static let boiler = IPAddress("10.0.3.17")!

  private static func aliases() -> Aliases {
    var aliases = Aliases()
    aliases.add("锅炉", for: .address(boiler))
    return aliases
  }

  @Test func `a theme is chosen by its name, and stays when the configuration is read again`() {
    let session = Session(80, 24).receive("hi").type(":theme l<tab><enter>")
    #expect(session.message.contains("theme light: theme = \"light\" in the configuration keeps it"))
    #expect(session.state.configuration.theme == .light)
    var settings = MonitorSettings(bound: [])
    settings.theme = .standard
    session.update(.settings(settings))
    #expect(session.state.configuration.theme == .light)
    session.type(":theme<enter>")
    #expect(session.state.configuration.theme == .mono)
    session.type(":theme nonsense<enter>")
    #expect(session.shows("no such theme; the themes are default light mono"))
  }

  @Test func `a name stands in the place of an address and is understood in the filter`() {
    let session = Session(100, 24, configure: { $0.aliases = Self.aliases() })
    session.receive("one").receive("two", from: Session.endpoint("10.0.3.18", 9))
    #expect(session.shows("锅炉:53412"))
    #expect(session.shows("10.0.3.18:9"))
    session.type("/锅炉<enter>")
    #expect(session.shows("one") && !session.shows("two"))
    #expect(session.shows("host 10.0.3.17   1 of 2"))
  }

  @Test func `a name is understood where a new message goes`() {
    let session = Session(100, 24, configure: { $0.aliases = Self.aliases() }).type("n锅炉:9000<enter>hi<enter>")
    #expect(session.transmitted?.peer == Endpoint(Self.boiler, port: 9_000))
    session.type("<esc>n锅炉<enter>")
    #expect(session.shows("the port is missing; write 锅炉:8080"))
  }

  @Test func `keys that were changed count, and stand in the footer and the help`() {
    let keymap = Keymap(["freeze": [.function(12)], "hex": [], "time": [.character("p")]])
    let session = Session(120, 35, configure: { $0.keymap = keymap }).receive("hello")
    #expect(session.message.contains("F12 Freeze"))
    session.type("p")
    #expect(session.shows("Since start") && !session.shows("FROZEN"))
    session.type("x")
    #expect(!session.shows("Hex "))
    session.type("<f12>")
    #expect(session.shows("FROZEN"))
    session.type("?")
    #expect(session.lines.contains { $0.contains("│ F12  ") && $0.contains("freeze the view") })
  }

  @Test func `the first colour rule that shows a row styles it`() throws {
    let rules = try [("/alarm/i", Style(.red, .bold)), ("port 53412", Style(.blue))].map {
      ColorRule(filter: try DisplayFilter($0.0), style: $0.1)
    }
    let session = Session(100, 24, configure: { $0.colors = rules })
    session.receive("ALARM").receive("calm").receive("other", from: Session.endpoint("10.0.0.1", 9)).type("kk")
    let canvas = session.state.drawn()
    let styles = canvas.lines.enumerated().filter { $0.element.contains(":53412") || $0.element.contains("10.0.0.1:9") }
      .map { canvas[8, $0.offset].style.foreground }
    #expect(styles == [.red, .blue, .standard])
  }

  @Test func `encodings by address count until one is chosen on the screen`() {
    var chosen = ChosenEncodings(encodingForAll: .big5)
    chosen.byAddress[target: .address(Self.boiler)] = .encoding(.gbk)
    let session = Session(120, 35, configure: { $0.encodings = chosen })
    session.receive("温度", as: .gbk).receive("溫度", as: .big5, from: Session.endpoint("10.0.0.1", 9))
    #expect(session.shows("温度") && session.shows("溫度"))
    session.type("ge").type("koi8-r<enter>")
    #expect(session.shows("koi8-r") && !session.shows("温度") && session.shows("溫度"))
    #expect(session.message.contains(":keep-encoding writes it into the configuration"))
    session.type("geauto<enter>")
    #expect(!session.shows("koi8-r"))
  }

  @Test func `:keep-encoding asks for the row's encoding to be written, for its address or for a network`() {
    let session = Session(120, 35, configure: { $0.encodings.encodingForAll = .gbk }).receive("hi")
    session.type(":keep-encoding<enter>:keep-encoding 10.0.0.0/8<enter>")
    let kept = session.takeEffects().filter { if case .keepEncoding = $0 { true } else { false } }
    #expect(kept == [.keepEncoding(.gbk, .address(Self.boiler)), .keepEncoding(.gbk, AddressTarget("10.0.0.0/8")!)])
    session.type(":keep-encoding nowhere<enter>")
    #expect(session.shows("write an address, a network or an endpoint"))
  }

  @Test func `:keep-encoding replaces no entry without a word`() {
    let session = Session(120, 35) {
      $0.encodings.byAddress[target: .address(Self.boiler)] = .encoding(.koi8R)
    }.receive("hi").type("egbk<enter>:keep-encoding<enter>")
    #expect(session.message.contains("10.0.3.17 is kept as koi8-r: :keep-encoding 10.0.3.17! replaces it"))
    session.type(":keep-encoding 10.0.3.17<enter>")
    #expect(session.shows("10.0.3.17! replaces what is saved for it: koi8-r"))
    #expect(!session.takeEffects().contains { if case .keepEncoding = $0 { true } else { false } })
    session.type("!<enter>:keep-encoding 10.0.0.0/8<enter>")
    let kept = session.takeEffects().filter { if case .keepEncoding = $0 { true } else { false } }
    #expect(kept == [.keepEncoding(.gbk, .address(Self.boiler)), .keepEncoding(.gbk, AddressTarget("10.0.0.0/8")!)])
  }

  @Test func `u puts back what was kept for the addresses before, or takes the entry away`() {
    let session = Session(120, 35).receive("hi")
    let target = AddressTarget.address(Self.boiler)
    session.update(.encodingKept(target, before: .encoding(.koi8R))).update(.encodingKept(target, before: nil))
    session.type("u")
    #expect(session.takeEffects() == [.restoreEncoding(nil, target)])
    #expect(session.message.contains("undoing: saving the encoding of 10.0.3.17"))
    session.type("u")
    #expect(session.takeEffects() == [.restoreEncoding(.encoding(.koi8R), target)])
  }

  @Test func `nobody is told to keep an encoding that the configuration has already`() {
    let session = Session(120, 35) {
      $0.encodings.byAddress[target: AddressTarget("10.0.0.0/8")!] = .encoding(.gbk)
    }.receive("hi").type("egbk<enter>")
    #expect(session.message.contains("encoding gbk for 10.0.3.17:53412, as in the configuration"))
    session.type("ebig5<enter>")
    #expect(session.message.contains("encoding big5 for 10.0.3.17:53412: :keep-encoding writes it"))
    session.type("eauto<enter>")
    #expect(session.message.contains("encoding auto for") && !session.message.contains("keep-encoding"))
  }

  @Test(arguments: [(120, 35), (40, 10)])
  func `what keeps a chosen encoding is said whatever the window`(columns: Int, rows: Int) {
    let session = Session(columns, rows).receive("hi", from: Session.endpoint("127.0.0.1", 44_009))
    session.type("r<f8>gbk<enter>")
    #expect(session.message.contains(":keep-encoding writes"), "\(session.message)")
  }

  @Test func `:reload puts names, keys, styles, messages and encodings in force`() {
    let session = Session(120, 35).receive("温度", as: .gbk)
    session.type(":reload<enter>")
    #expect(session.takeEffects().contains(.reload))
    var settings = session.state.configuration
    settings.aliases = Self.aliases()
    settings.keymap = Keymap(["freeze": [.function(12)]])
    settings.theme = .mono
    settings.messages = ["ask": "temp?"]
    settings.encodings.byAddress[target: .address(Self.boiler)] = .encoding(.koi8R)
    session.update(.settings(settings))
    #expect(session.shows("锅炉:53412") && session.shows("koi8-r") && !session.shows("温度"))
    session.type("<f12>")
    #expect(session.shows("FROZEN"))
    let canvas = session.state.drawn()
    for row in 0..<35 { for column in 0..<120 { #expect(canvas[column, row].style.foreground == .standard) } }
    #expect(session.state.configuration.messages == ["ask": "temp?"])
  }

  @Test(arguments: Theme.shipped.map(\.name))
  func `every shipped theme tells a loss and the selection from the rest`(name: String) throws {
    let theme = try #require(Theme.shipped.first { $0.name == name }?.theme)
    for part in [Theme.Part.failure, .warning, .accent, .heading, .live, .still, .escape] {
      #expect(!theme[part].attributes.isEmpty, "without colours too")
    }
    #expect(theme.selection.contains(.reverse))
  }
}
