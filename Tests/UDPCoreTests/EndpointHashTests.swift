import Basics
import Testing
import UDPCore

@Suite struct EndpointHashTests {
  /// 65,536 endpoints that differ in few bits, as those of one network or of one host do.
  private static let neighbours: [(String, @Sendable (Int) -> Endpoint)] = [
    ("the last bytes of IPv4", { Endpoint(IPAddress(ipv4: 0x0a00_0000 + UInt32($0)), port: 5_000) }),
    ("the first bytes of IPv4", { Endpoint(IPAddress(ipv4: UInt32($0) << 16 | 1), port: 5_000) }),
    ("the port", { Endpoint(IPAddress("10.0.0.1")!, port: UInt16($0)) }),
    ("the scope", { Endpoint(IPAddress("fe80::1")!, port: 5_000, scope: UInt32($0)) }),
    ("the last bytes of IPv6", { Endpoint(IPAddress("2001:db8::\(String($0, radix: 16))")!, port: 5_000) }),
    ("the network of IPv6", { Endpoint(IPAddress("2001:db8:\(String($0, radix: 16))::1")!, port: 5_000) }),
  ]

  @Test(arguments: neighbours.indices)
  func `endpoints that differ in little are spread over a table as by chance`(index: Int) {
    let (name, endpoint) = Self.neighbours[index]
    let places = Set((0..<65_536).map { endpoint($0).tableHash & 0x1ffff })
    // 131,072 places of which chance takes 51,573, give or take a hundred.
    #expect((51_000...52_200).contains(places.count), "\(name): \(places.count)")
    #expect(endpoint(7).tableHash == endpoint(7).tableHash)
  }
}
