import Testing
import UDPCore

@testable import Headless

struct DistinctPeersTests {
  @Test func `each peer counts once, of either family`() {
    var peers = DistinctPeers(limit: 100_000)
    var set: Set<Endpoint> = []
    for _ in 0..<2 {
      for number in 0..<5_000 as Range<UInt32> {
        let address = number % 5 == 0 ? IPAddress(high: 1, low: UInt64(number)) : IPAddress(ipv4: number / 2)
        let peer = Endpoint(address, port: UInt16(number % 7), scope: number % 11 == 0 ? 3 : 0)
        peers.insert(peer)
        set.insert(peer)
        if number % 100 == 0 { peers.settle() }
        #expect(number % 100 != 0 || peers.count == set.count)
      }
    }
    peers.settle()
    #expect(peers.count == set.count)
  }

  @Test func `no more peers count than the limit`() {
    var peers = DistinctPeers(limit: 10)
    for number in 0..<5_000 as Range<UInt32> {
      peers.insert(Endpoint(IPAddress(ipv4: number), port: 1))
      peers.insert(Endpoint(IPAddress(high: 1, low: UInt64(number)), port: 1))
    }
    peers.settle()
    #expect(peers.count == 10)
  }
}
