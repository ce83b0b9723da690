import Basics
import Testing

@testable import UDPCore

/// Tests the news about links and addresses, and the endpoints that they affect, without a network.
@Suite struct LinkTests {
  private let four = IPAddress("10.0.0.1")!
  private let six = IPAddress("fe80::1")!

  private func table(_ addresses: Set<IPAddress>, index: UInt32 = 2, isUp: Bool = true) -> LinkTable {
    LinkTable(["eth0": LinkTable.Link(index: index, isUp: isUp, addresses: addresses)])
  }

  @Test func `down, up, gone, back and another device of the same name are told apart`() {
    let up = table([four])
    #expect(up.changes(to: up) == [])
    #expect(up.changes(to: table([four], isUp: false)) == [.wentDown("eth0")])
    #expect(table([four], isUp: false).changes(to: up) == [.cameUp("eth0")])
    #expect(up.changes(to: LinkTable()) == [.disappeared("eth0")])
    #expect(LinkTable().changes(to: up) == [.appeared("eth0")])
    #expect(up.changes(to: table([six], index: 7)) == [.appeared("eth0")])
    #expect(up.changes(to: table([six])) == [.addressRemoved(four, "eth0"), .addressAdded(six, "eth0")])
  }

  private func matters(_ change: LinkChange, _ endpoint: String, used: Set<String> = []) throws -> Bool {
    let argument = try EndpointArgument(endpoint)
    var plan = SocketPlan(endpoint: Endpoint(.anyIPv4, port: argument.port), source: endpoint)
    switch argument.host {
    case .address(let address, let scope):
      plan.endpoint.address = address
      plan.scopeName = scope
    case .group(let group, let source, let interface):
      plan.endpoint.address = group
      plan.memberships = [GroupMembership(group: group, source: source, interface: interface)]
    case .every, .name: break
    }
    let before = table([four])
    return SocketMaintenance.matters(
      change, to: plan, local: plan.endpoint.address, used: used, before: before, after: LinkTable())
  }

  @Test func `an endpoint cares for its own address, interface and group's interface`() throws {
    #expect(try matters(.addressRemoved(four, "eth0"), "10.0.0.1:80"))
    #expect(try !matters(.addressRemoved(six, "eth0"), "10.0.0.1:80"))
    #expect(try matters(.disappeared("eth0"), "10.0.0.1:80"))
    #expect(try !matters(.disappeared("eth0"), "10.0.0.9:80"))
    #expect(try matters(.wentDown("eth0"), "[fe80::9%eth0]:80"))
    #expect(try matters(.wentDown("eth0"), "239.1.1.1:80@eth0"))
    #expect(try !matters(.wentDown("eth0"), "239.1.1.1:80@eth1"))
  }

  @Test func `a wildcard cares only for interfaces that its datagrams came by`() throws {
    #expect(try !matters(.wentDown("eth0"), "8080"))
    #expect(try matters(.wentDown("eth0"), "8080", used: ["eth0"]))
    #expect(try !matters(.appeared("veth9"), "8080", used: ["eth0"]))
    #expect(try matters(.returned("eth0", isUp: true), "8080", used: ["eth0"]))
  }

  @Test func `what goes and comes with a link is no news beside it`() {
    var history = LinkHistory(table([four, six]))
    #expect(history.advance(to: table([four], isUp: false)) == [.wentDown("eth0")])
    #expect(history.advance(to: table([four, six])) == [.cameUp("eth0")])
    // The news arrives in two bursts.
    #expect(history.advance(to: table([four, six], isUp: false)) == [.wentDown("eth0")])
    #expect(history.advance(to: table([four], isUp: false)) == [])
    #expect(history.advance(to: table([four, six])) == [.cameUp("eth0")])
  }

  @Test func `an address that does not come back with its link is told then`() {
    var history = LinkHistory(table([four, six]))
    #expect(history.advance(to: table([four], isUp: false)) == [.wentDown("eth0")])
    #expect(history.advance(to: table([four])) == [.cameUp("eth0"), .addressRemoved(six, "eth0")])
    #expect(history.advance(to: table([four, six])) == [.addressRestored(six, "eth0")])
  }

  @Test func `again is said only of what was there before`() {
    var history = LinkHistory(table([four]))
    #expect(history.advance(to: table([four, six])) == [.addressAdded(six, "eth0")])
    #expect(history.advance(to: table([six])) == [.addressRemoved(four, "eth0")])
    #expect(history.advance(to: table([four, six])) == [.addressRestored(four, "eth0")])
    #expect(history.advance(to: LinkTable()) == [.disappeared("eth0")])
    #expect(history.advance(to: table([], index: 9, isUp: false)) == [.returned("eth0", isUp: false)])
    #expect(history.advance(to: table([four], index: 9)) == [.cameUp("eth0"), .addressRestored(four, "eth0")])
    var later = table([four], index: 9)
    later.links["eth1"] = LinkTable.Link(index: 10, isUp: true)
    #expect(history.advance(to: later) == [.appeared("eth1")])
  }

  private func boundAddresses(_ endpoints: [String], _ links: LinkTable) throws -> [BoundAddress] {
    let sockets = try SocketSet(
      try endpoints.map { try EndpointArgument($0) }, options: .init(), interfaces: .current()
    ).sockets
    return sockets.flatMap { $0.boundAddresses(.current(), LinkHistory(links)) }
  }

  @Test func `a group is told with its interface, as it is read, and whether that is down`() throws {
    let port = try boundAddresses(["127.0.0.1:0"], .current())[0].text.split(separator: ":")[1]
    let texts = ["239.7.7.1:\(port)@lo", "127.0.0.9,239.7.7.2:\(port)@lo", "[ff15::7]:\(port)@lo"]
    let up = try boundAddresses(texts, .current())
    #expect(up.map(\.text) == texts && up.allSatisfy { $0.trouble == nil })
    let down = try boundAddresses([texts[0]], LinkTable(["lo": LinkTable.Link(index: 1, isUp: false)]))
    #expect(down.map(\.trouble) == [.down(interface: "lo")])
    let gone = try boundAddresses([texts[0]], LinkTable())
    #expect(gone.map(\.trouble) == [.gone(interface: "lo")])
    let wildcard = try boundAddresses(["0.0.0.0:\(port)", texts[0]], .current())
    #expect(wildcard.map(\.text) == ["0.0.0.0:\(port)", texts[0]])
  }

  @Test func `this host's loopback is in the table`() throws {
    let loopback = try #require(LinkTable.current().links["lo"])
    #expect(loopback.isUp && loopback.addresses.contains(IPAddress("127.0.0.1")!))
  }
}

@Suite struct SocketSetTests {
  private func open(_ endpoints: String...) throws -> [BoundSocket] {
    try SocketSet(try endpoints.map { try EndpointArgument($0) }, options: .init(), interfaces: .current()).sockets
  }

  @Test func `64 ports at once are 64 sockets`() throws {
    let first = try open("127.0.0.1:0")
    let sockets = try SocketSet(
      try (0..<64).map { _ in try EndpointArgument("127.0.0.1:0") }, options: .init(), interfaces: .current()
    ).sockets
    #expect(Set(sockets.map(\.local.port)).count == 64)
    #expect(!sockets.map(\.local.port).contains(first[0].local.port))
  }

  @Test func `several groups of one port are one socket each, the same group on two interfaces is one`() throws {
    let port = try open("127.0.0.1:0")[0].local.port
    let sockets = try open("239.7.7.1:\(port)@lo", "239.7.7.2:\(port)@lo", "127.0.0.9,239.7.7.3:\(port)@lo")
    #expect(sockets.map(\.local.address.description) == ["239.7.7.1", "239.7.7.2", "239.7.7.3"])
    #expect(sockets.map(\.plan.memberships.count) == [1, 1, 1])
  }

  @Test func `groups on a wildcard's port are joined on its socket`() throws {
    let port = try open("0")[0].local.port
    let sockets = try open("\(port)", "239.7.7.1:\(port)@lo", "239.7.7.2:\(port)@lo")
    #expect(sockets.count == 2)
    #expect(sockets[0].plan.memberships.count == 2)
    #expect(sockets[1].plan.memberships.isEmpty)
  }

  @Test func `a group on an interface that is not there is told with its cause`() throws {
    let error = #expect(throws: SocketErrors.self) { try open("239.7.7.1:5999@nosuch0") }
    #expect(error?.description.contains("there is no interface 'nosuch0'") == true)
  }
}
