package import UDPCore

/// A network interface with its addresses (rtnetlink(7), `RTM_NEWLINK` and `RTM_NEWADDR`).
package struct Interface: Hashable, Sendable {
  /// An address of an interface.
  package struct Address: Hashable, Sendable {
    package var address: IPAddress
    /// The length of the network's prefix as written: 24.
    package var length: Int
    /// `IFA_F_TENTATIVE`, `IFA_F_DADFAILED` and others (linux/if_addr.h).
    package var flags: UInt32

    package init(_ address: IPAddress, length: Int, flags: UInt32 = 0) {
      self.address = address
      self.length = length
      self.flags = flags
    }

    /// Whether another host has the address, so that it is not used (RFC 4862, 5.4.5).
    package var isDuplicate: Bool { flags & 0x08 != 0 }
    /// Whether it is not yet known that no other host has the address.
    package var isTentative: Bool { flags & 0x40 != 0 && !isDuplicate && flags & 0x04 == 0 }
    /// The network that the address is in.
    package var network: IPNetwork? { IPNetwork(address, length: length) }
  }

  package var name: String
  package var index: UInt32
  /// `IFF_UP` and others (netdevice(7)).
  package var flags: UInt32
  package var mtu: Int
  /// The hardware's type: 1 is Ethernet (linux/if_arp.h).
  package var hardware: UInt16
  /// The index of the interface that this one lies on, as a VLAN does; `nil` for none, or in another namespace.
  package var lower: UInt32?
  /// The index of the bridge or bond that this one is a port of.
  package var master: UInt32?
  /// The kind of a virtual interface: `bridge`, `vlan`; `nil` for others.
  package var kind: String?
  /// Whether a program of XDP is attached.
  package var hasXDP: Bool
  package var addresses: [Address]
  /// The filters at the interface's ingress.
  package var ingressFilters = 0

  package init(
    _ name: String, index: UInt32, flags: UInt32, mtu: Int = 1500, hardware: UInt16 = 1, lower: UInt32? = nil,
    master: UInt32? = nil, hasXDP: Bool = false, addresses: [Address] = []
  ) {
    self.name = name
    self.index = index
    self.flags = flags
    self.mtu = mtu
    self.hardware = hardware
    self.lower = lower
    self.master = master
    self.hasXDP = hasXDP
    self.addresses = addresses
  }

  package var isUp: Bool { flags & 0x1 != 0 }
  package var isLoopback: Bool { flags & 0x8 != 0 }
  /// Whether the interface does without ARP (`IFF_NOARP`).
  package var hasNoARP: Bool { flags & 0x80 != 0 }
  /// Whether there is a carrier (`IFF_LOWER_UP`).
  package var hasCarrier: Bool { flags & 0x1_0000 != 0 }

  /// Reads a message; `nil` if it is none of a link.
  package init?(link message: NetlinkMessage) {
    let payload = message.payload
    guard message.type == 16, let hardware = payload.half(at: 2), let index = payload.word(at: 4),
      let flags = payload.word(at: 8)
    else { return nil }
    let attributes = message.attributes(after: 16)
    guard let name = attributes[3]?.netlinkText, !name.isEmpty else { return nil }
    // IFLA_LINK_NETNSID: what lies below is in another namespace.
    let lower = attributes[37] == nil ? attributes[5]?.word(at: 0) : nil
    let xdp = attributes[43].flatMap { NetlinkMessage.attributes(in: $0)[2]?.first } ?? 0
    self.init(
      name, index: index, flags: flags, mtu: Int(attributes[4]?.word(at: 0) ?? 0), hardware: hardware,
      lower: lower == index || lower == 0 ? nil : lower, master: attributes[10]?.word(at: 0), hasXDP: xdp != 0)
    kind = attributes[18].flatMap { NetlinkMessage.attributes(in: $0)[1]?.netlinkText }
  }

  /// Reads the address of a message, with the index of its interface.
  package static func address(_ message: NetlinkMessage) -> (index: UInt32, address: Address)? {
    guard message.type == 20, message.payload.count >= 8, let index = message.payload.word(at: 4) else { return nil }
    let attributes = message.attributes(after: 8)
    // IFA_LOCAL where the link has two ends, else IFA_ADDRESS.
    guard let address = (attributes[2] ?? attributes[1]).flatMap({ IPAddress(networkOrder: $0) }) else { return nil }
    let flags = attributes[8]?.word(at: 0) ?? UInt32(message.payload[2])
    return (index, Address(address, length: Int(message.payload[1]), flags: flags))
  }
}
