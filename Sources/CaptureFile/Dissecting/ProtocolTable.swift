/// The protocols that udpeek knows by number: their names, their decoders, and whether they can hold UDP.
enum ProtocolTable {
  /// The treatment of contents of a kind.
  enum Role: Sendable {
    /// They are the datagrams that are looked for.
    case datagram
    /// They are decoded further.
    case decoded(HeaderDecoder)
    /// They hold no UDP.
    case empty
    /// They may hold UDP, but are not decoded.
    case opaque
  }

  /// A protocol.
  struct Entry: Sendable {
    let name: String
    let role: Role
  }

  /// Returns a protocol; `nil` if it is not in the table.
  static subscript(number: ProtocolNumber) -> Entry? {
    // Most packets in a capture of everything are of one of these.
    if case .internetProtocol(let number) = number { return internetProtocols[Int(number)] }
    return entries[number]
  }

  private static let internetProtocols = (0...UInt8.max).map { entries[.internetProtocol($0)] }

  /// Whether a fragment of these contents is worth keeping.
  static func leads(_ number: ProtocolNumber) -> Bool {
    switch entries[number]?.role {
    case .datagram, .decoded: true
    case .empty, .opaque, nil: false
    }
  }

  private static let entries: [ProtocolNumber: Entry] = {
    var entries: [ProtocolNumber: Entry] = [:]
    for (number, name, decoder) in decoded { entries[number] = Entry(name: name, role: .decoded(decoder)) }
    for (number, name) in datagrams { entries[number] = Entry(name: name, role: .datagram) }
    for (number, name) in empty { entries[number] = Entry(name: name, role: .empty) }
    for (number, name) in opaque { entries[number] = Entry(name: name, role: .opaque) }
    return entries
  }()

  /// The encapsulations, each with its decoder. The dissector calls those of plain Ethernet and IP itself,
  /// without a look into this table.
  private static let decoded: [(ProtocolNumber, String, HeaderDecoder)] = [
    (.link(0), "BSD loopback", LinkDecoders.loopback),
    (.link(1), "Ethernet", LinkDecoders.ethernet),
    (.link(9), "PPP", PointToPointDecoders.frame),
    // Raw IP as most systems number it in the kernel (`DLT_RAW`), and OpenBSD, in old files.
    (.link(12), "raw IP", InternetDecoders.either),
    (.link(14), "raw IP", InternetDecoders.either),
    (.link(50), "PPP in HDLC", PointToPointDecoders.framed),
    (.link(51), "PPPoE", PointToPointDecoders.session),
    (.link(101), "raw IP", InternetDecoders.either),
    (.link(104), "Cisco HDLC", LinkDecoders.ciscoHDLC),
    (.link(105), "802.11", WirelessDecoders.frame),
    (.link(108), "OpenBSD loopback", LinkDecoders.loopback),
    (.link(113), "Linux cooked", LinkDecoders.cooked),
    (.link(119), "802.11 with Prism headers", WirelessDecoders.prism),
    (.link(127), "802.11 with radiotap", WirelessDecoders.radiotap),
    (.link(163), "802.11 with AVS headers", WirelessDecoders.prism),
    (.link(166), "PPP", PointToPointDecoders.framed),
    (.link(192), "PPI", WirelessDecoders.perPacketInformation),
    (.link(204), "PPP with direction", PointToPointDecoders.directed),
    (.link(228), "raw IPv4", InternetDecoders.four),
    (.link(229), "raw IPv6", InternetDecoders.six),
    (.link(239), "NFLOG", NetfilterDecoders.log),
    (.link(276), "Linux cooked 2", LinkDecoders.cooked2),

    (.etherType(0x0800), "IPv4", InternetDecoders.four),
    (.etherType(0x6558), "Ethernet", LinkDecoders.ethernet),
    (.etherType(0x8100), "VLAN", LinkDecoders.tags),
    (.etherType(0x86dd), "IPv6", InternetDecoders.six),
    (.etherType(0x8847), "MPLS", LabelDecoders.labels),
    (.etherType(0x8848), "MPLS", LabelDecoders.labels),
    (.etherType(0x8864), "PPPoE", PointToPointDecoders.session),
    (.etherType(0x880b), "PPP", PointToPointDecoders.frame),
    (.etherType(0x88a8), "QinQ", LinkDecoders.tags),
    (.etherType(0x88be), "ERSPAN", TunnelDecoders.mirror),
    (.etherType(0x22eb), "ERSPAN", TunnelDecoders.mirror3),
    (.etherType(0x9100), "QinQ", LinkDecoders.tags),
    (.etherType(0x9200), "QinQ", LinkDecoders.tags),

    (.internet, "IP", InternetDecoders.either),
    (.logicalLink, "LLC", LinkDecoders.logicalLink),
    (.addressFamily(2), "IPv4", InternetDecoders.four),
    (.addressFamily(24), "IPv6", InternetDecoders.six),
    (.addressFamily(28), "IPv6", InternetDecoders.six),
    (.addressFamily(30), "IPv6", InternetDecoders.six),

    (.pointToPoint(0x0021), "IPv4", InternetDecoders.four),
    (.pointToPoint(0x0057), "IPv6", InternetDecoders.six),
    (.pointToPoint(0x0281), "MPLS", LabelDecoders.labels),
    (.pointToPoint(0x0283), "MPLS", LabelDecoders.labels),

    (.internetProtocol(0), "IPv6 options", InternetDecoders.options),
    (.internetProtocol(4), "IP in IP", TunnelDecoders.four),
    (.internetProtocol(41), "IPv6 in IP", TunnelDecoders.six),
    (.internetProtocol(43), "IPv6 routing", InternetDecoders.options),
    (.internetProtocol(44), "IPv6 fragment", InternetDecoders.fragment),
    (.internetProtocol(47), "GRE", TunnelDecoders.genericRouting),
    (.internetProtocol(51), "AH", InternetDecoders.authentication),
    (.internetProtocol(60), "IPv6 options", InternetDecoders.options),
    (.internetProtocol(94), "IP in IP", TunnelDecoders.four),
    (.internetProtocol(97), "EtherIP", TunnelDecoders.etherIP),
    (.internetProtocol(135), "IPv6 mobility", InternetDecoders.options),
    (.internetProtocol(137), "MPLS in IP", TunnelDecoders.labels),
    (.internetProtocol(139), "HIP", InternetDecoders.options),
    (.internetProtocol(140), "Shim6", InternetDecoders.options),
    (.internetProtocol(143), "Ethernet in IP", LinkDecoders.ethernet),

    (.udpPort(4_789), "VXLAN", OverlayDecoders.extensibleLAN),
    (.udpPort(6_081), "GENEVE", OverlayDecoders.generic),
    // The port of Linux from before the number was assigned (`ip-link(8)`).
    (.udpPort(8_472), "VXLAN", OverlayDecoders.extensibleLAN),
  ]

  private static let datagrams: [(ProtocolNumber, String)] = [
    (.internetProtocol(17), "UDP"), (.internetProtocol(136), "UDP-Lite"),
  ]

  /// Protocols that hold no UDP.
  private static let empty: [(ProtocolNumber, String)] = [
    (.etherType(0x0806), "ARP"), (.etherType(0x2000), "CDP"), (.etherType(0x8035), "RARP"),
    (.etherType(0x809b), "AppleTalk"), (.etherType(0x80f3), "AppleTalk ARP"), (.etherType(0x8137), "IPX"),
    (.etherType(0x8809), "slow protocols"), (.etherType(0x8863), "PPPoE discovery"), (.etherType(0x888e), "802.1X"),
    (.etherType(0x88cc), "LLDP"), (.etherType(0x88f7), "PTP"), (.etherType(0x9000), "loopback tests"),
    (.addressFamily(7), "OSI"), (.addressFamily(16), "AppleTalk"), (.addressFamily(23), "IPX"),
    (.pointToPoint(0x002d), "compressed TCP"), (.pointToPoint(0x002f), "TCP in PPP"),
    (.internetProtocol(1), "ICMP"), (.internetProtocol(2), "IGMP"), (.internetProtocol(6), "TCP"),
    (.internetProtocol(8), "EGP"), (.internetProtocol(9), "IGP"), (.internetProtocol(33), "DCCP"),
    (.internetProtocol(46), "RSVP"), (.internetProtocol(58), "ICMPv6"),
    (.internetProtocol(59), "IPv6 without contents"), (.internetProtocol(88), "EIGRP"),
    (.internetProtocol(89), "OSPF"), (.internetProtocol(103), "PIM"), (.internetProtocol(112), "VRRP"),
    (.internetProtocol(132), "SCTP"),
  ]

  /// Protocols that may hold UDP, but are not decoded.
  private static let opaque: [(ProtocolNumber, String)] = [
    (.link(6), "token ring"), (.link(10), "FDDI"), (.link(107), "frame relay"), (.link(122), "IP over Fibre Channel"),
    (.link(138), "IP over FireWire"), (.link(195), "802.15.4"), (.link(201), "Bluetooth"), (.link(220), "USB"),
    (.link(227), "CAN"), (.link(242), "IP over InfiniBand"), (.link(253), "netlink"),
    (.etherType(0x22f3), "TRILL"), (.etherType(0x88e5), "MACsec"), (.etherType(0x88e7), "802.1ah"),
    (.etherType(0x8906), "FCoE"), (.etherType(0x894f), "NSH"),
    (.internetProtocol(50), "ESP"), (.internetProtocol(108), "IPComp"), (.internetProtocol(115), "L2TP"),
    (.pointToPoint(0x003d), "multilink PPP"), (.pointToPoint(0x0053), "encrypted PPP"),
    (.pointToPoint(0x00fb), "compressed PPP"), (.pointToPoint(0x00fd), "compressed PPP"),
  ]
}
