import DisplayFilter
import Monitor
import PayloadText
import TerminalUI
import TestSupport
import Testing
import UDPCore

/// Frames after steps from row to row, which copy much of the last frame: `Session` holds each against one that is drawn
/// anew.
@Suite struct FrameTests {
  private static let second = Session.endpoint("10.0.3.18", 6_000)

  @Test(arguments: [
    "", ":columns +delta<enter>", "tt", "x", "/port 53412<enter>", "s温<enter>", ">", "I", "V",
    "P", "<enter>", "K", "c", ":pair order<enter>:columns +rtt +answer<enter>",
  ])
  func `steps through rows show each row as it is`(beginning: String) {
    let session = Session(110, 24)
    for number in 0..<60 {
      let peer = number % 3 == 0 ? Self.second : Session.gbkPeer
      session.add(
        number % 5 == 4 ? .outgoing : .incoming, Session.bytes("温度 \(number) {\"temp\": \(number)}", as: .gb18030),
        peer: peer, time: Session.start + Int64(number / 20) * 86_400_000_000_000)
    }
    session.deliver().update(.work)
    session.type("kkkm").type(":note the first one<enter>").type(beginning)
    var random = SeededGenerator(seed: UInt64(beginning.utf8.count))
    let keys: [Key] = [.up, .down, .pageUp, .pageDown, .control("u"), .control("d"), .character("m")]
    for step in 0..<80 {
      session.update(.key(keys.randomElement(using: &random) ?? .up))
      if step % 7 == 0 { session.tick(seconds: 0.4) }
      if step % 30 == 29 { session.append(.incoming, Array("more".utf8), peer: Self.second) }
    }
    #expect(session.state.drawn().size.rows == 24)
  }

  @Test func `a colour that a row has for two seconds is gone after them, whatever is pressed meanwhile`() throws {
    let red = Style(.red)
    let filter = try DisplayFilter("age < 2s")
    let session = Session(100, 24, configure: { $0.colors = [ColorRule(filter: filter, style: red)] })
    session.append(time: Session.start).append(time: Session.start + 100_000_000).type("k")
    let isRed = { session.state.drawn().styleRuns(row: 3).contains { $0.style.foreground == .red } }
    session.tick(seconds: 0.5)
    #expect(isRed())
    session.tick(seconds: 3).type("kk")
    #expect(!isRed())
  }

  @Test func `at midnight the rows of yesterday say so after a key as well`() {
    let session = Session(100, 12).append(time: Session.start).append(time: Session.start + 1).type("k")
    #expect(!session.shows("11-22"))
    session.tick(seconds: 86_400).type("kjk")
    #expect(session.shows("11-22 21:07:45.123"))
  }
}
