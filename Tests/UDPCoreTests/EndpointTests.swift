import Basics
import Testing

@testable import UDPCore

@Suite struct AddressTests {
  @Test(arguments: [
    "0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::7", "fe80::1", "ff02::fb",
  ])
  func `an address is written as it was read`(text: String) throws {
    #expect(try #require(IPAddress(text)).description == text)
  }

  @Test(arguments: ["", "1.2.3", "256.1.1.1", "1.2.3.4.5", "::g", "localhost", "1.2.3.4 ", "fe80::1%eth0"])
  func `what is no address is refused`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `an IPv4-mapped address is the IPv4 one`() {
    #expect(IPAddress("::ffff:10.0.0.1") == IPAddress("10.0.0.1"))
    #expect(IPAddress("::ffff:10.0.0.1")?.description == "10.0.0.1")
  }

  @Test(arguments: [
    ("10.0.0.0", 8, "10.255.0.1", true), ("10.0.0.0", 8, "11.0.0.1", false), ("0.0.0.0", 0, "1.2.3.4", true),
    ("0.0.0.0", 0, "::1", false), ("2001:db8::", 32, "2001:db8:ffff::1", true), ("::", 0, "::1", true),
    ("192.168.1.7", 32, "192.168.1.7", true), ("192.168.1.7", 32, "192.168.1.6", false),
    ("2001:db8::", 64, "2001:db8:0:1::", false), ("2001:db8::1", 128, "2001:db8::1", true),
  ])
  func `a network holds its addresses and no other`(
    base: String, length: Int, address: String, isInside: Bool
  ) throws {
    let network = try #require(IPNetwork(IPAddress(base)!, length: length))
    #expect(network.contains(try #require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [("10.0.0.0", 33), ("::", 129), ("::", -1)])
  func `a prefix longer than the address is refused`(base: String, length: Int) throws {
    #expect(IPNetwork(IPAddress(base)!, length: length) == nil)
  }

  @Test func `groups, loopback and link-local addresses are told`() throws {
    #expect(try #require(IPAddress("239.1.1.1")).isMulticast)
    #expect(try #require(IPAddress("ff02::fb")).isMulticast)
    #expect(try #require(IPAddress("127.9.9.9")).isLoopback)
    #expect(try #require(IPAddress("::1")).isLoopback)
    #expect(try #require(IPAddress("fe80::1")).needsScope)
    #expect(try #require(IPAddress("ff02::fb")).needsScope)
    #expect(!(try #require(IPAddress("ff0e::1")).needsScope))
  }

  @Test func `an endpoint names its scope`() throws {
    let address = try #require(IPAddress("fe80::1"))
    let endpoint = Endpoint(address, port: 8080, scope: 3)
    #expect(endpoint.text(InterfaceNames([3: "eth0"])) == "[fe80::1%eth0]:8080")
    #expect(endpoint.text(InterfaceNames()) == "[fe80::1%3]:8080")
    #expect(Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 1).description == "127.0.0.1:1")
  }
}

@Suite struct EndpointArgumentTests {
  @Test func `every form of an endpoint is read`() throws {
    let four = try #require(IPAddress("192.0.2.7"))
    let group = try #require(IPAddress("239.1.1.1"))
    let forms: [(String, EndpointArgument.Host, UInt16)] = [
      ("8080", .every, 8080), (":8080", .every, 8080), ("0", .every, 0),
      ("192.0.2.7:8080", .address(four, scope: nil), 8080),
      ("[::1]:8080", .address(try #require(IPAddress("::1")), scope: nil), 8080),
      ("[fe80::1%eth0]:8080", .address(try #require(IPAddress("fe80::1")), scope: "eth0"), 8080),
      ("239.1.1.1:5000@eth0", .group(group, source: nil, interface: "eth0"), 5000),
      ("239.1.1.1:5000", .group(group, source: nil, interface: nil), 5000),
      ("10.0.0.9,239.1.1.1:5000@eth0", .group(group, source: IPAddress("10.0.0.9"), interface: "eth0"), 5000),
      ("[ff02::fb%eth0]:5353", .group(try #require(IPAddress("ff02::fb")), source: nil, interface: "eth0"), 5353),
      ("sensor.example:9", .name("sensor.example"), 9), ("localhost:9", .name("localhost"), 9),
    ]
    for (text, host, port) in forms {
      let argument = try EndpointArgument(text)
      #expect(argument.host == host, "\(text)")
      #expect(argument.port == port, "\(text)")
    }
  }

  @Test(arguments: [
    ("80800", "above 65535"), ("", "neither a port nor"), ("127.0.0.1", "write 127.0.0.1:8080"),
    ("[::1]", "must follow"),
    ("::1:8080", "needs brackets"), ("[::1:8080", "']' is missing"), ("256.1.1.1:80", "not an address"),
    ("127.0.0.1:", "not a port"), ("127.0.0.1:8o", "not a port"), ("8080@eth0", "multicast group"),
    ("127.0.0.1:80@eth0", "multicast group"), ("239.1.1.1:5000@", "interface after '@' is missing"),
    ("[fe80::1%]:80", "scope after '%' is missing"), ("[1.2.3.4%eth0]:80", "no scope"),
    ("x,239.1.1.1:5", "not an address"),
    ("::1,239.1.1.1:5", "different address families"),
    ("udp://127.0.0.1:5", "write it without udp://: 127.0.0.1:5"),
    ("-1", "neither a port nor"), ("１２３", "not a port"),
  ])
  func `a bad endpoint is told with what would be right`(text: String, reason: String) {
    let error = #expect(throws: EndpointSyntaxError.self) { try EndpointArgument(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("bad endpoint '\(text)'") == true)
  }

  @Test(arguments: [
    ("10.0.0.5:9", "10.0.0.5:9", 0), ("239.1.1.1:5000@eth0", "239.1.1.1:5000", 3),
    ("239.1.1.1:5000", "239.1.1.1:5000", 0),
    ("[ff05::1]:5000@eth0", "[ff05::1]:5000", 3), ("[ff02::fb]:5353@eth0", "[ff02::fb%eth0]:5353", 0),
    ("[ff02::fb%eth0]:5353", "[ff02::fb%eth0]:5353", 0), ("[fe80::1%3]:9", "[fe80::1%eth0]:9", 0),
  ])
  func `where a message goes and by which interface`(text: String, peer: String, interface: UInt32) throws {
    let interfaces = InterfaceNames([3: "eth0"])
    let goal = try EndpointArgument(text).destination(interfaces: interfaces)
    #expect(goal.peer.text(interfaces) == peer)
    #expect(goal.interface == interface)
  }

  @Test(arguments: [
    ("10.0.0.255:9@eth0", "10.0.0.255:9", 3), ("255.255.255.255:9@eth0", "255.255.255.255:9", 3),
    ("10.0.0.5:9@eth0", "10.0.0.5:9", 3), ("[2001:db8::1]:9@3", "[2001:db8::1]:9", 3),
    ("[fe80::1]:9@eth0", "[fe80::1%eth0]:9", 0), ("plant.0.0.255:9@eth0", "10.0.0.255:9", 3),
  ])
  func `the interface to send by stands behind any address, not only behind a group`(
    text: String, peer: String, interface: UInt32
  ) throws {
    let interfaces = InterfaceNames([3: "eth0"])
    let aliases = try AliasTests.aliases([("10.0.0.0/8", "plant")])
    let goal = try EndpointArgument(text, aliases: aliases, isDestination: true).destination(interfaces: interfaces)
    #expect(goal.peer.text(interfaces) == peer)
    #expect(goal.interface == interface)
  }

  @Test func `a host name is reached by the interface behind it`() throws {
    let interfaces = InterfaceNames([1: "lo"])
    let argument = try EndpointArgument("localhost:9@lo", isDestination: true)
    #expect(argument.host == .name("localhost", interface: "lo"))
    let goal = try argument.destination(interfaces: interfaces)
    #expect(goal.interface == 1 && goal.peer.port == 9 && goal.peer.address.isLoopback)
    let error = #expect(throws: SocketError.self) {
      try EndpointArgument("localhost:9@nosuch0", isDestination: true).destination(interfaces: interfaces)
    }
    #expect(error?.description.contains("no interface 'nosuch0'") == true)
    #expect(throws: EndpointSyntaxError.self) { try EndpointArgument("localhost:9@lo") }
  }

  @Test func `a link-local address is on the link that is told elsewhere, and on its own where it says one`() throws {
    let interfaces = InterfaceNames([3: "eth0", 4: "eth1"])
    for (text, peer) in [
      ("[fe80::1]:9", "[fe80::1%eth1]:9"), ("[fe80::1%eth0]:9", "[fe80::1%eth0]:9"),
      ("[ff02::fb]:9", "[ff02::fb%eth1]:9"), ("10.0.0.5:9", "10.0.0.5:9"),
    ] {
      let goal = try EndpointArgument(text).destination(interfaces: interfaces, link: "eth1")
      #expect(goal.peer.text(interfaces) == peer && goal.interface == 0)
    }
  }

  @Test(arguments: [
    ("[fe80::1]:9", "a link-local address needs its interface; write [fe80::1%eth0]:9"),
    ("[ff02::fb]:5353", "needs its interface; write [ff02::fb%eth0]:5353"),
    ("8080", "an address is missing"), ("10.0.0.5:0", "port 0"), ("10.0.0.9,239.1.1.1:5000@eth0", "joining a group"),
    ("239.1.1.1:5000@nosuch0", "no interface 'nosuch0'"),
  ])
  func `what cannot be sent to is told with its reason`(text: String, reason: String) throws {
    let argument = try EndpointArgument(text)
    let error = #expect(throws: SocketError.self) { try argument.destination(interfaces: InterfaceNames([3: "eth0"])) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}

@Suite struct FailureTests {
  @Test func `a failure that a record tells is the one that was written`() {
    for origin in [TransmitFailure.Origin.network, .local] {
      for code in 1...133 as ClosedRange<Int32> {
        let text = "\(TransmitFailure(origin: origin, code: code).explanation)"
        #expect((TransmitFailure(explanation: text)?.explanation).map { "\($0)" } == text)
      }
    }
    #expect(TransmitFailure(explanation: "something else") == nil)
  }
}
