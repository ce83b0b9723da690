import Basics
import DisplayFilter
import Glibc
import Monitor
import PayloadText
import PeerText
import TerminalUI
import Testing
import UDPCore

/// Tests the messages in the last line and how long they stay, and the lasting indicators of the status line.
@Suite struct MessageTests {
  private static let dead = TransmitFailure(origin: .network, code: ECONNREFUSED)

  @Test func `a message has its own place and leaves the status line alone`() {
    for columns in [40, 60, 80] {
      let session = Session(columns, 10).receive("hi")
      session.update(.kernelDrops(1_234, isLowerBound: true)).append(.failure, [0x61], failure: Self.dead)
      #expect(session.message.hasPrefix(" unreachable: port closed (ICMP)"))
      #expect(session.status.contains("drops ≥ 1,234") && session.status.contains("recv 1"))
      #expect(session.status.contains("fail"))
      session.type("<^c>")
      #expect(session.message.hasPrefix(" ^C again quits; any other key continues"))
    }
  }

  @Test func `a message that does not fit into a line goes on in the next`() {
    let session = Session(40, 10).update(.notice("one two three four five six seven eight nine ten", .warning))
    #expect(session.lines[8...9] == [" one two three four five six seven eight", " nine ten"])
  }

  @Test func `a window without a footer says it in the first line`() {
    let session = Session(40, 6).type("<^c>")
    #expect(session.lines[0].hasPrefix(" ^C again quits"))
    #expect(Session(19, 3).type("<^c>").lines[2] == " ^C again quits; a…")
  }

  @Test func `losses are never left out however narrow the window`() {
    let session = Session(40, 10, memory: 16 << 20)
    for _ in 0..<20 { session.receive(count: 1_000, size: 1_000) }
    session.append(.incoming, [0x61], size: 9_000, isTruncated: true).append(.failure, [0x61], failure: Self.dead)
      .update(.kernelDrops(12_345_678, isLowerBound: true)).type("<up>").tick(seconds: 20)
    for word in ["ev ", "tr 1", "fail 1", "dr ≥12M"] { #expect(session.status.contains(word), "\(word)") }
    #expect(SafeText(session.status).width <= 40)
  }

  @Test func `what is no longer true is no longer said`() {
    let session = Session(80, 24).receive("one").receive("two").type("z")
    #expect(session.message.contains("cleared: u brings the rows back"))
    session.type("u")
    #expect(!session.message.contains("cleared"))
    session.type("<^c>j")
    #expect(!session.message.contains("^C again quits"))
    session.type("snowhere<enter>")
    #expect(session.message.contains("not found: nowhere"))
    session.type("sone<enter>")
    #expect(!session.message.contains("not found"))
    session.type("rx<enter>").deliverSent()
    #expect(session.message.contains("sent 1 byte"))
    session.type("<esc>G")
    #expect(!session.message.contains("sent 1 byte"))
  }

  @Test func `information goes when the keys go elsewhere, a failure stays`() {
    let session = Session(80, 24).receive("one").type("egbk<enter>")
    #expect(session.message.contains("encoding gbk for"))
    #expect(session.type("?").message == " Esc Back  F3 Search  F10 Quit")
    session.append(.failure, [0x61], failure: Self.dead).type("<esc>")
    #expect(session.message.contains("port closed"))
  }

  @Test func `a second interrupt after the question is gone only asks again`() {
    let session = Session(80, 24).type("<^c>").tick(seconds: 13).type("<^c>")
    #expect(session.effects.isEmpty)
    #expect(session.type("<^c>").effects == [.quit])
  }

  @Test func `a refusal goes with the encoding that caused it`() {
    let session = Session(80, 24, configure: { $0.encodings.encodingForAll = .gbk }).receive("hi").type("r😀<enter>")
    #expect(session.shows("gbk cannot write"))
    session.type("<f8>utf-8<enter>")
    #expect(!session.shows("cannot write"))
    session.type("<enter>")
    #expect(session.transmitted?.payload == Array("😀".utf8))
  }

  @Test func `the title says that replies are on, and how many were withheld`() {
    let session = Session(80, 24, configure: { $0.replies = true })
    #expect(session.lines[0].contains("  REPLY  "))
    session.update(.withheld(1_234))
    #expect(session.lines[0].contains("REPLY (1,234 withheld)"))
    session.update(.resized(Size(columns: 40, rows: 10)))
    #expect(session.lines[0].contains("REPLY"))
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `a still view says how much is new`(size: Size) {
    let session = Session(size.columns, size.rows).receive(count: 100).type("<up>").receive(count: 1_234)
    #expect(session.status.hasPrefix(" PAUSED  +1,234"))
    session.type("p").receive(count: 1)
    #expect(session.status.hasPrefix(" FROZEN  +1"))
  }

  @Test func `the footer follows what has the keys`() {
    let session = Session(120, 24).receive("hi").type("p")
    #expect(session.message.contains("p Continue"))
    session.type("p<enter><tab>")
    #expect(session.message.hasPrefix(" Tab Pane  \\ Zoom  J JSON  Esc Back  F1 Help"))
    #expect(!session.message.contains("Detail"))
    session.type("n")
    #expect(session.message.hasPrefix(" Enter Next  Esc Back"))
    session.type("127.0.0.1:9<enter>")
    #expect(session.message.hasPrefix(" Enter Send"))
    #expect(Session(40, 10).receive("hi").message.hasSuffix("F10 Quit"))
  }
}
