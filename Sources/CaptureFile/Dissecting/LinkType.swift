/// The link-layer header type of an interface: the numbers of <https://www.tcpdump.org/linktypes.html>, as in capture
/// files.
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// BSD loopback: the address family in the byte order of the capturing host.
  package static let null = LinkType(rawValue: 0)
  /// Ethernet, with up to 8 VLAN tags.
  package static let ethernet = LinkType(rawValue: 1)
  /// PPP with optional HDLC framing (9), or always with it (50).
  package static let ppp = LinkType(rawValue: 9)
  package static let pppInHDLC = LinkType(rawValue: 50)
  /// Cisco HDLC: two bytes of address and control, and an EtherType.
  package static let ciscoHDLC = LinkType(rawValue: 104)
  /// Raw IP, as most systems number it in the kernel (`DLT_RAW`); found in old files.
  package static let rawOfKernel = LinkType(rawValue: 12)
  /// Raw IP, as OpenBSD numbers it in the kernel.
  package static let rawOfOpenBSD = LinkType(rawValue: 14)
  /// Raw IP, version 4 or 6 by its first nibble. udpeek writes this type.
  package static let raw = LinkType(rawValue: 101)
  /// OpenBSD loopback: the address family in network order.
  package static let loop = LinkType(rawValue: 108)
  /// Linux cooked capture, version 1.
  package static let linuxCooked = LinkType(rawValue: 113)
  /// Raw IPv4.
  package static let ipv4 = LinkType(rawValue: 228)
  /// Raw IPv6.
  package static let ipv6 = LinkType(rawValue: 229)
  /// Linux cooked capture, version 2.
  package static let linuxCooked2 = LinkType(rawValue: 276)
}
