import Basics
import DisplayFilter
import Foundation
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the notices in the last line: the latest one is shown, and none stays longer than it is useful.
@Suite struct NoticeTests {
  @Test func `what answers a key goes with the next one`() {
    let session = Session(80, 24).receive("hi").type(":999<enter>")
    #expect(session.message.contains("row 999 has not arrived yet"))
    session.type("x")
    #expect(!session.message.contains("999") && session.message.contains("F1 Help"))
  }

  @Test func `what was said goes by itself after some seconds`() {
    let session = Session(80, 24).receive("hi").type(":999<enter>").tick(seconds: 13)
    #expect(session.message.contains("F1 Help"))
  }

  @Test func `what came from elsewhere is not taken away by a key that was on its way`() {
    let session = Session(80, 24).receive("hi").update(.notice("eth0 is gone", .warning)).type("x")
    #expect(session.message.contains("eth0 is gone"))
    session.tick(seconds: 2.5).type("x")
    #expect(!session.message.contains("eth0"))
  }

  @Test func `a later sentence takes the place of an earlier one`() {
    let session = Session(80, 24).receive("hi").type(":999<enter>").update(.notice("eth0 is gone", .warning))
    #expect(session.message.contains("eth0 is gone") && !session.message.contains("999"))
    session.type("z")
    #expect(session.message.contains("cleared:"))
  }

  @Test func `sentences of the start are said one after the other`() {
    let session = Session(80, 24).receive("hi")
    session.update(.announcements([Announcement("the first"), Announcement("the second")]))
    #expect(session.message.contains("the first"))
    session.tick(seconds: 3).type("x")
    #expect(session.message.contains("the second"))
    session.tick(seconds: 13)
    #expect(session.message.contains("F1 Help"))
  }

  @Test func `what happens in a row is told within a second each, not when the sentence before it goes`() {
    let session = Session(100, 12)
    session.tick(seconds: 1).update(.announcements([Announcement("v0 is down"), Announcement("v0 is up")]))
    session.tick(seconds: 0.1)
    #expect(session.shows("v0 is down"))
    session.tick(seconds: 1)
    #expect(session.shows("v0 is up") && !session.shows("v0 is down"))
  }

  @Test func `while a message is repeated the status says what stops it, whatever fails`() {
    let refused = TransmitFailure(origin: .network, code: 111)
    let session = Session(120, 24).receive("hi").type("rx<enter><esc>:repeat 100 0.5<enter>")
    session.append(.failure, Array("x".utf8), failure: refused)
    #expect(session.message.contains("unreachable: port closed"))
    #expect(session.status.contains("sending 1/100 every 0.5 s · ^C stops"))
  }

  @Test func `the same failure again does not cover what was said since`() {
    let refused = TransmitFailure(origin: .network, code: 111)
    let session = Session(120, 24).receive("hi").append(.failure, Array("x".utf8), failure: refused)
    #expect(session.message.contains("unreachable"))
    session.type(":note here<enter>").append(.failure, Array("x".utf8), failure: refused)
    #expect(session.message.contains("added a note to row"))
    session.append(.failure, Array("x".utf8), peer: Session.deadPeer, failure: refused)
    #expect(session.message.contains("added a note to row"))
    session.tick(seconds: 5.5)
    #expect(session.message.contains("unreachable: port closed"))
  }

  @Test func `a mistake in a file is told two seconds after the outcome of a key, other news after five`() {
    let session = Session(120, 24).receive("hi").type(":note here<enter>")
    session.update(.announcements([Announcement("rules.toml:3: there is no such key", .failure, isPressing: true)]))
    session.tick(seconds: 1)
    #expect(session.message.contains("added a note to row"))
    session.tick(seconds: 1.5)
    #expect(session.message.contains("rules.toml:3"))
    session.tick(seconds: 20).type(":note there<enter>")
    session.update(.announcements([Announcement("eth0 is down", .warning)]))
    session.tick(seconds: 2.5)
    #expect(session.message.contains("a note"))
    session.tick(seconds: 3)
    #expect(session.message.contains("eth0 is down"))
  }

  @Test func `the end of a sentence that says where more stands is not cut`() {
    let session = Session(80, 24)
    let mistake = "/home/someone/.config/udpeek/config.toml:3: memry: there is no such key; did you mean 'memory'?"
    session.update(.announced(Announcement(Phrase(verbatim: mistake), .failure, tail: " (and 2 more: udpeek config)")))
    #expect(session.message == " " + mistake + " (and 2 more: udpeek config)")
    #expect(session.lines[22].contains("config.toml:3: ") && session.lines[23].hasSuffix("(and 2 more: udpeek config)"))
    session.update(.resized(Size(columns: 80, rows: 7)))
    #expect(session.lines[0].contains("config.toml:3: ") && session.lines[1].hasSuffix("(and 2 more: udpeek config)"))
  }

  private static let advice =
    "kernel drops: 1,204 datagrams were lost because the socket's queue was full: use a larger --rcvbuf, and sysctl net.core.rmem_max to allow it"

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 12)])
  func `a long sentence is wrapped over as many lines as it needs`(size: Size) {
    let session = Session(size.columns, size.rows).receive("hi").update(.notice(Phrase(Self.advice), .warning))
    #expect(session.message == " " + Self.advice)
    session.type("?<esc>").tick(seconds: 13)
    #expect(session.message.contains("F1 Help") && session.shows("FOLLOW"))
  }

  @Test(arguments: [20, 40, 60, 80, 200], [5, 6, 8, 10, 24])
  func `what a sentence advises at its end stays in every window`(columns: Int, rows: Int) {
    let session = Session(columns, rows).receive("hi").update(.notice(Phrase(Self.advice), .warning))
    let shown = session.lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
    #expect(shown.contains("allow it"), "\(session.lines)")
    if columns * rows >= 320 { #expect(shown.contains("net.core.rmem_max to allow it"), "\(session.lines)") }
  }

  /// The sentences, in both languages, that name a command or an option to type, with long values in them.
  private static let sentencesWithCommands: [(sentence: String, command: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Resources/zh_CN.txt")
    let lines = (try? String(contentsOf: folder, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
    return lines.filter { !$0.hasPrefix("#") }.compactMap { line in command(in: line).map { (line, $0) } }
      .flatMap { line, command in
        ["10.0.3.17:53412", "[2001:db8:1234:5678:9abc:def0:1234:5678]:65535"].map { value in
          ("encoding for \(value): " + line.replacing(#/%\d/#, with: value), command)
        }
      }
  }()

  /// The first command or option that a sentence names.
  private static func command(in sentence: String) -> String? {
    guard sentence.utf8.contains(where: { [0x2d, 0x3a].contains($0) }) else { return nil }
    return sentence.firstMatch(of: #/(?:^|[^0-9A-Za-z:\-])(:[a-z][a-z-]+|--[a-z][a-z-]+)/#).map { String($0.output.1) }
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)], [false, true])
  func `the command that a sentence names is not what is cut`(size: Size, isTyping: Bool) {
    #expect(Self.sentencesWithCommands.count > 200)
    let session = Session(size.columns, size.rows).receive("hi")
    if isTyping { session.type("rok") }
    for (sentence, command) in Self.sentencesWithCommands {
      session.update(.notice(Phrase(verbatim: sentence), .warning))
      #expect(session.message.contains(command), "\(sentence): \(session.message)")
    }
  }

  @Test func `while a message is typed a long sentence does not cover it`() {
    let session = Session(40, 12).receive("hi").type("rok").update(.notice(Phrase(Self.advice), .warning))
    #expect(session.shows("> ok") && session.shows("= 6f 6b") && session.message.hasSuffix("allow it"))
  }

  @Test func `Chinese is wrapped between its characters, and its end stays`() {
    let advice = "内核丢弃了报文：套接字的队列已满，请用更大的接收缓冲区，并用系统参数允许它，否则还会丢弃更多的报文，直到缓冲区足够大为止"
    let session = Session(40, 12).receive("hi").update(.notice(Phrase(verbatim: advice), .warning))
    #expect(session.message.filter { $0 != " " } == advice)
    for line in session.lines { #expect(!["，", "：", "。"].contains { line.hasPrefix(" " + $0) }, "\(line)") }
  }

  @Test func `a long sentence covers neither the newest row nor the status line, and both are there again after it`() {
    let session = Session(40, 12).receive(count: 20).update(.notice(Phrase(Self.advice), .warning))
    #expect(session.shows("datagram 19") && session.status.contains("FOLLOW"))
    let rows = session.lines.filter { $0.contains(" datagram ") }.count
    session.tick(seconds: 13)
    #expect(session.lines.filter { $0.contains(" datagram ") }.count == rows + 3 && session.shows("datagram 19"))
    session.type("<up><up>").update(.notice(Phrase(Self.advice), .warning))
    #expect(session.shows("datagram 17"))
  }

  @Test func `a click beside a long sentence presses no key of the footer`() {
    let session = Session(40, 12).receive("hi").update(.notice(Phrase(Self.advice), .warning))
    session.update(.key(.mouse(.click, at: Position(column: 2, row: 11))))
    #expect(session.state.focus == .table && !session.shows("Moving"))
  }

  @Test func `what is not true any more is not said any more`() {
    let session = Session(100, 12)
    let gone = Announcement("interface v0 is gone", topic: "interface v0")
    session.tick(seconds: 1).update(.announcements([gone, Announcement("another", topic: "interface v1")]))
    session.tick(seconds: 0.1)
    #expect(session.shows("v0 is gone"))
    session.update(.announcements([Announcement("interface v0 is back", topic: "interface v0")])).tick(seconds: 0.1)
    #expect(!session.shows("v0 is gone"))
    for _ in 0..<3 { session.tick(seconds: 1.1) }
    #expect(session.shows("v0 is back") && !session.shows("is gone"))
  }

  @Test func `the title tells groups with their interfaces, and where nothing arrives`() {
    let session = Session(120, 12)
    session.update(
      .bound(
        [Endpoint(.anyIPv4, port: 8_080)],
        [
          BoundAddress("0.0.0.0:8080"), BoundAddress("239.1.1.1:8080@eth0"),
          BoundAddress("[ff02::fb%eth1]:5353", trouble: .down(interface: "eth1")),
        ]))
    #expect(session.lines[0].contains("udp 0.0.0.0:8080  239.1.1.1:8080@eth0  [ff02::fb%eth1]:5353 (down)"))
  }
}
