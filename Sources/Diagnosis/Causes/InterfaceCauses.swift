import Basics
import UDPCore

/// Causes in interfaces and addresses.
enum InterfaceCauses {
  static let all: [Cause] = [
    Cause(.interfaces, down), Cause(.interfaces, carrier), Cause(.addresses, disabledIPv6), Cause(.addresses, missing),
    Cause(.addresses, duplicate), Cause(.neighbours, withoutARP), Cause(.neighbours, silentARP),
    Cause(.neighbours, choosyARP),
    Cause(.ingress, ingress), Cause(.interfaces, mtu),
  ]

  /// The interfaces that matter: that of the target, or where no address is named, those with addresses.
  private static func interfaces(_ facts: SystemFacts) -> [Interface] {
    if let arrival = facts.arrival { return [arrival] }
    if facts.target.single?.isLoopback == true { return facts.interfaces.filter(\.isLoopback) }
    if !facts.target.isWildcard { return [] }
    let own = facts.interfaces.filter { !$0.addresses.isEmpty }
    // Where no interface has an address, those that could have one are missed: loopback, and those of Ethernet's kind.
    return own.isEmpty ? facts.interfaces.filter { $0.isLoopback || $0.hardware == 1 } : own
  }

  /// The likelihood of what keeps an interface silent.
  private static func likelihood(_ facts: SystemFacts) -> Likelihood {
    let isOneOfSeveral = facts.target.single?.isLoopback != true && facts.interfaces.contains(where: \.isUp)
    return facts.arrival == nil && isOneOfSeveral ? .possible : .certain
  }

  /// An interface that is down, or without carrier because the one below is (netdevice(7), `IFF_UP`).
  private static func down(_ facts: SystemFacts) -> [Finding] {
    interfaces(facts).filter { !$0.isUp }.map { interface in
      var commands = [Commands.up(interface.name)]
      var evidence: [Evidence] = [.link(interface)]
      if let lower = interface.lower.flatMap({ facts.interface(at: $0) }), !lower.isUp {
        commands.insert(Commands.up(lower.name), at: 0)
        evidence.append(.link(lower))
      }
      return Finding(
        interface.isLoopback ? "loopback-down" : "interface-down", likelihood(facts),
        "interface \(interface.name) is down: nothing arrives by it", evidence, cure: Cure(commands, asRoot: true))
    }
  }

  /// An interface that is up and has no carrier (`IFF_LOWER_UP`).
  private static func carrier(_ facts: SystemFacts) -> [Finding] {
    let silent = interfaces(facts).filter { $0.isUp && !$0.hasCarrier && !$0.isLoopback }
    // A bridge without ports, as Docker's without containers, is not missed where every address is meant.
    return silent.filter { bridge in
      facts.arrival != nil || bridge.kind != "bridge" || facts.interfaces.contains { $0.master == bridge.index }
    }.map { interface in
      let others = facts.interfaces.filter {
        !$0.isUp && ($0.master == interface.index || $0.index == interface.lower || $0.lower == interface.index)
      }
      return Finding(
        "no-carrier", likelihood(facts),
        "interface \(interface.name) has no carrier: its cable, port or other end is not there",
        ([interface] + others).map { .link($0) },
        cure: Cure(
          others.map { Commands.up($0.name) }, asRoot: true,
          others.isEmpty ? "check the cable, or switch the other end on" : ""))
    }
  }

  /// IPv6 that is switched off (`disable_ipv6` in ip-sysctl of the kernel's documentation); its addresses are gone then.
  private static func disabledIPv6(_ facts: SystemFacts) -> [Finding] {
    guard let address = facts.target.single, !address.isIPv4, !address.isMulticast,
      facts.interface(having: address) == nil
    else { return [] }
    let named = facts.target.interface
    let disabled = facts.interfaces.filter { interface in
      (named == nil ? !interface.isLoopback : interface.name == named)
        && facts.number("net/ipv6/conf/\(interface.name)/disable_ipv6") == 1
    }
    guard let interface = disabled.first else { return [] }
    let setting = "net/ipv6/conf/\(interface.name)/disable_ipv6"
    let length = address.needsScope || !address.isLoopback ? 64 : 128
    return [
      Finding(
        "ipv6-disabled", "IPv6 is switched off on interface \(interface.name), so \(address) is not there",
        [.setting(setting, facts), .noAddress(address)],
        cure: Cure(
          [Commands.set(setting, to: "0"), Commands.addAddress(address, length: length, to: interface.name)],
          asRoot: true))
    ]
  }

  /// An address that no interface has; whether it is behind this host is a matter of `RouteCauses`.
  private static func missing(_ facts: SystemFacts) -> [Finding] {
    guard let address = facts.target.single, !address.isMulticast, facts.interface(having: address) == nil,
      !RouteCauses.isBroadcast(address, facts), RouteCauses.wayThrough(facts) == nil, disabledIPv6(facts).isEmpty,
      RouteCauses.supposedBroadcast(facts) == nil
    else { return [] }
    // All of 127.0.0.0/8 is local while loopback is up; while it is down, that is the cause.
    if address.isLoopback, facts.interfaces.contains(where: { $0.isLoopback && ($0.isUp || address.isIPv4) }) {
      return []
    }
    let own = facts.interfaces.filter { !$0.isLoopback || address.isLoopback }
    let fitting = own.first { $0.addresses.contains { $0.network?.contains(address) ?? false } }
    let interface = facts.arrival ?? fitting ?? own.first { $0.isUp } ?? own.first
    let length =
      fitting?.addresses.first { $0.network?.contains(address) ?? false }?.length
      ?? (address.isIPv4 ? (address.isLoopback ? 8 : 24) : (address.isLoopback ? 128 : 64))
    let commands = interface.map { interface in
      (interface.isUp ? [] : [Commands.up(interface.name)])
        + [Commands.addAddress(address, length: length, to: interface.name)]
    }
    return [
      Finding(
        "no-address", "no interface of this host has the address \(address)", [.noAddress(address)],
        cure: Cure(commands ?? [], asRoot: true, "or have the sender write to an address that this host has"))
    ]
  }

  /// An IPv6 address that is not used, because another host has it or because that is still being found out
  /// (RFC 4862, 5.4).
  private static func duplicate(_ facts: SystemFacts) -> [Finding] {
    var findings: [Finding] = []
    for interface in facts.interfaces {
      for address in interface.addresses where facts.target.single.map({ $0 == address.address }) ?? true {
        guard facts.families.contains(address.address.family), address.isDuplicate || address.isTentative
        else { continue }
        let commands = [
          Commands.deleteAddress(address.address, length: address.length, of: interface.name),
          Commands.addAddress(address.address, length: address.length, to: interface.name),
        ]
        let likelihood: Likelihood = facts.target.single == nil ? .possible : .certain
        if address.isDuplicate {
          findings.append(
            Finding(
              "duplicate-address", likelihood,
              "another host had the address \(address.address) when \(interface.name) got it, so it is not used",
              [.address(address, of: interface)],
              cure: Cure(commands, asRoot: true, "first give the other host another address")))
        } else {
          findings.append(
            Finding(
              "tentative-address", likelihood,
              "the address \(address.address) on \(interface.name) is tentative: it is not used yet",
              [.address(address, of: interface)], cure: Cure(commands, asRoot: true, "or wait a few seconds")))
        }
      }
    }
    return findings
  }

  /// An Ethernet interface that neither asks nor answers who has an address (`IFF_NOARP`).
  private static func withoutARP(_ facts: SystemFacts) -> [Finding] {
    interfaces(facts).filter { $0.isUp && $0.hasNoARP && $0.hardware == 1 }.map { interface in
      Finding(
        "no-arp", likelihood(facts),
        "interface \(interface.name) does without ARP: other hosts cannot find its addresses", [.link(interface)],
        cure: Cure([Commands.useARP(on: interface.name)], asRoot: true))
    }
  }

  /// `arp_ignore` that keeps back answers: 8 for all addresses (ip-sysctl of the kernel's documentation).
  private static func silentARP(_ facts: SystemFacts) -> [Finding] {
    guard facts.families.contains(.ipv4) else { return [] }
    return interfaces(facts).filter { !$0.isLoopback }.compactMap { interface in
      let names = ["all", interface.name].map { "net/ipv4/conf/\($0)/arp_ignore" }
      guard facts.maximum("arp_ignore", of: interface.name) == 8 else { return nil }
      let wrong = names.filter { facts.number($0) == 8 }
      return Finding(
        "arp-ignored", likelihood(facts),
        "interface \(interface.name) answers no ARP request: other hosts cannot find its addresses",
        wrong.map { .setting($0, facts) }, cure: Cure(wrong.map { Commands.set($0, to: "0") }, asRoot: true))
    }
  }

  /// Answers that are kept back for an address (`arp_ignore` 1 and 2, `arp_filter` in ip-sysctl of the kernel's
  /// documentation), where the interface is known on which the sender asks.
  private static func choosyARP(_ facts: SystemFacts) -> [Finding] {
    guard let sender = facts.sender, sender.isIPv4, let address = facts.target.single, !address.isMulticast,
      !address.isLoopback, facts.interface(having: address) != nil,
      let asked = facts.interfaces.first(where: { interface in
        !interface.isLoopback && interface.addresses.contains { $0.network?.contains(sender) ?? false }
      })
    else { return [] }
    var wrong: [String] = []
    let ignore = facts.maximum("arp_ignore", of: asked.name)
    let own = asked.addresses.first { $0.address == address }
    if ignore == 1 && own == nil || ignore == 2 && own?.network?.contains(sender) != true {
      wrong += ["all", asked.name].map { "net/ipv4/conf/\($0)/arp_ignore" }.filter { (facts.number($0) ?? 0) > 0 }
    }
    if facts.maximum("arp_filter", of: asked.name) > 0,
      case .unicast(let device, _)? = facts.reply ?? facts.answers[sender],
      device != asked.index
    {
      wrong += ["all", asked.name].map { "net/ipv4/conf/\($0)/arp_filter" }.filter { (facts.number($0) ?? 0) > 0 }
    }
    guard !wrong.isEmpty else { return [] }
    return [
      Finding(
        "arp-ignored", "interface \(asked.name) answers no ARP request of \(sender) for \(address)",
        wrong.map { .setting($0, facts) }, cure: Cure(wrong.map { Commands.set($0, to: "0") }, asRoot: true))
    ]
  }

  /// Filters before the network stack: of traffic control (tc(8)), or a program of XDP.
  private static func ingress(_ facts: SystemFacts) -> [Finding] {
    interfaces(facts).flatMap { interface -> [Finding] in
      var findings: [Finding] = []
      if interface.ingressFilters > 0 {
        findings.append(
          Finding(
            "ingress-filter", .possible,
            "filters at the ingress of \(interface.name) see datagrams before the network stack and may drop them",
            [.ingress(interface)], cure: Cure([Commands.deleteIngress(of: interface.name)], asRoot: true)))
      }
      if interface.hasXDP {
        findings.append(
          Finding(
            "xdp", .possible,
            "a program of XDP on \(interface.name) sees datagrams before the network stack and may drop them",
            [.xdp(interface)], cure: Cure([Commands.detachXDP(of: interface.name)], asRoot: true)))
      }
      return findings
    }
  }

  /// An MTU below that of the Ethernet around it: larger frames are not taken (RFC 894).
  private static func mtu(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.single != nil, let interface = facts.arrival, interface.hardware == 1,
      (1..<1500).contains(interface.mtu)
    else { return [] }
    return [
      Finding(
        "small-mtu", .possible,
        "the MTU of \(interface.name) is \(interface.mtu): larger datagrams of senders with 1500 may be dropped",
        [.link(interface)], cure: Cure([Commands.widen(interface.name)], asRoot: true))
    ]
  }
}
