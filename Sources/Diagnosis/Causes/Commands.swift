import UDPCore

/// Commands that can be pasted into a shell. Names of interfaces are the kernel's, which hold neither blanks nor slashes.
enum Commands {
  static func up(_ interface: String) -> String { "ip link set \(Target.word(interface)) up" }

  static func useARP(on interface: String) -> String { "ip link set \(Target.word(interface)) arp on" }

  static func detachXDP(of interface: String) -> String { "ip link set \(Target.word(interface)) xdp off" }

  /// Gives an interface the MTU of Ethernet.
  static func widen(_ interface: String) -> String { "ip link set \(Target.word(interface)) mtu 1500" }

  /// Sets a kernel setting; with slashes, because names of interfaces may hold dots (sysctl(8)).
  static func set(_ name: String, to value: String) -> String { "sysctl -w \(Target.word("\(name)=\(value)"))" }

  static func addAddress(_ address: IPAddress, length: Int, to interface: String) -> String {
    let isIPv4 = address.isIPv4
    return "ip address add \(address)/\(length) dev \(Target.word(interface))" + (isIPv4 ? "" : " nodad")
  }

  static func deleteAddress(_ address: IPAddress, length: Int, of interface: String) -> String {
    "ip address del \(address)/\(length) dev \(Target.word(interface))"
  }

  static func addRoute(to address: IPAddress, by interface: String) -> String {
    "ip route add \(address) dev \(Target.word(interface))"
  }

  static func deleteRoute(_ kind: String, _ route: Route) -> String {
    let isIPv4 = route.network.base.isIPv4
    return "ip \(isIPv4 ? "" : "-6 ")route del \(kind) \(route.network)"
      + (route.table == 254 ? "" : " table \(route.table)")
  }

  static func deleteRule(_ rule: RoutingRule) -> String {
    "ip \(rule.family == .ipv4 ? "" : "-6 ")rule del pref \(rule.priority)"
  }

  static func addLocalRoute(_ address: IPAddress, to interface: String) -> String {
    "ip \(address.isIPv4 ? "" : "-6 ")route add local \(address) dev \(Target.word(interface)) table local"
  }

  static func addLocalRule(_ family: AddressFamily) -> String {
    "ip \(family == .ipv4 ? "" : "-6 ")rule add from all lookup local pref 0"
  }

  static func deleteNeighbour(_ address: IPAddress, of interface: String) -> String {
    "ip neigh del \(address) dev \(Target.word(interface))"
  }

  static func deleteIngress(of interface: String, kind: String = "ingress") -> String {
    "tc filter del dev \(Target.word(interface)) \(kind)"
  }

  /// Lets a program that was stopped run on.
  static func resume(_ process: Int32) -> String { "kill -CONT \(process)" }

  static func end(_ process: Int32) -> String { "kill \(process)" }

  static let pause = "sleep 1"

  static func listen(_ endpoint: String) -> String { "udpeek listen \(endpoint)" }

  static func listen(_ endpoint: String, buffer: String) -> String { "udpeek listen \(endpoint) --rcvbuf \(buffer)" }

  static func relay(_ port: UInt16, to address: String) -> String {
    "udpeek relay \(port) --to \(Target.word("\(address):\(port)")) --headless"
  }

  /// Reserves a port, so that the system gives it to no program that asks for any.
  static func reserve(_ port: UInt16, beside reserved: String) -> String {
    set("net/ipv4/ip_local_reserved_ports", to: reserved.isEmpty ? "\(port)" : "\(reserved),\(port)")
  }

  static func allow(_ port: UInt16, in chain: Firewall.Chain, isOfUFW: Bool) -> String {
    if isOfUFW { return "ufw allow \(port)/udp" }
    if chain.family == "ip", chain.name == "INPUT" { return "iptables -I INPUT -p udp --dport \(port) -j ACCEPT" }
    if chain.family == "ip6", chain.name == "INPUT" { return "ip6tables -I INPUT -p udp --dport \(port) -j ACCEPT" }
    return pass(port, in: chain)
  }

  /// Has a chain leave datagrams to a port as they are.
  static func pass(_ port: UInt16, in chain: Firewall.Chain) -> String { pass("udp dport \(port)", in: chain) }

  /// Lets ARP or neighbour discovery pass a chain.
  static func allowNeighbours(_ family: AddressFamily, in chain: Firewall.Chain) -> String {
    pass(
      family == .ipv4
        ? "arp operation { request, reply }" : "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert }", in: chain)
  }

  /// Has a chain leave as it is what a condition holds for.
  static func pass(_ condition: String, in chain: Firewall.Chain) -> String {
    let text = "\(chain.family) \(chain.table) \(chain.name) \(condition) accept"
    // Braces are the shell's too.
    return text.contains("{") ? "nft 'insert rule \(text)'" : "nft insert rule \(text)"
  }

  static let showQueues = "ss -uamp"
  static let showPolicies = "ip xfrm policy list dir in"
  static let legacyRules = "iptables-legacy-save"
  static let showClosedPorts = "tcpdump -ni any 'icmp[icmptype] == icmp-unreach'"
  static func showArrivals(_ port: UInt16) -> String { "tcpdump -ni any udp port \(port)" }
  static func offloads(_ interface: String) -> String { "ethtool -K \(Target.word(interface)) rx off tx off" }
  static func asRoot(_ endpoint: String, sender: IPAddress?) -> String {
    "sudo udpeek doctor \(endpoint)" + (sender.map { " --from \($0)" } ?? "")
  }
}
