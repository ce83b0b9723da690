import Basics
import UDPCore

/// Causes in routes: to the target, back to the sender, and through this host.
enum RouteCauses {
  static let all: [Cause] =
    [Cause(.routes, local), Cause(.routes, forwarding), Cause(.routes, wrongBroadcast)] + RefusalCauses.all
    + [Cause(.routes, reversePath), Cause(.neighbours, neighbour)]

  /// Whether an address is the broadcast address of a network of this host.
  static func isBroadcast(_ address: IPAddress, _ facts: SystemFacts) -> Bool {
    if address.isLimitedBroadcast { return true }
    if case .broadcast = facts.answers[address] { return true }
    return false
  }

  /// The interface by which datagrams to the target would go on through this host; `nil` unless another host has the
  /// target and this one can reach it otherwise than it reaches the rest of the world.
  static func wayThrough(_ facts: SystemFacts) -> Interface? {
    guard let address = facts.target.single, !address.isMulticast, facts.interface(having: address) == nil,
      case .unicast(let device, nil)? = facts.answers[address], let interface = facts.interface(at: device),
      let sender = facts.sender, case .unicast(let other, _)? = facts.answers[sender], other != device
    else { return nil }
    return interface
  }

  /// An address that looks like a broadcast address and is none, with the one that its interface has.
  static func supposedBroadcast(_ facts: SystemFacts) -> (interface: Interface, broadcast: IPAddress)? {
    guard let address = facts.target.single, let bits = address.ipv4Bits, bits & 0xff == 0xff,
      facts.interface(having: address) == nil, !isBroadcast(address, facts)
    else { return nil }
    for interface in facts.interfaces {
      for own in interface.addresses {
        guard let network = own.network, network.contains(address), let base = network.base.ipv4Bits else { continue }
        let broadcast = IPAddress(ipv4: base | (own.length == 0 ? .max : UInt32.max >> UInt32(own.length)))
        return (interface, broadcast)
      }
    }
    return nil
  }

  /// An own address that the local table does not know, or to which no rule leads (ip-rule(8)).
  private static func local(_ facts: SystemFacts) -> [Finding] {
    let addresses = facts.interfaces.filter(\.isUp).flatMap { interface in
      interface.addresses.filter { !$0.isDuplicate && !$0.isTentative }.map { (interface, $0.address) }
    }
    for (interface, address) in addresses
    where facts.families.contains(address.family) && (facts.target.single.map { $0 == address } ?? true) {
      if case .local? = facts.answers[address] { continue }
      guard facts.answers[address] != nil else { continue }
      let isInTable = facts.routes.contains {
        $0.type == 2 && $0.table == 255 && $0.network == IPNetwork(address, length: address.isIPv4 ? 32 : 128)
      }
      let likelihood: Likelihood = facts.target.single == nil ? .possible : .certain
      if isInTable {
        return [
          Finding(
            "no-local-rule", likelihood,
            "no rule leads to the local table: datagrams to \(address) are not for this host",
            [.route(address, facts)], cure: Cure([Commands.addLocalRule(address.family)], asRoot: true))
        ]
      }
      return [
        Finding(
          "no-local-route", likelihood,
          "the local routing table lacks \(address): datagrams to it are not for this host",
          [.route(address, facts)],
          cure: Cure([Commands.addLocalRoute(address, to: interface.name)], asRoot: true))
      ]
    }
    return []
  }

  /// A target behind this host, which does not forward (`ip_forward`).
  private static func forwarding(_ facts: SystemFacts) -> [Finding] {
    guard let address = facts.target.single, wayThrough(facts) != nil else { return [] }
    let setting = address.isIPv4 ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding"
    guard facts.number(setting) == 0 else { return [] }
    return [
      Finding(
        "no-forwarding", "\(address) is behind this host, which forwards nothing",
        [.route(address, facts), .setting(setting, facts)],
        cure: Cure([Commands.set(setting, to: "1")], asRoot: true))
    ]
  }

  /// A broadcast address of another prefix than the network has.
  private static func wrongBroadcast(_ facts: SystemFacts) -> [Finding] {
    guard let address = facts.target.single, let (interface, broadcast) = supposedBroadcast(facts) else { return [] }
    return [
      Finding(
        "wrong-broadcast",
        "\(address) is no broadcast address of this host: that of \(interface.name) is \(broadcast)",
        [.route(address, facts)],
        cure: Cure(
          [Commands.listen(facts.target.word(of: broadcast))], "and have the sender write to \(broadcast)"))
    ]
  }

  /// A strict `rp_filter` on an asymmetric path (RFC 3704, 2.2).
  private static func reversePath(_ facts: SystemFacts) -> [Finding] {
    let strict = facts.interfaces.filter { !$0.isLoopback && facts.maximum("rp_filter", of: $0.name) == 1 }
    let cure = { (interfaces: [Interface]) in
      Cure(interfaces.map { Commands.set("net/ipv4/conf/\($0.name)/rp_filter", to: "2") }, asRoot: true)
    }
    let settings = { (interfaces: [Interface]) in
      interfaces.map { Evidence.setting(facts.strictest("rp_filter", of: $0.name), facts) }
    }
    // Where the kernel was asked whether it takes such a datagram, its answer counts.
    if let sender = facts.sender, sender.isIPv4, let arrival = facts.arrival, !arrival.isLoopback,
      case .unicast(let device, _)? = facts.answers[sender], device != arrival.index,
      facts.maximum("rp_filter", of: arrival.name) == 1, facts.admission?.isRefused ?? true
    {
      let other = facts.interface(at: device)?.name ?? String(device)
      return [
        Finding(
          "rp-filter",
          "datagrams of \(sender) come in by \(arrival.name) and the route back leads by \(other): rp_filter drops them",
          [.route(sender, facts)] + settings([arrival]), cure: cure([arrival]))
      ]
    }
    if facts.growth("TcpExt.IPReversePathFilter") > 0 {
      return [
        Finding(
          "rp-filter", .rising, "rp_filter drops datagrams whose route back leads by another interface",
          [.counter("TcpExt.IPReversePathFilter", facts)] + settings(strict), cure: cure(strict))
      ]
    }
    if let sender = facts.sender {
      // Which interface they come in by is not known where the sender is on no network of this host.
      guard facts.arrival == nil, sender.isIPv4, case .unicast(let device, _)? = facts.answers[sender] else {
        return []
      }
      let others = strict.filter { $0.index != device && $0.isUp && !$0.addresses.isEmpty }
      let back = facts.interface(at: device)?.name ?? String(device)
      return others.prefix(1).map { interface in
        Finding(
          "rp-filter", .possible,
          "the route back to \(sender) leads by \(back): what comes in by \(interface.name) is dropped by rp_filter",
          [.route(sender, facts)] + settings(others), cure: cure(others))
      }
    }
    let dropped = facts.after["TcpExt.IPReversePathFilter"]
    guard dropped > 0, !strict.isEmpty, facts.families.contains(.ipv4) else { return [] }
    return [
      Finding(
        "rp-filter", .possible,
        "rp_filter dropped datagrams whose route back leads by another interface, none of them just now",
        [.counter("TcpExt.IPReversePathFilter", facts)] + settings(strict), cure: cure(strict))
    ]
  }

  /// A sender, or the gateway to it, that does not answer who it is.
  private static func neighbour(_ facts: SystemFacts) -> [Finding] {
    guard let sender = facts.sender, case .unicast(let device, let gateway)? = facts.answers[sender] else { return [] }
    let next = gateway ?? sender
    guard let entry = facts.neighbours.first(where: { $0.address == next && $0.device == device && $0.hasFailed })
    else { return [] }
    let name = facts.interface(at: device)?.name ?? String(device)
    return [
      Finding(
        "neighbour-failed", .possible, "\(next) did not answer on \(name): answers to \(sender) do not leave",
        [.neighbour(entry, of: name)],
        cure: Cure(
          [Commands.deleteNeighbour(next, of: name)], asRoot: true,
          "the next datagram asks again; if that fails too, \(next) is not on this link"))
    ]
  }
}
