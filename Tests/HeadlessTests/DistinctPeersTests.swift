import Testing
import UDPCore

@testable import Headless

struct DistinctPeersTests {
  @Test func `each peer counts once, of either family`() {
    var peers = DistinctPeers()
    var set: Set<Endpoint> = []
    for round in 0..<2 {
      for number in 0..<5_000 as Range<UInt32> {
        let address = number % 5 == 0 ? IPAddress(high: 1, low: UInt64(number)) : IPAddress(ipv4: number / 2)
        let peer = Endpoint(address, port: UInt16(number % 7), scope: number % 11 == 0 ? 3 : 0)
        peers.insert(peer)
        set.insert(peer)
        #expect(round == 1 || peers.count == set.count)
      }
    }
    #expect(peers.count == set.count)
  }
}
