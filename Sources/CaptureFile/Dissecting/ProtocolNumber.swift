import Basics

/// The contents of a header, named by the number that announces them, in the number space of the header before.
package enum ProtocolNumber: Hashable, Sendable {
  /// A link type of a capture file (<https://www.tcpdump.org/linktypes.html>).
  case link(UInt32)
  /// An EtherType (<https://www.iana.org/assignments/ieee-802-numbers>), or the length of an 802.3 frame.
  case etherType(UInt16)
  /// An address family in a BSD loopback header.
  case addressFamily(UInt16)
  /// An IP protocol or IPv6 extension header (<https://www.iana.org/assignments/protocol-numbers>).
  case internetProtocol(UInt8)
  /// A PPP protocol (<https://www.iana.org/assignments/ppp-numbers>).
  case pointToPoint(UInt16)
  /// The destination port of a datagram that carries frames.
  case udpPort(UInt16)
  /// IP of the version that its first four bits say.
  case internet
  /// LLC (IEEE 802.2), which follows the length of an 802.3 frame and the header of 802.11.
  case logicalLink
}

extension ProtocolNumber: CustomStringConvertible {
  /// The common name: `GRE`, `IP protocol 250`.
  package var description: String {
    if let name = ProtocolTable[self]?.name { return name }
    return switch self {
    case .link(let number): "link type \(number)"
    case .etherType(...1_500), .logicalLink: "LLC"
    case .etherType(let type): "EtherType 0x\(type.digits(4, radix: 16))"
    case .addressFamily(let number): "address family \(number)"
    case .internetProtocol(let number): "IP protocol \(number)"
    case .pointToPoint(let number): "PPP protocol 0x\(String(number, radix: 16))"
    case .udpPort(let port): "UDP port \(port)"
    case .internet: "IP"
    }
  }

  /// Whether packets with these contents hold no UDP.
  var holdsNoDatagram: Bool {
    // A service of LLC that is not SNAP with IP: spanning tree, OSI, names of switches.
    if self == .logicalLink { return true }
    switch ProtocolTable[self]?.role {
    case .empty: return true
    case .datagram, .decoded, .opaque: return false
    case nil: break
    }
    return switch self {
    case .etherType(...1_500): true
    // The control protocols of the network layers, of the link and of authentication.
    case .pointToPoint(0x8000...): true
    default: false
    }
  }
}
