import Basics
import UDPCore

/// Causes in the firewall, where its rules can be read.
enum FirewallCauses {
  static let all: [Cause] = [Cause(.firewall, rules), Cause(.neighbours, neighbours)]

  /// The most chains that are named.
  private static let mostChains = 4

  /// The rules or policies that drop a datagram to the target: each chain has a say.
  private static func rules(_ facts: SystemFacts) -> [Finding] {
    guard case .read(let firewall) = facts.firewall else { return [] }
    for family in facts.families {
      let found = firewall.fates(of: datagram(family, facts)).prefix(mostChains).compactMap {
        finding($0, firewall, facts)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The datagram that is missed.
  private static func datagram(_ family: AddressFamily, _ facts: SystemFacts) -> FirewallDatagram {
    let way = RouteCauses.wayThrough(facts)
    var datagram = FirewallDatagram(
      family: family, destination: facts.target.single, source: facts.sender, port: facts.target.port,
      interface: way == nil ? facts.arrival?.name : nil)
    if let address = facts.target.single, RouteCauses.isBroadcast(address, facts) { datagram.kind = .broadcast }
    datagram.isForwarded = way != nil
    datagram.isBridged = facts.arrival?.kind == "bridge"
    return datagram
  }

  /// Rules that may keep other hosts from finding the target's address.
  private static func neighbours(_ facts: SystemFacts) -> [Finding] {
    guard case .read(let firewall) = facts.firewall, let address = facts.target.single, !address.isLoopback,
      !address.isMulticast
    else { return [] }
    return firewall.rulesAgainstNeighbours(address.family).prefix(mostChains).map { base, rule in
      return Finding(
        "neighbour-firewall", .possible,
        address.isIPv4
          ? "a rule of the firewall may drop ARP: other hosts then cannot find \(address)"
          : "a rule of the firewall may drop neighbour discovery: other hosts then cannot find \(address)",
        [.chain(base, rule)], cure: Cure([Commands.allowNeighbours(address.family, in: base)], asRoot: true))
    }
  }

  private static func finding(_ fate: Firewall.Fate, _ firewall: Firewall, _ facts: SystemFacts) -> Finding? {
    guard case .dropped(let base, let rule, var isCertain) = fate else { return nil }
    let port = facts.target.port
    // Without a socket there, a transparent proxy takes nothing (nft(8), TPROXY).
    if let diversion = rule?.diversion, diversion.word == "tproxy",
      !facts.sockets.contains(where: { $0.local.port == diversion.port ?? port })
    {
      isCertain = false
    }
    let likelihood: Likelihood = isCertain ? .certain : .possible
    if rule?.verdict == .divert {
      return
        Finding(
          "diverted", likelihood,
          isCertain
            ? "a rule of the firewall sends datagrams to port \(port) elsewhere"
            : "a rule of the firewall may send datagrams to port \(port) elsewhere",
          [.chain(base, rule)],
          cure: Cure(
            [Commands.pass(port, in: base)], asRoot: true,
            "senders that wrote before are still sent there until they pause for 30 s (conntrack)"))
    }
    return Finding(
      "firewall", likelihood,
      isCertain
        ? "the firewall drops datagrams to port \(port)"
        : "a rule of the firewall may drop datagrams to port \(port)",
      [.chain(base, rule)],
      cure: Cure([Commands.allow(port, in: base, isOfUFW: firewall.isOfUFW)], asRoot: true))
  }
}
