import Testing
import UDPCore

@testable import Diagnosis

/// Tests the datagrams that the examination sends itself.
@Suite struct ProbeTests {
  @Test func `a datagram to loopback arrives, one to an address of nobody is refused`() {
    let outcomes = LocalProbe.run(
      [
        LocalProbe(Endpoint(IPAddress("127.0.0.1")!, port: 0), interface: "lo", index: 1),
        LocalProbe(Endpoint(IPAddress("192.0.2.77")!, port: 0), interface: "lo", index: 1),
      ], limit: 1_000_000_000)
    guard case .arrived(let time) = outcomes[0] else { return #expect(Bool(false), "\(outcomes)") }
    #expect(time > 0)
    #expect(outcomes[1] == .refused(99), "EADDRNOTAVAIL")
  }

  @Test func `no probe takes no time`() {
    #expect(LocalProbe.run([], limit: 60_000_000_000) == [])
  }

  @Test func `an examination of this host ends with probes and finds who is bound`() throws {
    let target = try #require(Target(try EndpointArgument("127.0.0.1:9")))
    let facts = FactReader(target, sender: nil).read()
    #expect(facts.interfaces.contains { $0.isLoopback } && facts.seconds > 0.5)
    #expect(facts.answers[IPAddress("127.0.0.1")!] == .local(device: 1))
    #expect(facts.after["Udp.InDatagrams"] >= facts.before["Udp.InDatagrams"])
  }
}
