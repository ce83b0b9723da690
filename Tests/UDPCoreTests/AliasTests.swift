import Basics
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
    ("10.9.4.1", 7, "ten.9.4.1:7"), ("192.0.2.1", 7, "192.0.2.1:7"), ("2001:db8::17", 7, "[six::17]:7"),
    ("2001:db9::17", 7, "[2001:db9::17]:7"), ("172.16.33.4", 1, "odd.33.4:1"),
  ])
  func `the narrowest name stands in the place of an address`(_ address: String, _ port: Int, _ shown: String) throws {
    let aliases = try Self.aliases([
      ("10.0.0.0/8", "ten"), ("10.0.0.0/16", "plant"), ("10.0.3.17", "boiler"), ("10.0.3.17:5000", "gateway"),
      ("2001:db8::/32", "six"), ("172.16.32.0/20", "odd"),
    ])
    let endpoint = Endpoint(try #require(IPAddress(address)), port: UInt16(port))
    #expect(aliases.text(of: endpoint, InterfaceNames()) == shown)
  }

  static func aliases(_ targets: [(target: String, name: String)]) throws -> Aliases {
    var aliases = Aliases()
    for (target, name) in targets {
      let isFree = aliases.add(name, for: try #require(AddressTarget(target)))
      #expect(isFree)
    }
    return aliases
  }

  private static let interfaces = InterfaceNames([3: "eth0", 4: "eth0.100"])

  /// Aliases for every kind of target, with every prefix length of a network.
  private static func everyKind() throws -> Aliases {
    try aliases([
      ("0.0.0.0/0", "four"), ("10.0.0.0/8", "plant"), ("10.64.0.0/12", "hall"), ("10.1.0.0/16", "roof"),
      ("10.1.2.0/24", "line-1"), ("10.1.2.128/25", "line-2"), ("10.1.2.3", "锅炉"), ("10.1.2.3:5000", "gateway"),
      ("::/0", "six"), ("fe80::/10", "link"), ("2001:db8::/32", "lab"), ("2001:db8:0:1::/64", "lab_1"),
      ("2001:db8:0:2::/112", "rack"), ("2001:db8:0:2::fff0/124", "shelf"), ("fe80::1", "press"),
      ("[fe80::1]:7", "door"), ("2001:db8::7", "box"),
    ])
  }

  @Test(arguments: [
    "10.0.4.1:7", "10.65.0.1:7", "10.1.9.255:65535", "10.1.2.7:1", "10.1.2.200:1", "10.1.2.3:5000", "10.1.2.3:5001",
    "192.0.2.1:9", "255.255.255.255:9", "[::1]:9", "[::]:9", "[::ffff:0:1]:9", "[2001:db8::1]:9", "[2001:db8:1::5]:9",
    "[2001:db8:1:2:3:4:5:6]:9", "[2001:db8:0:1::]:9", "[2001:db8:0:1:0:0:0:1]:9", "[2001:db8:0:1:1::]:9",
    "[2001:db8:0:2::5]:9", "[2001:db8:0:2::fff5]:9", "[2001:db8::7]:9", "[fe80::1%eth0]:9", "[fe80::1%eth0]:7",
    "[fe80::2%eth0.100]:9", "[fe80::aa:0:0:1%eth0]:9", "[ff02::1%eth0]:9", "[2606:4700::1111]:53", "239.1.1.1:5000",
  ])
  func `an endpoint that is shown by a name is read as the same endpoint`(_ text: String) throws {
    let aliases = try Self.everyKind()
    let endpoint = try EndpointArgument(text).destination(interfaces: Self.interfaces).peer
    let shown = aliases.text(of: endpoint, Self.interfaces)
    #expect(shown != endpoint.text(Self.interfaces), "\(shown)")
    let read = try EndpointArgument(shown, aliases: aliases).destination(interfaces: Self.interfaces).peer
    #expect(read == endpoint, "\(shown)")
  }

  @Test func `whatever address is shown by a network's name is read again`() throws {
    let aliases = try Self.everyKind()
    var random = SystemRandomNumberGenerator()
    let bases = try ["10.0.0.0", "10.1.2.0", "0.0.0.0", "2001:db8::", "2001:db8:0:1::", "fe80::", "::"].map {
      try #require(IPAddress($0))
    }
    for _ in 0..<2_000 {
      let base = try #require(bases.randomElement(using: &random))
      let high: UInt64 = base.isIPv4 ? 0 : .random(in: 0...(.max)) & .random(in: 0...0xff_ff00_ffff)
      let low: UInt64 = .random(in: 0...(.max)) & .random(in: 0...(.max))
      let address = IPAddress(high: base.high | high, low: base.low | (base.isIPv4 ? low & 0xffff_ffff : low))
      let endpoint = Endpoint(address, port: .random(in: 1...(.max)), scope: address.needsScope ? 3 : 0)
      let shown = aliases.text(of: endpoint, Self.interfaces)
      let read = try EndpointArgument(shown, aliases: aliases).destination(interfaces: Self.interfaces).peer
      #expect(read == endpoint, "\(shown)")
    }
  }

  @Test(arguments: [
    ("plant.4", "3 numbers from 0 to 255 follow plant, as in plant.0.0.0, within 10.0.0.0/8"),
    ("plant.0.4.300", "as in plant.0.0.0"),
    ("plant.0.4.1.9", "as in"), ("plant:5000", "as in plant.0.0.0"), ("plant.0.4.1:70000", "as in"),
    ("hall.200.0.1", "as in"),
    ("box:99999", "write box:5000"), ("lab:99999", "as in [lab::]:5000"),
  ])
  func `what is so nearly an address of a name is refused with the right form`(_ text: String, _ advice: String) throws
  {
    let aliases = try Self.everyKind()
    let error = #expect(throws: AliasError.self) { try aliases.parse(text) }
    #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["plant.log", "box.x", "gateway:5", "nobody", "nobody.1.2.3", "box%", "plants.0.4.1", "[plant", ""])
  func `other texts stand for nothing`(_ text: String) throws {
    #expect(try Self.everyKind().parse(text) == nil)
  }
}
