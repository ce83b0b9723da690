import Basics
import DisplayFilter
import Monitor
import Rules
import Testing
import UDPCore

/// Tests the list of rules, what it arms, and the rows that it shows.
@Suite struct RulesTests {
  /// Three rules, of which the second answered rows 2 and 4 and could not answer one.
  static let records: [RuleRecord] = {
    var records = (0..<3).map { RuleRecord(number: RuleNumber($0), name: ["ping", "temperature", "slow"][Int($0)]) }
    records[0].condition = #"/^PING (\d+)/"#
    records[0].reply = "PONG {1}"
    records[1].condition = #"text = "GET temp""#
    records[1].reply = "{random:20..30}"
    records[1].hits = 1_203
    records[1].answers = 1_200
    records[1].withheld = [.echo: 1, .peerRate: 2]
    records[1].lastHit = 1_767_225_600_000_000_000
    records[2].condition = "/(a+)+$/"
    records[2].isArmed = false
    let failure = FilterFailure(number: 7)
    records[2].problem = "disarmed: \(failure.phrase)"
    return records
  }()

  private func session() -> Session {
    let session = Session(120, 35)
    for _ in 1...4 { session.receive("GET temp") }
    return session.update(.rules(Self.records)).tick(seconds: 1)
  }

  @Test func `the list says what each rule did, and of the selected one what was withheld and why`() {
    let session = session().type("Lj")
    #expect(session.shows("[x] temperature  hit 1,203 · answered 1,200 · withheld 3"))
    #expect(session.shows("[ ] slow         hit 0 · answered 0  disarmed: see below"))
    #expect(session.shows("withheld: 1 to an echo of what we sent; 2 over the limit for one peer (--reply-rate)"))
    #expect(session.shows("answers {random:20..30}"))
    session.type("j")
    #expect(session.shows("disarmed: the regular expression gave up at row 7: it tries too many ways to match"))
  }

  @Test func `Space arms a rule and disarms it`() {
    let session = session().type("L ")
    #expect(session.takeEffects().contains(.armRule(RuleNumber(0), false)))
    #expect(session.message.contains("ping is disarmed: it answers nothing"))
    session.type("jj ")
    #expect(session.takeEffects().contains(.armRule(RuleNumber(2), true)))
  }

  @Test func `Enter shows what the rule answered, and its answers, which name it in the detail`() {
    let session = session()
    session.add(.outgoing, Array("23".utf8), id: TransmitID(RuleNumber(1), answering: 2))
    session.deliver().type("Lj<enter>")
    #expect(session.shows("rule 'temperature'   2 of 5"))
    session.type("<enter>")
    #expect(session.shows("by rule temperature, for row 2"))
    session.type("<up>")
    #expect(session.shows("answered by rule temperature"))
  }

  @Test func `without rules the key says how to have some`() {
    #expect(Session(80, 24).type("L").message.contains("start with --rules FILE"))
  }
}
