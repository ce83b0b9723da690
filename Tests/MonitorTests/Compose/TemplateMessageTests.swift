import Basics
import DisplayFilter
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests messages with fields in the panel.
@Suite struct TemplateMessageTests {
  private func sent(_ session: Session) -> String {
    String(decoding: session.transmitted?.payload ?? [], as: UTF8.self)
  }

  @Test func `a counter counts the messages to each peer`() {
    let session = Session(100, 24).receive("hello").type("rping {n}<enter>").deliverSent()
    #expect(sent(session) == "ping 1")
    #expect(sent(session.type("ping {n}<enter>").deliverSent()) == "ping 2")
    #expect(sent(session.type("pong {n}<enter>").deliverSent()) == "pong 1")
    session.type("<esc>").receive("other", from: Session.deadPeer).type("G")
    #expect(sent(session.type("rping {n}<enter>").deliverSent()) == "ping 1")
  }

  @Test func `the panel shows the bytes as they will be, and which message it is`() {
    let session = Session(100, 24).receive("hello").type("r{n:u16be from 7}{hex 7e}{random:4B}{crc16-modbus}")
    let preview = session.lines.first { $0.contains("= 00 07 7e") } ?? ""
    #expect(session.shows("number 1") && preview.contains("= 00 07 7e"))
    session.type("<enter>")
    #expect(preview.contains(Message.hexText(of: session.transmitted?.payload ?? [])))
    session.deliverSent().type("{n:u16be from 7}{hex 7e}{random:4B}{crc16-modbus}")
    #expect(session.shows("number 2") && session.shows("= 00 08 7e"))
  }

  @Test func `a wrong field is said with the name that is near, and nothing is sent`() {
    let session = Session(100, 24).receive("hello").type("rping {nn}")
    #expect(session.shows("there is no field {nn}"))
    #expect(session.type("<enter>").transmitted == nil)
    #expect(session.type("<bs><bs>}<enter>").transmitted?.payload == Array("ping 1".utf8))
  }

  @Test func `JSON is sent as it is written`() {
    let json = #"{"cmd":{"id":[1,{}]}}"#
    #expect(sent(Session(100, 24).receive("hello").type("r\(json)<enter>")) == json)
    #expect(sent(Session(100, 24).receive("hello").type("r{{n} {{<enter>")) == "{n} {")
  }

  @Test func `a message that is sent again or repeated is made anew`() {
    let session = Session(100, 24).receive("hello").type("rping {n}<enter>").deliverSent().type("<esc>R").deliverSent()
    #expect(sent(session) == "ping 2")
    session.effects = []
    session.type(":repeat 3 1ms<enter>").tick(seconds: 0.001).tick(seconds: 0.001).deliverSent()
    let payloads = session.effects.compactMap { effect -> String? in
      guard case .transmit(let request) = effect else { return nil }
      return String(decoding: request.payload, as: UTF8.self)
    }
    #expect(payloads == ["ping 3", "ping 4", "ping 5"])
    #expect(session.type("rping {n}<m-n>").message.contains("starts over"))
    #expect(sent(session.type("<enter>")) == "ping 1")
  }

  @Test func `each of several peers has its own counter`() {
    let session = Session(100, 24).receive("a").receive("b", from: Session.deadPeer)
    session.type("Gm<up>mS{n}<enter>")
    if session.transmitted == nil { session.type("<enter>") }
    session.deliverSent().effects = []
    session.type("{n}<enter>")
    let payloads = session.effects.compactMap { effect -> [UInt8]? in
      if case .transmit(let request) = effect { request.payload } else { nil }
    }
    #expect(payloads == [Array("2".utf8), Array("2".utf8)])
  }

  @Test func `a message with fields is not turned into bytes, and a brace is doubled in text`() {
    let session = Session(100, 24).receive("hello").type("rping {n}<^x>")
    #expect(session.shows("ping {n}") && session.shows("cannot be converted"))
    session.type("<m-u>{{n}<^x>")
    #expect(session.shows("7b 6e 7d"))
    #expect(session.type("<^x>").shows("{{n}"))
    #expect(sent(session.type("<enter>")) == "{n}")
  }

  @Test func `the history keeps the text as it was written`() {
    let session = Session(100, 24).receive("hello").type("rping {n}<enter>").deliverSent().type("<up>")
    #expect(session.shows("> ping {n}"))
    #expect(
      session.effects.contains { effect in
        if case .saveHistory(.message, line: let line) = effect { line.hasSuffix("ping {n}") } else { false }
      })
  }

  @Test func `the addresses and the time are those of the message`() {
    let session = Session(100, 24).receive("hello").type("r{peer} {local.port} {time:unix}<enter>")
    #expect(sent(session) == "10.0.3.17:53412 8080 \(Session.start / 1_000_000_000)")
  }

  @Test func `a file in a message is read while it is typed, and what is shown is what leaves`() {
    let session = Session(100, 24).receive("hi").type("r<<{file a b.bin}>{len:u8}")
    #expect(session.takeEffects().contains(.readFile(path: "a b.bin", limit: 65_507)))
    #expect(session.shows("a b.bin is being read"), "\(session.lines)")
    session.update(.fileRead(path: "a b.bin", .success([1, 0xff])))
    #expect(session.shows("= 3c 01 ff 3e 05"), "\(session.lines)")
    session.type("<enter>")
    #expect(session.transmitted?.payload == [0x3c, 1, 0xff, 0x3e, 5])
    // The next message reads it again, and sending the last one again sends the same bytes.
    session.effects = []
    session.type("<esc>R")
    #expect(session.transmitted?.payload == [0x3c, 1, 0xff, 0x3e, 5])
  }

  @Test func `a file that cannot be read is marked where the message names it`() {
    let session = Session(100, 24).receive("hi").type("r{n} {file nothing}")
    session.update(.fileRead(path: "nothing", .failure(FailureReason("nothing cannot be sent: no such file"))))
    #expect(session.shows("nothing cannot be sent: no such file"), "\(session.lines)")
    session.type("<enter>")
    #expect(session.transmitted == nil)
    session.type("<backspace>2}")
    #expect(session.takeEffects().contains(.readFile(path: "nothing2", limit: 65_507)))
    session.update(.fileRead(path: "nothing2", .success([7]))).type("<enter>")
    #expect(session.transmitted?.payload == [0x31, 0x20, 7])
    session.type("<esc>R")
    #expect(session.transmitted?.payload == [0x32, 0x20, 7])
  }

  @Test func `a file for a message and one for a datagram do not take each other's place`() {
    let session = Session(100, 24).receive("hi").type("r{file a}<^o>b<enter>")
    session.update(.fileRead(path: "a", .success([1])))
    #expect(session.transmitted == nil)
    session.update(.fileRead(path: "b", .success([2])))
    #expect(session.transmitted?.payload == [2] && session.shows("= 01"))
  }
}
