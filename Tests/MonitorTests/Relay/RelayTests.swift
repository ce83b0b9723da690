import Basics
import Impairment
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the screen of a relay: sliders, figures, taking everything off, holding, and writing to either side.
@Suite struct RelayTests {
  static let client = Session.endpoint("10.0.0.5", 5_555)
  private static let other = Session.endpoint("10.0.0.6", 6_000)
  static let target = Session.endpoint("192.0.2.7", 5_000)

  /// A relay with two clients, the last row being an answer to the first client.
  static func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(
      columns, rows, bound: [Session.endpoint("0.0.0.0", 9_000)],
      configure: {
        $0.relayTargets = [target]
        if chinese { $0.catalogue = Language.simplifiedChinese.catalogue }
      })
    for number in 1...4 {
      for peer in [other, client] {
        session.append(.incoming, Array("MOVE \(number)".utf8), peer: peer, local: Session.path(to: target))
        session.append(.incoming, Array("STATE \(number)".utf8), peer: target, local: Session.path(to: peer))
      }
    }
    session.update(.relay(usualReport))
    return session.tick(seconds: 1)
  }

  /// What the relay did: for both clients together, then for each.
  private static func report(
    up: String = "delay 120ms 20ms loss 3%", down: String = "", commands: Int = 0
  ) throws -> RelayReport {
    var report = RelayReport(targets: [target])
    let (up, down) = (try settings(up), try settings(down))
    for (ordinal, peer) in [other, client].enumerated() {
      var flows = BothWays(
        up: flow(up, received: 602 + ordinal * 1_000), down: RelayReport.Flow(settings: down))
      flows.down.counts.received = 598
      flows.down.counts.sent = 598
      report.clients.append(
        RelayReport.Client(
          ordinal: ordinal, peer: peer, own: Session.endpoint("192.0.2.1", 9_000), outer: [], flows: flows))
    }
    report.flows.up = flow(up, received: 2_204)
    report.flows.down = RelayReport.Flow(settings: down)
    report.flows.down.counts.received = 1_196
    report.flows.down.counts.sent = 1_196
    report.clientCount = 3
    report.endedCount = 1
    report.commandCount = commands
    return report
  }

  private static var usualReport: RelayReport {
    do { return try report() } catch { preconditionFailure("\(error)") }
  }

  private static func flow(_ settings: ImpairmentSettings, received: Int) -> RelayReport.Flow {
    var flow = RelayReport.Flow(median: 119_000_000, late: 161_000_000, settings: settings)
    flow.counts.received = received
    flow.counts.lost = received * 3 / 100
    flow.counts.overflowed = 2
    flow.counts.waiting = 3
    flow.counts.sent = received - flow.counts.lost - 5
    return flow
  }

  /// Reads settings from pairs of a key and its words.
  private static func settings(_ text: String) throws -> ImpairmentSettings {
    var settings = ImpairmentSettings.none
    var words = text.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      let value = words.prefix { ImpairmentKey(rawValue: $0) == nil }
      words = words.dropFirst(value.count)
      try settings.set(try #require(ImpairmentKey(rawValue: word)), to: value.joined(separator: " "))
    }
    return settings
  }

  /// The commands that were handed to the relay, in words.
  private func commands(_ session: Session) -> [String] {
    session.takeEffects().compactMap { effect in
      guard case .relay(let command) = effect else { return nil }
      switch command {
      case .change(let change, let directions, let client):
        let whose = client.map { "client \($0)" } ?? "all"
        return "\(change.applied(to: .none)) \(directions.map(\.rawValue).joined(separator: "+")) \(whose)"
      case .impair(let isOn): return isOn ? "on" : "off"
      case .hold(let direction, let isHeld): return "\(isHeld ? "hold" : "let go") \(direction.rawValue)"
      case .inject: return "inject"
      }
    }
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the sliders are drawn at every size`(size: Size) {
    expectScreen(Self.session(size.columns, size.rows).type("%"), "relay-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the sliders are in Chinese`(size: Size) {
    expectScreen(
      Self.session(size.columns, size.rows, chinese: true).type("%"), "relay-chinese-\(size.columns)x\(size.rows)")
  }

  @Test func `a relay for one client, taken off and held, is drawn`() {
    expectScreen(Self.session().type("%a0 "), "relay-one-client-120x35")
  }

  @Test func `arrow keys change a slider for all clients, in steps`() {
    let session = Self.session().type("%")
    #expect(commands(session) == [])
    session.type("<right>")
    // Up had 3 %, and down nothing.
    #expect(Set(commands(session)) == ["loss 5% up all", "loss 0.1% down all"])
    #expect(session.shows("up 5%  down 0.1%"))
    session.type("d<left>")
    #expect(commands(session) == ["loss 3% up all"])
    session.type("j<right>j<left>")
    #expect(commands(session) == ["delay 150ms 20ms up all", "delay 150ms 15ms up all"])
    session.type("j<right>")
    #expect(commands(session) == ["rate 1gbit up all"])
  }

  @Test func `120 ms with 20 more or less and a loss of 3% for one client alone, and off with a key`() throws {
    let session = Self.session()
    session.update(.relay(try Self.report(up: "")))
    session.type("%aj" + String(repeating: "<right>", count: 13) + "j" + String(repeating: "<right>", count: 6))
    #expect(commands(session).last == "delay 120ms 20ms up+down client 1")
    session.type("kk" + String(repeating: "<right>", count: 6))
    #expect(commands(session).last == "loss 3% up+down client 1")
    #expect(session.shows("relay · 10.0.0.5:5555"))
    session.type("0")
    #expect(commands(session) == ["off"])
    #expect(session.message.contains("all impairments are off: 0 puts them back"))
    session.type("0")
    #expect(commands(session) == ["on"])
  }

  @Test func `a slider shows its value at once, and that of the relay once that has caught up`() throws {
    let session = Self.session().type("%d<right>")
    #expect(session.shows("  5%"))
    session.update(.relay(try Self.report(commands: 0)))
    #expect(session.shows("  5%"))
    session.update(.relay(try Self.report(up: "loss 7%", commands: 1)))
    #expect(session.shows("  7%") && !session.shows("  5%"))
  }

  @Test func `at either end a slider says so`() throws {
    let session = Self.session()
    session.update(.relay(try Self.report(up: "loss 100%", down: "loss 100%")))
    session.type("%<right>")
    #expect(commands(session) == [] && session.message.contains("there is no more of it"))
    session.update(.relay(try Self.report(up: "")))
    session.type("<left>")
    #expect(commands(session) == [] && session.message.contains("there is no less of it"))
  }

  @Test func `any value is typed in netem's words`() {
    let session = Self.session().type("%j<enter>")
    #expect(session.shows(": impair delay 120ms 20ms"))
    session.type("<^u>impair loss gemodel 1% 20%<enter>")
    #expect(commands(session) == ["loss gemodel 1% 20% up+down all"])
    #expect(session.shows("gemodel 1% 20%"))
    session.type(":impair rate off<enter>")
    #expect(commands(session) == ["none up+down all"])
    session.type(":impair loss 3 percent<enter>")
    #expect(session.shows("'percent' is one word too many; leave it out"))
    session.type("<^u>impair los 3%<enter>")
    #expect(session.shows("'los' is no impairment; did you mean 'loss'?"))
    session.type("<^u>impair duplicate 1%<enter>")
    #expect(session.shows("also duplicate 1%"))
  }

  @Test func `a value set while everything is off says that it is not in force`() {
    let session = Self.session().type("0%<right>")
    #expect(session.message.contains("the impairments are off: 0 puts them in force"))
    #expect(session.lines[0].contains("impairments off"))
  }

  @Test func `Space holds the selected row's direction, and lets go again`() throws {
    let session = Self.session().type(" ")
    #expect(commands(session) == ["hold down"])
    #expect(session.message.contains("holding target to client: Space lets go"))
    var report = try Self.report(commands: 1)
    report.isHeld.down = true
    report.flows.down.counts.waiting = 12
    session.update(.relay(report))
    #expect(session.lines[0].contains("HELD (12 waiting)"))
    session.type(" ")
    #expect(commands(session) == ["let go down"])
    session.type("k ")
    #expect(commands(session) == ["hold up"])
  }

  @Test func `a message goes to the target as the client, or to the client as the target`() throws {
    let session = Self.session().type("ihello<enter>")
    let up = try #require(session.transmitted)
    #expect(up.peer == Self.target && up.path?.endpoint == Self.client && up.payload == Array("hello".utf8))
    session.type("<esc><m-i>back<enter>")
    let down = try #require(session.transmitted)
    #expect(down.peer == Self.client && down.path?.endpoint == Self.target && down.payload == Array("back".utf8))
  }

  @Test func `when its only client ends, the sliders are about all again`() throws {
    let session = Self.session().type("%a")
    #expect(session.shows("relay · 10.0.0.5:5555"))
    var report = try Self.report()
    report.clients.removeLast()
    session.update(.relay(report))
    #expect(session.message.contains("the client has ended: the sliders are about all clients now"))
    #expect(session.shows("relay · all clients"))
  }

  @Test func `a click selects a slider, or the client of a line`() throws {
    let session = Self.session(120, 35).type("%")
    let delay = try #require(session.lines.firstIndex { $0.contains(" delay ") })
    session.update(.key(.mouse(.click, at: Position(column: 3, row: delay)))).type("<right>")
    #expect(commands(session).contains("delay 150ms 20ms up all"))
    let line = try #require(session.lines.lastIndex { $0.contains("10.0.0.6:6000") })
    session.update(.key(.mouse(.click, at: Position(column: 60, row: line))))
    #expect(session.shows("relay · 10.0.0.6:6000"))
  }

  @Test func `the status line counts what the relay passed on as sent`() {
    #expect(Self.session().shows("sent 3,329"))
  }

  @Test func `the keys mean this on a relay's screen alone`() {
    let elsewhere = Session(120, 35).receive(count: 100).type("g ")
    #expect(elsewhere.status.contains("PAUSED") && commands(elsewhere) == [])
    #expect(!elsewhere.type("%").shows("relay"))
    #expect(elsewhere.type(":relay<enter>").shows("no such command"))
    #expect(!elsewhere.shows("relay ·"))
    #expect(HelpText.lines(.standard, .english).map(\.description).contains("Relay: keys of 'udpeek relay' alone"))
    let fields = HelpText.lines(Keymap([:], isOfRelay: true), .english).map(\.description)
    #expect(fields.contains { $0.hasPrefix("  i ") && $0.contains("write to the target") })
    #expect(!fields.contains { $0.hasPrefix("  i ") && $0.contains("field") })
  }

  @Test func `with a configuration that is read again the keys stay`() {
    let session = Self.session()
    var settings = session.state.configuration
    settings.keymap = Keymap(["relay": [.character("@")]], isOfRelay: settings.isRelay)
    session.update(.settings(settings)).type("@")
    #expect(session.shows("relay · all clients"))
  }
}
