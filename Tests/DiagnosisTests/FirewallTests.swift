import Testing
import UDPCore

@testable import Diagnosis

/// Tests what a ruleset of nftables does with a datagram.
@Suite struct FirewallTests {
  private static let datagram = FirewallDatagram(
    family: .ipv4, destination: IPAddress("10.77.0.1"), source: IPAddress("10.77.0.2"), port: 8_080, interface: "eth0")

  private static func ruleset(_ rules: String, policy: String = "accept", others: String = "") -> Firewall {
    Firewall(
      nft: """
        table inet filter {
        \tset blocked {
        \t\ttype ipv4_addr
        \t\telements = { 10.0.0.1,
        \t\t\t     10.0.0.2 }
        \t}
        \(others)
        \tchain input { # handle 1
        \t\ttype filter hook input priority filter; policy \(policy);
        \(rules)
        \t}
        }
        """)
  }

  private static func isDropped(_ fate: Firewall.Fate) -> Bool? {
    switch fate {
    case .accepted: false
    case .dropped(_, _, let isCertain): isCertain ? true : nil
    }
  }

  private static let verdicts: [(rules: String, policy: String, isDropped: Bool?)] = [
    ("", "accept", false), ("", "drop", true), ("udp dport 8080 drop", "accept", true),
    ("udp dport 8081 drop", "accept", false),
    ("udp dport { 53, 8000-8100 } counter packets 3 bytes 90 drop", "accept", true),
    ("udp dport != 8080 drop", "accept", false), ("udp dport 8080 accept", "drop", false),
    ("ct state established,related accept", "drop", true), ("ct state new accept", "drop", false),
    ("iifname \"lo\" accept", "drop", true), ("iifname \"eth*\" accept", "drop", false),
    ("ip saddr 10.77.0.0/24 udp dport 8080 reject with icmp port-unreachable", "accept", true),
    ("ip saddr 10.78.0.0/24 drop", "accept", false), ("ip saddr @blocked drop", "accept", nil),
    ("meta l4proto tcp drop", "accept", false), ("meta l4proto udp drop", "accept", true),
    ("tcp dport 8080 drop", "accept", false), ("ip6 saddr fd00::/8 drop", "accept", false),
    ("limit rate 5/second accept\nudp dport 8080 drop", "accept", true), ("meta mark 0x1 drop", "accept", nil),
    ("meta l4proto udp udp dport 8080 log prefix \"a drop b\" drop comment \"x\"", "accept", true),
    ("jump known", "drop", false), ("goto silent", "accept", true),
    ("jump leaving\nudp dport 8080 drop", "accept", true),
    ("udp dport vmap { 8080 : drop, 53 : accept }", "accept", true),
    ("udp dport vmap { 53 : drop, 8080 : accept }", "drop", false),
    ("ip saddr . udp dport vmap { 10.77.0.2 . 8080 : drop }", "accept", true),
    ("ip saddr . udp dport vmap { 10.77.0.3 . 8080 : drop }", "accept", false),
    ("iifname vmap { \"eth0\" : goto silent, \"eth1\" : accept }", "accept", true),
    ("ct state vmap { established : accept, related : accept, invalid : drop }", "accept", false),
    ("udp dport vmap @ports", "accept", nil), ("meta pkttype multicast drop", "accept", false),
    ("meta pkttype host drop", "accept", true), ("udp dport 8080 redirect to :9001", "accept", true),
    ("udp dport 53 redirect to :9001", "accept", false), ("udp dport 8080 dnat to 10.78.0.2:8080", "accept", true),
    ("udp dport 8080 udp dport set 9001", "accept", true), ("ip daddr set 10.77.0.9", "accept", true),
    ("meta mark set 0x00000001", "accept", false), ("udp dport 8080 meta mark set 0x1 accept", "drop", false),
    ("udp dport 8080 accept comment \"no dnat to x\"", "drop", false),
    ("udp dport 8080 accept comment \"do not drop this one\"", "drop", false),
    ("iifname \"eth0\" log prefix \"we drop it\" accept", "drop", false),
    ("udp dport 8080 accept comment \" drop \"", "drop", false),
    ("fib daddr type local jump silent", "accept", true), ("fib daddr type broadcast drop", "accept", false),
  ]

  @Test(arguments: verdicts.indices)
  func `rules and policies decide as nft does`(index: Int) {
    let (rules, policy, isDropped) = Self.verdicts[index]
    let others = """
      chain known {
      udp dport 8080 accept
      }
      chain silent {
      drop
      }
      chain leaving {
      return
      drop
      }
      """
    let firewall = Self.ruleset(rules, policy: policy, others: others)
    #expect(Self.isDropped(firewall.fate(of: Self.datagram)) == isDropped, "\(rules) / \(policy)")
  }

  @Test func `chains of another family and hook do not matter`() {
    let firewall = Firewall(
      nft: "table ip6 a {\nchain b {\ntype filter hook input priority 0; policy drop;\n}\n}\n"
        + "table ip c {\nchain d {\ntype filter hook output priority 0; policy drop;\n}\n}\n")
    #expect(Self.isDropped(firewall.fate(of: Self.datagram)) == false)
  }

  @Test(arguments: [("eth0", "eth0", true), ("eth1", "eth0", false), ("eth1", nil, nil)] as [(String, String?, Bool?)])
  func `a chain at the ingress of an interface sees its datagrams alone`(
    device: String, interface: String?, isDropped: Bool?
  ) {
    let firewall = Firewall(
      nft:
        "table netdev t {\nchain in {\ntype filter hook ingress device \"\(device)\" priority filter; policy accept;\n"
        + "udp dport 8080 counter packets 0 bytes 0 drop\n}\n}\n")
    var datagram = Self.datagram
    datagram.interface = interface
    #expect(Self.isDropped(firewall.fate(of: datagram)) == isDropped)
  }

  @Test func `a rule that sends a datagram elsewhere is told apart from one that drops it`() {
    let firewall = Firewall(
      nft: "table ip nat {\nchain DOCKER {\nudp dport 8080 counter packets 3 bytes 90 dnat to 172.17.0.2:8080\n}\n"
        + "chain PREROUTING {\ntype nat hook prerouting priority dstnat; policy accept;\n"
        + "fib daddr type local counter packets 3 bytes 90 jump DOCKER\n}\n}\n")
    guard case .dropped(_, let rule, isCertain: true) = firewall.fate(of: Self.datagram) else {
      Issue.record("not found")
      return
    }
    #expect(rule?.verdict == .divert)
  }

  @Test func `a ring of chains ends`() {
    let firewall = Self.ruleset("jump a", others: "chain a {\njump a\n}")
    #expect(Self.isDropped(firewall.fate(of: Self.datagram)) == false)
  }

  @Test func `the cure speaks the language of who wrote the rules`() {
    let chain = { (family: String, name: String) in Firewall.Chain(family: family, table: "filter", name: name) }
    #expect(
      Commands.allow(80, in: chain("inet", "input"), isOfUFW: false)
        == "nft insert rule inet filter input udp dport 80 accept")
    #expect(
      Commands.allow(80, in: chain("ip", "INPUT"), isOfUFW: false) == "iptables -I INPUT -p udp --dport 80 -j ACCEPT")
    #expect(Commands.allow(80, in: chain("ip", "INPUT"), isOfUFW: true) == "ufw allow 80/udp")
  }

  @Test func `chains that jump to themselves again and again come to an end`() {
    let jumps = Array(repeating: "jump loop", count: 10).joined(separator: "\n")
    let firewall = Firewall(
      nft: """
        table inet t {
        chain loop {
        \(jumps)
        }
        chain in {
        type filter hook input priority 0; policy accept;
        jump loop
        }
        }
        """)
    guard case .dropped(_, _, isCertain: false) = firewall.fate(of: FirewallDatagram(family: .ipv4, port: 9)) else {
      Issue.record("judged as if it were known")
      return
    }
  }
}
