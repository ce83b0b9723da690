package import UDPCore

/// The chains of nftables through which a datagram passes on its way to a socket, read from `nft list ruleset` (nft(8)).
/// Rules of iptables-nft and of ufw are among them.
package struct Firewall: Hashable, Sendable {
  /// A chain of rules.
  package struct Chain: Hashable, Sendable {
    /// The family of the table: `ip`, `ip6`, `inet`, `netdev`, …
    package var family: String
    package var table: String
    package var name: String
    /// The hook: `input`, `prerouting`, `ingress`; `nil` for a chain that others jump to.
    package var hook: String?
    /// The interfaces whose datagrams a chain at ingress sees.
    package var devices: [String] = []
    /// Whether the chain drops what no rule accepts.
    package var drops = false
    package var rules: [FirewallRule] = []
  }

  package var chains: [Chain] = []

  package init() {}

  /// Reads a ruleset's text; what is not understood counts as a condition that may hold.
  package init(nft text: String) {
    var family = ""
    var table = ""
    var chain: Chain?
    // A table that sleeps has no effect (nft(8), `dormant`).
    var isDormant = false
    // The depth of braces that belong to neither table nor chain, such as a set's elements over several lines.
    var depth = 0
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if chain == nil, first == "table", words.count >= 3, depth == 0 {
        (family, table, isDormant) = (words[1], words[2], false)
      } else if chain == nil, first == "flags", depth == 0 {
        isDormant = words.contains { $0.hasPrefix("dormant") }
      } else if chain == nil, first == "chain", words.count >= 2, depth == 0 {
        chain = Chain(family: family, table: table, name: words[1])
      } else if chain != nil {
        if first == "}" {
          if let chain, !isDormant { chains.append(chain) }
          chain = nil
        } else if first == "type", let hook = words.firstIndex(of: "hook"), hook + 1 < words.count {
          chain?.hook = words[hook + 1]
          chain?.drops = line.contains("policy drop")
          chain?.devices = Self.devices(words)
        } else {
          chain?.rules += FirewallRule.rules(nft: words)
        }
      } else {
        let opened = line.utf8.count { $0 == UInt8(ascii: "{") }
        let closed = line.utf8.count { $0 == UInt8(ascii: "}") }
        depth = max(0, depth + opened - closed)
      }
    }
  }

  /// The interfaces of a chain at ingress: `device "eth0"`, `devices = { "eth0", "eth1" }`.
  private static func devices(_ words: [String]) -> [String] {
    guard let place = words.firstIndex(where: { $0 == "device" || $0 == "devices" }) else { return [] }
    return words[(place + 1)...].prefix { $0 != "priority" && $0 != "}" }.map { $0.filter { !"\",{=;".contains($0) } }
      .filter { !$0.isEmpty }
  }

  /// The end of a datagram in a chain.
  package enum Fate: Hashable, Sendable {
    case accepted
    /// A rule drops or rejects it or sends it elsewhere, or the chain's policy drops it where `rule` is `nil`; `isCertain`
    /// unless the rule has conditions that this program does not judge.
    case dropped(base: Chain, rule: FirewallRule?, isCertain: Bool)
  }

  /// Returns the first chain's end that is none of acceptance.
  package func fate(of datagram: FirewallDatagram) -> Fate { fates(of: datagram).first ?? .accepted }

  /// Returns the ends of chains that are none of acceptance: those that are certain first.
  package func fates(of datagram: FirewallDatagram) -> [Fate] {
    var (certain, doubtful): ([Fate], [Fate]) = ([], [])
    var budget = Self.mostRules
    let hooks = ["ingress", "prerouting", datagram.isForwarded ? "forward" : "input"]
    for hook in hooks {
      for base in chains where base.hook == hook && isPassed(base, by: datagram) {
        // Without an interface, the datagrams may come by another one.
        let isSeen = hook != "ingress" || datagram.interface != nil
        var seen = datagram
        // A bridge's chains see the ports' names.
        if base.family == "bridge" { seen.interface = nil }
        guard let fate = walk(base, seen, base: base, depth: 0, &budget) ?? policy(of: base) else { continue }
        guard case .dropped(let base, let rule, let isCertain) = fate else { continue }
        if isCertain, isSeen {
          certain.append(fate)
        } else {
          doubtful.append(.dropped(base: base, rule: rule, isCertain: false))
        }
      }
    }
    return certain + doubtful
  }

  private func policy(of base: Chain) -> Fate? { base.drops ? .dropped(base: base, rule: nil, isCertain: true) : nil }

  private func isPassed(_ base: Chain, by datagram: FirewallDatagram) -> Bool {
    if base.hook == "ingress", let interface = datagram.interface, !base.devices.contains(interface) { return false }
    switch base.family {
    case "inet", "netdev": return true
    case "ip": return datagram.family == .ipv4
    case "ip6": return datagram.family == .ipv6
    case "bridge": return datagram.isBridged
    default: return false
    }
  }

  /// The rules and policies that may keep other hosts from finding an address of this one: ARP for IPv4, neighbour
  /// discovery (RFC 4861) for IPv6.
  package func rulesAgainstNeighbours(_ family: AddressFamily) -> [(base: Chain, rule: FirewallRule?)] {
    chains.compactMap { chain in
      if family == .ipv4 {
        guard chain.family == "arp" else { return nil }
        if let rule = chain.rules.first(where: { $0.verdict == .drop }) { return (chain, rule) }
        return chain.hook == "input" && chain.drops && !chain.rules.contains { $0.verdict == .accept }
          ? (chain, nil) : nil
      }
      guard ["ip6", "inet"].contains(chain.family) else { return nil }
      if let rule = chain.rules.first(where: { $0.verdict == .drop && $0.text.contains("nd-neighbor") }) {
        return (chain, rule)
      }
      let isOpen = chains.contains { other in
        other.table == chain.table && other.family == chain.family
          && other.rules.contains {
            $0.verdict != .drop && ($0.text.contains("icmpv6") || $0.text.contains("ipv6-icmp"))
          }
      }
      let hasAccept = chain.rules.contains { $0.verdict == .accept && !$0.isConditional }
      return chain.hook == "input" && chain.drops && !isOpen && !hasAccept ? (chain, nil) : nil
    }
  }

  /// The most rules that one datagram is judged by; chains that jump to each other could make them endless. The last one
  /// may then drop it, for all that is known.
  private static let mostRules = 100_000

  /// Walks through a chain; `nil` if the datagram leaves it at its end.
  /// - Parameter budget: the rules that may still be looked at.
  private func walk(
    _ chain: Chain, _ datagram: FirewallDatagram, base: Chain, depth: Int, _ budget: inout Int
  ) -> Fate? {
    guard depth < 16 else { return nil }
    var doubt: Fate?
    for rule in chain.rules {
      budget -= 1
      if budget < 0 { return doubt ?? .dropped(base: base, rule: rule, isCertain: false) }
      let match = rule.match(datagram)
      if match == .no { continue }
      let isCertain = match == .yes
      switch rule.verdict {
      case .divert where rule.leadsHome(datagram):
        if isCertain { return doubt ?? .accepted }
      case .drop, .divert:
        if isCertain { return .dropped(base: base, rule: rule, isCertain: true) }
        doubt = doubt ?? .dropped(base: base, rule: rule, isCertain: false)
      case .accept: if isCertain { return doubt ?? .accepted }
      case .leave: if isCertain { return doubt }
      case .jump(let name, let returns):
        guard
          let next = chains.first(where: { $0.family == chain.family && $0.table == chain.table && $0.name == name })
        else { continue }
        switch walk(next, datagram, base: base, depth: depth + 1, &budget) {
        case .dropped(let base, let rule, let isSure):
          let fate = Fate.dropped(base: base, rule: rule, isCertain: isSure && isCertain)
          if isSure && isCertain { return fate }
          doubt = doubt ?? fate
        case .accepted: if isCertain { return doubt ?? .accepted }
        case nil: if isCertain, !returns { return doubt }
        }
      case .none: continue
      }
    }
    if let doubt, !base.drops || depth > 0 { return doubt }
    return nil
  }

  /// Whether ufw wrote some of the chains.
  package var isOfUFW: Bool { chains.contains { $0.name.hasPrefix("ufw") } }
}

/// The facts of a datagram that rules ask for.
package struct FirewallDatagram: Hashable, Sendable {
  package var family: AddressFamily
  package var destination: IPAddress?
  package var source: IPAddress?
  package var port: UInt16
  /// The name of the interface that it comes in by; `nil` if unknown.
  package var interface: String?
  /// The kind of its destination; `nil` if unknown.
  package var kind: Kind?
  /// Whether it goes on to another host.
  package var isForwarded = false
  /// Whether it comes in by a bridge.
  package var isBridged = false

  /// The kind of a destination, by nft's words for it.
  package enum Kind: String, Hashable, Sendable {
    case host, broadcast, multicast
  }

  package init(
    family: AddressFamily, destination: IPAddress? = nil, source: IPAddress? = nil, port: UInt16,
    interface: String? = nil
  ) {
    self.family = family
    self.destination = destination
    self.source = source
    self.port = port
    self.interface = interface
    kind = destination.map { $0.isMulticast ? .multicast : .host }
  }
}
