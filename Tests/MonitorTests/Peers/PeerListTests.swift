import PayloadText
import Testing
import UDPCore

@testable import Monitor

/// Tests sorting many peers.
@Suite struct PeerListTests {
  @Test func `many peers are sorted in slices, in which they stand as before, and new ones wait for the next time`() {
    let session = Session(80, 24)
    for number in (0..<20_000).shuffled() {
      session.add(.incoming, [1, 2], peer: Endpoint(IPAddress(ipv4: UInt32(number)), port: 7))
    }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("P").tick(seconds: 1)
    let before = session.state.peers.list.order
    session.add(.incoming, [1], peer: Session.endpoint("9.9.9.9", 9))
    for _ in 0..<9 { session.add(.incoming, [1], peer: Endpoint(IPAddress(ipv4: 9_999), port: 8)) }
    session.deliver().tick(seconds: 1)
    #expect(session.state.peers.list.isSorting)
    #expect(session.state.peers.list.order == before)
    session.add(.incoming, [1], peer: Session.endpoint("9.9.9.8", 9))
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    let ledger = session.state.peers.ledger
    var whole = PeerList()
    whole.sort(ledger, nil, monotonic: 0, now: Session.start, session.state.texts)
    let late = ledger.entries.count - 1
    #expect(session.state.peers.list.order == whole.order.filter { $0 != Int32(late) })
    #expect(ledger.entries[Int(whole.order[0])].peer == Endpoint(IPAddress(ipv4: 9_999), port: 8))
  }

  @Test(arguments: PeerColumn.allCases)
  func `peers are in the order of the column, and those with the same by address`(column: PeerColumn) {
    let session = Session(80, 24)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<600 {
      let address =
        Bool.random(using: &random)
        ? IPAddress(ipv4: .random(in: 0 ... .max, using: &random))
        : IPAddress(high: .random(in: 0...3, using: &random), low: .random(in: 0 ... .max, using: &random))
      let peer = Endpoint(address, port: .random(in: 1...3, using: &random), scope: .random(in: 0...1, using: &random))
      for _ in 0..<Int.random(in: 1...3, using: &random) { session.add(.incoming, [1, 2], peer: peer) }
    }
    session.deliver()
    let ledger = session.state.peers.ledger
    var list = PeerList()
    list.sort(by: column)
    for _ in 0..<2 {
      for now in [Session.start, Session.start + 3_000_000_000] {
        list.sort(ledger, nil, monotonic: 0, now: now, session.state.texts)
        let sorted = ledger.entries.indices.sorted { first, second in
          let keys = [first, second].map { column.key(ledger.entries[$0], nil, nil, now: now, session.state.texts) }
          let isReversed = column == .address && !list.isAscending
          if keys[0] != keys[1] { return list.isAscending ? keys[0] < keys[1] : keys[0] > keys[1] }
          let words = [first, second].map { index -> [UInt64] in
            let peer = ledger.entries[index].peer
            return [peer.address.high, peer.address.low, UInt64(peer.port), UInt64(peer.scope)]
          }
          return isReversed
            ? words[1].lexicographicallyPrecedes(words[0]) : words[0].lexicographicallyPrecedes(words[1])
        }
        #expect(list.order == sorted.map(Int32.init))
      }
      list.sort(by: column, isInverted: true)
    }
  }
}
