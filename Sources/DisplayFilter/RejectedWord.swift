import Basics

/// Words that mean something in tcpdump (pcap-filter(7), libpcap's scanner.l) and nothing here. They are rejected, so
/// that no pasted expression silently changes its meaning.
enum RejectedWord {
  /// Returns the reason that a bare word is rejected, and what to write instead; `nil` if it is not rejected.
  static func reason(for word: String) -> Phrase? {
    if let bracket = word.firstIndex(of: "["), accessors.contains(String(word[..<bracket])) {
      return "tcpdump's '\(word)' counts from a header that udpeek does not have: write data[n] for payload bytes"
    }
    guard let why = reasons[word] else { return nil }
    return "\(why); quote it (\"\(word)\") to mean text"
  }

  /// Returns what to write in place of a Wireshark field that is compared; `nil` for any other word.
  static func wiresharkHint(for word: String) -> String? {
    wireshark[word]
  }

  private static let accessors: Set<String> = [
    "ip", "ip6", "udp", "tcp", "icmp", "icmp6", "ether", "link", "arp", "rarp", "igmp", "sctp", "ppp", "radio", "wlan",
  ]

  private static let wireshark = [
    "ip.addr": "host 10.0.0.5", "ip.src": "src host 10.0.0.5", "ip.dst": "dst host 10.0.0.5", "ipv6.addr": "host ::1",
    "ipv6.src": "src host ::1", "ipv6.dst": "dst host ::1", "udp.port": "port 53", "udp.srcport": "src port 53",
    "udp.dstport": "dst port 53", "udp.length": "size > 100", "data.len": "size > 100", "frame.len": "size > 100",
    "frame.number": "nr > 100",
  ]

  private static let reasons: [String: Phrase] = {
    var reasons: [String: Phrase] = [
      "len": "tcpdump's 'len' counts headers: write 'size', which counts payload bytes",
      "length": "tcpdump's 'length' counts headers: write 'size', which counts payload bytes",
      "less": "tcpdump's 'less' counts headers: write 'size <= n', which counts payload bytes",
      "greater": "tcpdump's 'greater' counts headers: write 'size >= n', which counts payload bytes",
      "inbound": "'inbound' is tcpdump's: write 'in'",
      "outbound": "'outbound' is tcpdump's: write 'out'",
      "gateway": "'gateway' needs link-layer headers and a name lookup, and udpeek has neither",
      "byte": "'byte' is tcpdump's: write data[n]",
    ]
    let protocols =
      "tcp sctp icmp icmp6 igmp igrp pim vrrp carp ah esp arp rarp atalk aarp decnet lat sca moprc mopdl iso esis es-is "
      + "isis is-is clnp stp ipx netbeui proto protochain"
    for word in protocols.split(separator: " ") {
      reasons[String(word)] = "'\(word)' is tcpdump's, and udpeek has only UDP datagrams"
    }
    let link =
      "ether link fddi tr wlan ppp slip radio vlan mpls pppoed pppoes geneve vxlan lane llc type subtype dir direction "
      + "address1 address2 address3 address4 addr1 addr2 addr3 addr4 l1 l2 iih lsp snp csnp psnp vpi vci metac bcc oam "
      + "oamf4 oamf4ec oamf4sc sc ilmic connectmsg metaconnect fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio "
      + "hopc hdpc hsls"
    for word in link.split(separator: " ") {
      reasons[String(word)] = "'\(word)' is tcpdump's, and udpeek has no link-layer headers"
    }
    for word in "on ifname ifindex rset ruleset rnr rulenum srnr subrulenum reason action".split(separator: " ") {
      reasons[String(word)] = "'\(word)' is tcpdump's, and udpeek does not record it"
    }
    return reasons
  }()
}
