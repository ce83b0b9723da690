import Testing
import UDPCore

@testable import PeerText

/// Tests whom the encoding of text to another peer on the same host is learnt from.
struct TellingPeersTests {
  private static func peer(_ host: UInt32, _ port: UInt16) -> Endpoint {
    Endpoint(IPAddress(ipv4: 0x0a00_0000 + host), port: port)
  }

  @Test func `the newest other peer on the host that will do is told, and the oldest are forgotten`() {
    var telling = TellingPeers(capacity: 4)
    for port: UInt16 in 1...3 { telling.add(Self.peer(1, port)) }
    telling.add(Self.peer(2, 9))
    let asking = Self.peer(1, 3)
    #expect(telling.newest(besides: asking) { _ in true } == Self.peer(1, 2))
    #expect(telling.newest(besides: asking) { $0.port == 1 } == Self.peer(1, 1))
    #expect(telling.newest(besides: asking) { _ in false } == nil)
    // The fifth takes the place of the first.
    telling.add(Self.peer(1, 5))
    #expect(telling.newest(besides: asking) { _ in true } == Self.peer(1, 5))
    #expect(telling.newest(besides: asking) { $0.port == 1 } == nil)
    #expect(telling.newest(besides: Self.peer(3, 1)) { _ in true } == nil)
  }
}
