import Glibc
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

@Suite struct ScreenTests {
  /// A screen with one row of every kind.
  static func everyKind(
    _ columns: Int, _ rows: Int, configure: (inout MonitorSettings) -> Void = { _ in }
  ) -> Session {
    let session = Session(columns, rows, configure: configure)
    let dead = TransmitFailure(origin: .network, code: ECONNREFUSED)
    session.receive("温度=23.5", as: .gb18030)
      .append(.outgoing, Session.bytes("服务端收到信息啦!", as: .gb18030))
      .append(.incoming, [], peer: Session.endpoint("10.0.9.2", 4_000))
      .append(.failure, Array("hello".utf8), peer: Session.deadPeer, failure: dead)
      .append(
        .incoming, Array("cut off".utf8), peer: Session.endpoint("2001:db8::7", 9), size: 9_000, isTruncated: true
      )
      .append(
        .incoming, Array("\u{1b}]0;owned\u{7}\u{1b}[2J\r\nover\u{202e}txet".utf8),
        peer: Session.endpoint("10.6.6.6", 666)
      )
      .receive("plain text", from: Session.endpoint("127.0.0.1", 40_000))
      .tick(seconds: 15)
    return session
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `every kind of row is drawn at every size`(size: Size) {
    expectScreen(Self.everyKind(size.columns, size.rows), "rows-\(size.columns)x\(size.rows)")
  }

  @Test func `without UTF-8 everything of ours is ASCII`() {
    let session = Session(80, 24, configure: { $0.isASCII = true }).receive("hi").append(.outgoing, [0x61])
      .append(.incoming, []).update(.kernelDrops(3, isLowerBound: true)).type("<up><enter>rx")
    for keys in ["", "<tab>:", "<esc>?", "<esc>/port", "<esc>e"] {
      session.type(keys)
      for line in session.lines { #expect(line.utf8.allSatisfy { $0 < 0x80 }, "\(line)") }
    }
  }

  @Test func `the empty screen says how to send over IPv6`() {
    expectScreen(Session(80, 24, bound: [Session.endpoint("::1", 9_000)]), "empty-ipv6-80x24")
  }

  @Test func `the detail shows bytes and text side by side`() {
    expectScreen(Self.everyKind(100, 24).type("<up><enter>"), "detail-100x24")
    expectScreen(Self.everyKind(40, 12).type("<up><enter><tab>\\"), "detail-zoomed-40x12")
  }

  @Test func `a refused reply says why where there is little room`() {
    expectScreen(Self.everyKind(40, 10).type("gr收到\\q<enter>"), "reply-refused-40x10")
  }

  @Test(arguments: [(0, 0), (1, 1), (1, 200), (200, 1), (19, 5), (20, 4), (20, 5), (21, 6), (2_000, 500)])
  func `no size crashes whatever is open`(columns: Int, rows: Int) {
    for keys in ["", "<enter>", "r文字", "/port", "?", "e", ":", "n1", "<enter><tab>\\r", "s"] {
      let session = Self.everyKind(columns, rows).type(keys)
      session.update(.resized(Size(columns: rows, rows: columns)))
      #expect(session.lines.count == columns)
      session.update(.resized(Size(columns: columns, rows: rows))).type("<pgup><pgdn><esc>")
      #expect(session.lines.count == rows)
    }
  }

  @Test func `below 20 by 5 there is only the status line`() {
    let lines = Self.everyKind(19, 5).lines
    #expect(lines.dropLast().allSatisfy { $0.isEmpty })
    #expect(lines.last?.contains("FOLLOW") == true)
  }

  @Test func `wide text is cut at the edge without half a character`() {
    for columns in 70...90 {
      let session = Session(columns, 8).receive("服务端收到信息啦服务端收到信息啦服务端收到信息啦服务端收到信息啦", as: .gb18030)
      let canvas = session.state.drawn()
      for row in 0..<8 where columns > 0 { #expect(canvas[columns - 1, row].kind != .wideStart) }
      session.type("lhl")
      #expect(session.lines.count == 8)
    }
  }

  @Test func `nothing that a peer sends reaches the canvas as a control`() {
    let session = Self.everyKind(120, 35).type("<up><enter>")
    for line in session.lines {
      for scalar in line.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && scalar != "\u{202e}")
      }
    }
    #expect(session.shows("  .]0;owned..[2J.."))
  }
}
