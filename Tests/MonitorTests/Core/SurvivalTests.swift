import Glibc
import Monitor
import PayloadText
import TerminalUI
import TestSupport
import Testing
import UDPCore

@Suite struct SurvivalTests {
  /// The keys of all commands and the characters to type into lines. Quitting has no effect here.
  private static let keys: [Key] =
    Command.all.flatMap(\.keys) + [
      .left, .right, .backspace, .delete, .home, .end, .control("u"), .paste("10.0.0.1\n好"),
    ]
    + "port 10.:/'\"()[]好😀\\x{}&abc".unicodeScalars.map { Key.character($0) }

  @Test(arguments: 1...4)
  func `no sequence of keys, datagrams and sizes breaks the screen`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let session = Session(80, 24)
    for step in 0..<500 {
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        let size = Size(columns: .random(in: 0..<130, using: &random), rows: .random(in: 0..<40, using: &random))
        session.update(.resized(size))
      case 1...3: receive(session, &random)
      case 4: session.receive(count: .random(in: 0..<300, using: &random), size: 1_000)
      case 5: session.update(.work)
      case 6: session.tick(seconds: .random(in: 0..<3, using: &random))
      default: session.update(.key(Self.keys.randomElement(using: &random) ?? .enter))
      }
      if step % 4 == 0 { check(session) }
    }
  }

  private func receive(_ session: Session, _ random: inout SeededGenerator) {
    let payload = (0..<Int.random(in: 0..<60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let peer = Endpoint(IPAddress(ipv4: .random(in: 0x0a00_0000..<0x0a00_0005, using: &random)), port: 7)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: session.append(.outgoing, payload, peer: peer)
    case 1:
      session.append(.failure, payload, peer: peer, failure: TransmitFailure(origin: .network, code: EHOSTUNREACH))
    default: session.append(.incoming, payload, peer: peer)
    }
  }

  /// Checks the properties of every screen: its size, no unsafe characters, a visible cursor, complete wide characters.
  private func check(_ session: Session) {
    let canvas = session.state.drawn()
    #expect(canvas.size == session.state.size)
    if let cursor = canvas.cursor { #expect(canvas.bounds.contains(cursor)) }
    var unsafe = 0
    for row in 0..<canvas.size.rows {
      for column in 0..<canvas.size.columns {
        let cell = canvas[column, row]
        let value = cell.base.value
        if value < 0x20 || (0x7f...0x9f).contains(value) || (0x202a...0x202e).contains(value) { unsafe += 1 }
        if cell.kind == .wideStart, column + 1 == canvas.size.columns || canvas[column + 1, row].kind != .wideEnd {
          unsafe += 1
        }
      }
    }
    #expect(unsafe == 0)
  }

  @Test func `columns are given up one after the other as the window narrows`() {
    let session = Session(140, 10).receive("hello")
    let order = ["Destination", "Enc", "No.", "Size", "Time", "Source"]
    var lastLost = -1
    for columns in (20...140).reversed() {
      session.update(.resized(Size(columns: columns, rows: 10)))
      let heading = session.lines[1]
      #expect(heading.contains("Text"))
      for (index, name) in order.enumerated() where !heading.contains(name) && index > lastLost {
        #expect(index == lastLost + 1, "\(name) went before \(order[lastLost + 1]) at \(columns)")
        lastLost = index
      }
      for line in session.lines { #expect(SafeText(line).width <= columns) }
    }
    #expect(lastLost >= 4)
  }

  @Test func `the time of day follows the offset from UTC`() {
    for (offset, time) in [(0, "21:07:45.130"), (3 * 3_600, "00:07:45.130"), (-22 * 3_600, "23:07:45.130")] {
      let session = Session(80, 10, configure: { $0.utcOffsets = UTCOffsets(offset) }).receive("hello")
      #expect(session.shows(time))
    }
  }

  @Test(arguments: [Int64.min, -1, 0, Int64.max])
  func `any time stamp can be shown`(time: Int64) {
    let session = Session(80, 10)
    session.append(time: time).append(time: ~time)
    for _ in 0..<3 { #expect(session.type("t").lines.count == 10) }
  }
}
