import Monitor
import TerminalUI
import Testing
import UDPCore

@Suite struct FollowTests {
  @Test func `following keeps the newest row in sight`() {
    let session = Session(80, 24).receive(count: 100)
    #expect(session.shows("datagram 99"))
    #expect(!session.shows("datagram 0 "))
    session.receive(count: 1)
    #expect(session.shows(" 101 "))
    #expect(session.effects.isEmpty)
  }

  @Test func `moving up leaves following and the view stands still though rows arrive`() {
    let session = Session(80, 24).receive(count: 100).type("<up>")
    let rows = session.lines[1..<20]
    #expect(session.status.contains("PAUSED"))
    session.receive(count: 1_234)
    #expect(session.lines[1..<20] == rows)
    #expect(session.status.contains("+1,234 new"))
    #expect(session.effects.contains(.hold(through: 100)))
    session.type("G")
    #expect(session.status.contains("FOLLOW"))
    #expect(session.shows(" 1,334 "))
    #expect(session.effects.last == .hold(through: nil))
  }

  @Test(arguments: ["k", "<pgup>", "<^b>", "<^u>", "g", "<home>", "<up>"])
  func `every key that moves up leaves following`(key: String) {
    let session = Session(80, 24).receive(count: 100).type(key)
    #expect(session.status.contains("PAUSED"))
    session.type("F")
    #expect(session.status.contains("FOLLOW"))
  }

  @Test func `moving down while following changes nothing`() {
    let session = Session(80, 24).receive(count: 100).type("j<down><pgdn>")
    #expect(session.status.contains("FOLLOW"))
    #expect(session.effects.isEmpty)
  }

  @Test func `pages go up to the first row and down again`() {
    let session = Session(80, 24).receive(count: 100)
    for _ in 0..<10 { session.type("<pgup>") }
    #expect(session.lines[2].contains("datagram 0"))
    for _ in 0..<10 { session.type("<pgdn>") }
    #expect(session.shows("datagram 99"))
    #expect(session.status.contains("PAUSED"))
  }

  @Test func `freezing shows no newer row even when moving down`() {
    let session = Session(80, 24).receive(count: 10).type("p")
    #expect(session.status.contains("FROZEN"))
    session.receive(count: 5).type("jjjjjjjj<pgdn>")
    #expect(!session.shows(" 11 "))
    #expect(session.status.contains("+5 new"))
    session.type("p")
    #expect(session.status.contains("FOLLOW"))
    #expect(session.shows(" 15 "))
  }

  @Test func `letting a frozen view go that stood still before lets it stand still`() {
    let session = Session(80, 24).receive(count: 100).type("<up>p").receive(count: 5).type("p")
    #expect(session.status.contains("PAUSED"))
    #expect(!session.lines[1..<20].contains { $0.contains(" 105 ") })
  }

  @Test func `a still view keeps its rows while others are evicted`() {
    let session = Session(80, 24, memory: 16 << 20).receive(count: 50).type("<up>")
    let rows = session.lines[1..<20]
    for _ in 0..<20 { session.receive(count: 1_000, size: 1_000) }
    #expect(session.state.drawn().lines[1..<20] == rows)
    #expect(session.writer.log.counters.evicted > 0)
    #expect(session.status.contains("+20,000 new"))
  }

  @Test func `a still view says it when its rows give way`() {
    let session = Session(80, 24, memory: 8 << 20)
    session.receive(count: 50).type("<up>")
    let selected = session.lines.firstIndex { $0.contains("datagram 48") }
    #expect(selected != nil)
    // The event loop did not pass the hold on, for lack of memory, say.
    session.writer.log.hold(through: nil)
    for _ in 0..<20 { session.receive(count: 1_000, size: 1_000) }
    #expect(session.shows("evicted to make room"))
    #expect(session.lines.firstIndex { $0.contains("49  evicted to make room") } == selected)
  }

  @Test func `rows fill the free place below a still view and none moves`() {
    let session = Session(80, 24).receive(count: 3).type("<up>").receive(count: 2)
    #expect(session.lines[2].contains("datagram 0"))
    #expect(session.lines[5].contains(" 4 "))
    session.type("j")
    #expect(session.status.contains("PAUSED"))
  }

  @Test func `the rate comes from the counters between ticks`() {
    let session = Session(120, 24).tick(seconds: 1).receive(count: 500).tick(seconds: 1)
    #expect(session.status.contains("500/s"))
    session.tick(seconds: 0.1)
    #expect(session.status.contains("500/s"))
    session.tick(seconds: 1)
    #expect(session.status.contains(" 0/s"))
  }

  @Test func `kernel drops are shown and their cure is named`() {
    let session = Session(160, 24).update(.kernelDrops(1_234, isLowerBound: true))
    #expect(session.status.contains("drops ≥ 1,234"))
    #expect(session.message.contains("--rcvbuf"))
    #expect(session.message.contains("net.core.rmem_max"))
    session.tick(seconds: 20)
    #expect(!session.message.contains("--rcvbuf"))
    #expect(session.status.contains("kernel drops ≥ 1,234"))
  }
}
