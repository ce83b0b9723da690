import Testing
import UDPCore

struct AliasTests {
  @Test(arguments: [
    "10.0.3.17", "10.0.0.0/8", "10.0.3.17:5000", "2001:db8::1", "2001:db8::/32", "[2001:db8::1]:5000",
  ])
  func `a target is written as it is read`(_ text: String) {
    #expect(AddressTarget(text)?.description == text)
  }

  @Test(arguments: [
    "", "boiler", "10.0.3", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.3.17:70000", "2001:db8::1:x",
    "[10.0.3.17]:5000", "::1:", "8080", "[::1]", "fe80::1%eth0", "10.0.3.17:+5",
  ])
  func `other texts are no targets`(_ text: String) {
    #expect(AddressTarget(text) == nil)
  }

  @Test(arguments: [
    ("10.0.3.17", 5_000, "gateway"), ("10.0.3.17", 5_001, "boiler:5001"), ("10.0.4.1", 7, "plant.4.1:7"),
    ("10.9.4.1", 7, "ten.9.4.1:7"), ("192.0.2.1", 7, "192.0.2.1:7"), ("2001:db8::17", 7, "six::17:7"),
    ("2001:db9::17", 7, "[2001:db9::17]:7"), ("172.16.33.4", 1, "odd.33.4:1"),
  ])
  func `the narrowest name stands in the place of an address`(_ address: String, _ port: Int, _ shown: String) throws {
    var aliases = Aliases()
    for (target, name) in [
      ("10.0.0.0/8", "ten"), ("10.0.0.0/16", "plant"), ("10.0.3.17", "boiler"), ("10.0.3.17:5000", "gateway"),
      ("2001:db8::/32", "six"), ("172.16.32.0/20", "odd"),
    ] {
      let target = try #require(AddressTarget(target))
      let isFree = aliases.add(name, for: target)
      #expect(isFree)
    }
    let endpoint = Endpoint(try #require(IPAddress(address)), port: UInt16(port))
    #expect(aliases.text(of: endpoint, InterfaceNames()) == shown)
  }
}
