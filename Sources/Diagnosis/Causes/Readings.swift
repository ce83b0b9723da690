import Basics
import UDPCore

/// Evidence as the system names it, the same in every language.
extension Evidence {
  static func socket(_ socket: SocketEntry, _ facts: SystemFacts) -> Evidence {
    var text = "\(socket.local) inode \(socket.inode)"
    if let remote = socket.remote { text += " remote \(remote)" }
    if let holder = facts.holders[socket.inode] { text += " pid \(holder.id) (\(holder.name))" }
    return Evidence(socket.isIPv6 ? "/proc/net/udp6" : "/proc/net/udp", text)
  }

  /// No socket on a port.
  static func noSocket(_ port: UInt16) -> Evidence {
    Evidence("/proc/net/udp, /proc/net/udp6", "port \(port): 0 sockets")
  }

  static func device(_ socket: SocketEntry, _ interface: String) -> Evidence {
    Evidence("sock_diag", "idiag_if \(socket.device) (\(interface))")
  }

  static func onlyIPv6(_ socket: SocketEntry) -> Evidence { Evidence("sock_diag", "INET_DIAG_SKV6ONLY 1") }

  static func queue(_ socket: SocketEntry) -> Evidence {
    let buffer = socket.receiveBuffer.map { " sk_rcvbuf \($0)" } ?? ""
    return Evidence(
      socket.isIPv6 ? "/proc/net/udp6" : "/proc/net/udp", "rx_queue \(socket.queued) drops \(socket.drops)\(buffer)")
  }

  static func growth(_ socket: SocketEntry, since before: SocketEntry) -> Evidence {
    Evidence(
      socket.isIPv6 ? "/proc/net/udp6" : "/proc/net/udp",
      "drops \(before.drops) -> \(socket.drops) rx_queue \(before.queued) -> \(socket.queued)")
  }

  static func options(_ socket: SocketEntry) -> Evidence {
    Evidence("sock_diag", "SK_MEMINFO_OPTMEM \(socket.optionMemory ?? 0)")
  }

  static func state(_ process: ProcessEntry) -> Evidence {
    Evidence("/proc/\(process.id)/stat", "(\(process.name)) \(process.state)")
  }

  static func counter(_ name: String, _ facts: SystemFacts) -> Evidence {
    let file =
      name.hasPrefix("Xfrm")
      ? "xfrm_stat"
      : name.hasPrefix("Udp6") || name.hasPrefix("Ip6") ? "snmp6" : name.contains("Ext.") ? "netstat" : "snmp"
    return Evidence("/proc/net/\(file)", "\(name) \(facts.before[name]) -> \(facts.after[name])")
  }

  static func total(_ name: String, _ facts: SystemFacts) -> Evidence {
    let file = name.contains("Ext.") ? "netstat" : "snmp"
    return Evidence("/proc/net/\(file)", "\(name) \(facts.after[name])")
  }

  static func setting(_ name: String, _ facts: SystemFacts) -> Evidence {
    let value = facts.settings[name] ?? ""
    return Evidence("/proc/sys/\(name)", value.isEmpty ? "-" : value)
  }

  static func link(_ interface: Interface) -> Evidence {
    let flags = [
      interface.isUp ? "UP" : "DOWN", interface.hasCarrier ? "LOWER_UP" : "NO-CARRIER",
      interface.hasNoARP ? "NOARP" : "",
    ]
    return Evidence(
      "RTM_GETLINK", "\(interface.name) <\(flags.filter { !$0.isEmpty }.joined(separator: ","))> mtu \(interface.mtu)")
  }

  static func address(_ address: Interface.Address, of interface: Interface) -> Evidence {
    let flags = [address.isDuplicate ? " dadfailed" : "", address.flags & 0x40 != 0 ? " tentative" : ""]
    return Evidence(
      "RTM_GETADDR", "\(address.address)/\(address.length) dev \(interface.name)\(flags.joined())")
  }

  static func noAddress(_ address: IPAddress) -> Evidence { Evidence("RTM_GETADDR", "\(address): 0 interfaces") }

  static func route(_ address: IPAddress, _ facts: SystemFacts) -> Evidence {
    Evidence("RTM_GETROUTE", "\(address): \(word(facts.answers[address], facts))")
  }

  /// The answer to a question with more than an address.
  static func answer(_ answer: RouteAnswer?, to question: RouteQuestion?, _ facts: SystemFacts) -> Evidence {
    var text = question.map { "\($0.destination)" } ?? ""
    if let source = question?.source { text += " from \(source)" }
    if let input = question?.input, input != "lo" { text += " iif \(input)" }
    return Evidence("RTM_GETROUTE", "\(text): \(word(answer, facts))")
  }

  private static func word(_ answer: RouteAnswer?, _ facts: SystemFacts) -> String {
    let name = { (index: UInt32) in facts.interface(at: index)?.name ?? String(index) }
    return switch answer {
    case .local(let device): "local dev \(name(device))"
    case .broadcast(let device): "broadcast dev \(name(device))"
    case .multicast(let device): "multicast dev \(name(device))"
    case .unicast(let device, let gateway?): "via \(gateway) dev \(name(device))"
    case .unicast(let device, nil): "dev \(name(device))"
    case .refused(Route.none): "ENETUNREACH"
    case .refused(Route.blackhole): "EINVAL"
    case .refused(Route.unreachable): "EHOSTUNREACH"
    case .refused(Route.prohibited): "EACCES"
    case .refused(let code): "errno \(code)"
    case nil: "-"
    }
  }

  static func rule(_ rule: RoutingRule) -> Evidence { Evidence("RTM_GETRULE", rule.text) }

  static func entry(_ route: Route) -> Evidence {
    Evidence("RTM_GETROUTE", "\(route.refusal ?? "") \(route.network) table \(route.table)")
  }

  static func neighbour(_ neighbour: Neighbour, of interface: String) -> Evidence {
    Evidence("RTM_GETNEIGH", "\(neighbour.address) dev \(interface) FAILED")
  }

  static func groups(_ group: IPAddress, on interfaces: [String]) -> Evidence {
    Evidence(
      group.isIPv4 ? "/proc/net/igmp" : "/proc/net/igmp6",
      "\(group): " + (interfaces.isEmpty ? "0 interfaces" : interfaces.joined(separator: ", ")))
  }

  static func version(_ entry: GroupEntry) -> Evidence {
    Evidence("/proc/net/igmp", "\(entry.interface) V\(entry.version ?? 0)")
  }

  static func source(_ filter: SourceFilter) -> Evidence {
    Evidence(
      filter.group.isIPv4 ? "/proc/net/mcfilter" : "/proc/net/mcfilter6",
      "\(filter.interface) \(filter.group) \(filter.source) INC \(filter.including) EXC \(filter.excluding)")
  }

  static func foreign(_ foreign: ForeignSocket) -> Evidence {
    Evidence(
      "/proc/\(foreign.process.id)/net/udp", "\(foreign.socket.local) inode \(foreign.socket.inode)")
  }

  static func chain(_ chain: Firewall.Chain, _ rule: FirewallRule?) -> Evidence {
    Evidence(
      "nft list ruleset",
      "\(chain.family) \(chain.table) \(chain.name): \(rule?.text ?? "policy drop")")
  }

  static func ingress(_ interface: Interface) -> Evidence {
    Evidence("RTM_GETTFILTER", "\(interface.name) ingress: \(interface.ingressFilters)")
  }

  static func xdp(_ interface: Interface) -> Evidence { Evidence("RTM_GETLINK", "\(interface.name) IFLA_XDP_ATTACHED") }
}

extension RoutingRule {
  /// The rule as `ip rule` lists it.
  package var text: String {
    let ports = { (word: String, range: ClosedRange<UInt16>?) in
      range.map { $0.count == 1 ? " \(word) \($0.lowerBound)" : " \(word) \($0.lowerBound)-\($0.upperBound)" } ?? ""
    }
    var text = "\(priority): \(isInverted ? "not " : "")from \(source.map { "\($0)" } ?? "all")"
    if let destination { text += " to \(destination)" }
    if let input { text += " iif \(input)" }
    if let output { text += " oif \(output)" }
    if ipProtocol != 0 { text += ipProtocol == RouteQuestion.udp ? " ipproto udp" : " ipproto \(ipProtocol)" }
    text += ports("sport", sourcePorts) + ports("dport", destinationPorts)
    switch action {
    case .table(let table): return text + " lookup \(table)"
    case .refuse(let kind): return text + " \(kind)"
    case .other: return text
    }
  }
}

extension Subject {
  /// The files and calls that are read.
  package var source: String {
    switch self {
    case .interfaces: "RTM_GETLINK"
    case .addresses: "RTM_GETADDR"
    case .routes: "RTM_GETROUTE, RTM_GETRULE, /proc/sys/net"
    case .neighbours: "RTM_GETNEIGH, arp_ignore"
    case .firewall: "nft list ruleset"
    case .ingress: "RTM_GETTFILTER"
    case .groups: "/proc/net/igmp, igmp6, mcfilter"
    case .sockets: "/proc/net/udp, udp6, sock_diag"
    case .namespaces: "/proc/PID/ns/net"
    case .queue: "/proc/net/udp, /proc/PID/stat"
    case .counters: "/proc/net/snmp, netstat, snmp6"
    }
  }
}
