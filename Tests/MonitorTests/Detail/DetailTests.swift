import DisplayFilter
import Glibc
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the detail, the Text column, and the decoding of rows.
@Suite struct DetailTests {
  @Test func `each row of bytes has its own text beside it`() {
    let text = "温度=23.5 服务端收到信息啦"
    let session = Session(80, 24, configure: { $0.encodings.encodingForAll = .gbk }).receive(text, as: .gbk).type(
      "<enter>")
    #expect(session.shows("0000  ce c2 b6 c8 3d 32 33 2e  35 20 b7 fe ce f1 b6 cb  温度=23.5 服务端"))
    #expect(session.shows("ca d5 b5 bd d0 c5 cf a2  c0 b2"))
    #expect(session.lines.contains { $0.hasSuffix("  收到信息啦") })
  }

  @Test func `a character that a row cuts stands in the row of its first byte`() {
    let session = Session(80, 24).receive("123456789012345好x").type("<enter>")
    #expect(session.shows("123456789012345好"))
    #expect(session.lines.contains { $0.hasPrefix(" 0010  a5 bd 78 ") && $0.hasSuffix(" x") })
  }

  @Test func `the title says which rows are seen, up to the last`() {
    let session = Session(80, 24).append(.incoming, Array(repeating: 0x2e, count: 65_504) + Array("end".utf8))
    session.type("<enter><tab>")
    #expect(session.shows("65,507 bytes · ascii · 1–6 of 4,095"))
    session.type("G")
    #expect(session.shows("4,090–4,095/4,095"))
    #expect(session.lines.contains { $0.hasPrefix(" ffe0  65 6e 64 ") && $0.hasSuffix("  end") })
    session.update(.resized(Size(columns: 140, rows: 24)))
    #expect(session.shows("of 2,048 rows"))
    #expect(session.lines.contains { $0.hasSuffix("  end") })
  }

  @Test func `arrows in the detail do not scroll the table`() {
    let session = Session(80, 24).receive("hello").type("<enter><tab><right>l")
    #expect(session.lines[2].hasSuffix("hello"))
    #expect(!session.lines[1].contains("+"))
  }

  @Test func `the heading says how far the text is scrolled`() {
    let session = Session(80, 24).receive("0123456789abcdefgh").receive("hi").append(.incoming, []).type("ll")
    #expect(session.lines[1].hasSuffix("Text +16"))
    #expect(session.lines[2].hasSuffix("gh") && session.lines[3].hasSuffix("…") && session.lines[4].hasSuffix("…"))
    session.type("x")
    #expect(session.lines[1].hasSuffix("Hex"))
    session.type("l")
    #expect(session.lines[1].hasSuffix("Hex +8"))
    #expect(session.lines[2].contains("  38 39 61 62 63 64"))
  }

  @Test func `a failure shows the text that it quotes, from us to the peer`() {
    let dead = TransmitFailure(origin: .network, code: ECONNREFUSED)
    let session = Session(120, 24).append(.failure, Array("hello".utf8), peer: Session.deadPeer, failure: dead)
    #expect(session.shows("!  192.168.1.5:8080  10.0.9.9:4000 "))
    #expect(session.shows("  unreachable: port closed (ICMP) · hello"))
    session.update(.resized(Size(columns: 60, rows: 24))).type(String(repeating: "l", count: 3))
    #expect(session.shows("10.0.9.9:4000") && session.lines[2].hasSuffix(") · hello"))
  }

  @Test func `a sent row keeps the encoding that it was written in`() {
    let session = Session(100, 24).receive("hi").append(.outgoing, Array("你好".utf8)).receive("温度", as: .gb18030)
    #expect(session.lines[3].contains(" utf-8 ") && session.lines[3].hasSuffix("你好"))
    #expect(session.lines[4].contains("gb18030?"))
    session.type("/你好")
    #expect(session.lines[0].hasSuffix("1 of 3"))
    session.type("<esc>ebig5<enter>")
    #expect(session.lines[3].hasSuffix("你好"))
  }

  @Test func `a cleared table says how the rows come back`() {
    let session = Session(80, 24).receive("one").type("/port 9<enter>z")
    #expect(session.shows("Cleared. Waiting for datagrams") && session.shows("u brings them back"))
    #expect(!session.shows("No datagram here matches"))
    session.receive("two")
    #expect(session.shows("No datagram here matches port 9") && session.shows("u brings them back"))
  }
}
