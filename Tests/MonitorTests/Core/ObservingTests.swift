import PayloadText
import Testing
import UDPCore

/// Tests that evidence about peers is not lost in a flood.
@Suite struct ObservingTests {
  @Test func `one GBK datagram behind a thousand in ASCII decides how its peer is read`() {
    let session = Session(100, 20)
    for number in 0..<1_000 { session.add(.incoming, Array("datagram \(number)".utf8)) }
    session.add(.incoming, Session.bytes("温度=23.5", as: .gb18030))
    session.deliver()
    #expect(session.shows("温度=23.5"))
  }

  @Test func `a GBK datagram counts however long its peer wrote ASCII between others`() {
    let session = Session(100, 20)
    // More peers than the tally has slots, all in one chunk.
    for number in 0..<900 {
      let peer = Session.endpoint("10.1.\(number % 3).\(number % 250)", 4_000 + UInt16(number))
      session.add(.incoming, Array("datagram \(number)".utf8), peer: peer)
    }
    session.add(.incoming, Array("now in GBK".utf8))
    session.add(.incoming, Session.bytes("水位:低", as: .gb18030))
    session.deliver()
    #expect(session.shows("水位:低"))
  }

  @Test func `a failure in a flood is told of`() {
    let session = Session(120, 20)
    for number in 0..<500 { session.add(.incoming, Array("datagram \(number)".utf8)) }
    session.add(
      .failure, [], peer: Session.deadPeer, failure: TransmitFailure(origin: .network, code: 111))
    session.deliver()
    #expect(session.message.contains("10.0.9.9"))
  }

  @Test func `the column of encodings grows when a peer in sight reads differently`() {
    let session = Session(100, 20)
    session.receive("plain", from: Session.gbkPeer)
    session.append(.incoming, Session.bytes("温度", as: .gb18030))
    let line = session.lines.first { $0.contains("plain") } ?? ""
    #expect(line.contains("gb18030?  plain"))
  }
}
