import Basics

/// A kind of packet that may contain UDP but is not dissected.
package enum Enclosure: Hashable, Sendable {
  /// A link type that is not supported.
  case link(UInt32)
  case etherType(UInt16)
  /// An address family in a BSD loopback header.
  case addressFamily(UInt16)
  /// An IP protocol.
  case internetProtocol(UInt8)
  /// A PPP protocol.
  case pointToPoint(UInt16)
  /// Any other kind, after the limit on separately counted kinds is reached.
  case further

  /// Returns whether packets of an EtherType contain no UDP (IEEE 802 numbers;
  /// <https://www.iana.org/assignments/ieee-802-numbers>).
  static func cannotCarryUDP(etherType: UInt16) -> Bool {
    // A length, so LLC follows: spanning tree, switch names.
    etherType <= 1_500 || plainEtherTypes.contains(etherType)
  }

  /// Returns whether an IP protocol contains no UDP (<https://www.iana.org/assignments/protocol-numbers>).
  static func cannotCarryUDP(internetProtocol: UInt8) -> Bool { plainProtocols.contains(internetProtocol) }

  /// ARP, RARP, AppleTalk, IPX, slow protocols, PPPoE discovery, 802.1X, LLDP, PTP, loopback tests, Cisco's own.
  private static let plainEtherTypes: Set<UInt16> = [
    0x0806, 0x8035, 0x809b, 0x80f3, 0x8137, 0x8809, 0x8863, 0x888e, 0x88cc, 0x88f7, 0x9000, 0x2000,
  ]
  /// ICMP, IGMP, TCP, EGP, IGP, DCCP, RSVP, ICMPv6, no next header, EIGRP, OSPF, PIM, VRRP, SCTP.
  private static let plainProtocols: Set<UInt8> = [1, 2, 6, 8, 9, 33, 46, 58, 59, 88, 89, 103, 112, 132]
}

extension Enclosure: CustomStringConvertible {
  /// The common name: `GRE`, `IP protocol 250`.
  package var description: String {
    switch self {
    case .link(let number): Self.links[number] ?? "link type \(number)"
    case .etherType(let type):
      Self.etherTypes[type]
        ?? "EtherType 0x\(type.digits(4, radix: 16))"
    case .addressFamily(let number): "address family \(number)"
    case .internetProtocol(let number): Self.protocols[number] ?? "IP protocol \(number)"
    case .pointToPoint(let number): "PPP protocol 0x\(String(number, radix: 16))"
    case .further: "of further kinds"
    }
  }

  /// Returns the name of a link type; `nil` if it is not in the table.
  static func name(ofLink number: UInt32) -> String? { links[number] }

  private static let links: [UInt32: String] = [
    6: "token ring", 10: "FDDI", 105: "802.11", 107: "frame relay", 119: "802.11 with Prism headers",
    122: "IP over Fibre Channel",
    127: "802.11 with radiotap", 138: "IP over FireWire", 192: "PPI", 195: "802.15.4", 201: "Bluetooth", 220: "USB",
    227: "CAN",
    239: "NFLOG", 242: "IP over InfiniBand", 253: "netlink",
  ]

  private static let etherTypes: [UInt16: String] = [
    0x22f3: "TRILL", 0x6558: "bridged Ethernet", 0x8847: "MPLS", 0x8848: "MPLS", 0x88be: "ERSPAN", 0x88e5: "MACsec",
    0x88e7: "802.1ah", 0x8906: "FCoE", 0x894f: "NSH",
  ]

  private static let protocols: [UInt8: String] = [
    4: "IP in IP", 41: "IPv6 in IP", 47: "GRE", 50: "ESP", 94: "IP in IP", 97: "Ethernet in IP", 108: "IPComp",
    115: "L2TP",
    136: "UDP-Lite", 137: "MPLS in IP", 143: "Ethernet in IP",
  ]
}
