package import UDPCore

/// A UDP socket of this network namespace, as `/proc/net/udp` and `udp6` list it (proc(5); `udp4_format_sock` in the
/// kernel's net/ipv4/udp.c), with what sock_diag(7) adds.
package struct SocketEntry: Hashable, Sendable {
  /// Whether the socket is of IPv6.
  package var isIPv6: Bool
  /// The bound address and port; the IPv4-mapped address of an IPv6 socket is IPv4.
  package var local: Endpoint
  /// The peer of a connected socket; `nil` for any.
  package var remote: Endpoint?
  /// The inode, by which `/proc/PID/fd` names the socket.
  package var inode: UInt64
  /// Bytes that wait to be read.
  package var queued: Int
  /// Datagrams that the socket has dropped.
  package var drops: Int
  /// The kernel's index of the interface that the socket is bound to (`SO_BINDTODEVICE`); 0 for none or unknown.
  package var device: UInt32 = 0
  /// Whether the socket takes no IPv4 (`IPV6_V6ONLY`); `nil` if the kernel did not say.
  package var isIPv6Only: Bool?
  /// The receive buffer in bytes, as the kernel counts them; `nil` if it did not say.
  package var receiveBuffer: Int?
  /// Memory of options, such as a socket filter, in bytes; `nil` if the kernel did not say.
  package var optionMemory: Int?

  package init(
    isIPv6: Bool, local: Endpoint, remote: Endpoint? = nil, inode: UInt64, queued: Int = 0, drops: Int = 0
  ) {
    self.isIPv6 = isIPv6
    self.local = local
    self.remote = remote
    self.inode = inode
    self.queued = queued
    self.drops = drops
  }

  /// Whether datagrams of any peer are for the socket.
  package var isUnconnected: Bool { remote == nil }

  /// Whether the socket is bound to a wildcard address.
  package var isWildcard: Bool { local.address.isUnspecified }

  /// Whether a datagram of this family to one of this host's addresses can be for a wildcard socket.
  package func covers(_ family: AddressFamily) -> Bool {
    switch family {
    case .ipv6: isIPv6
    case .ipv4: !isIPv6 || isIPv6Only == false
    }
  }

  /// Reads a table's text; lines that are none of a socket are left out.
  package static func all(in table: String, isIPv6: Bool) -> [SocketEntry] {
    table.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count >= 13, let local = endpoint(fields[1]), let remote = endpoint(fields[2]),
        let queued = fields[4].split(separator: ":").last.flatMap({ Int($0, radix: 16) }),
        let inode = UInt64(fields[9]), let drops = Int(fields[12])
      else { return nil }
      let isConnected = !(remote.address.isUnspecified && remote.port == 0)
      return SocketEntry(
        isIPv6: isIPv6, local: local, remote: isConnected ? remote : nil, inode: inode, queued: queued, drops: drops)
    }
  }

  /// Reads `0100007F:1F90`: words of the address as the host sees them in memory, and the port.
  private static func endpoint(_ text: Substring) -> Endpoint? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1], radix: 16), let address = HexAddress.words(parts[0])
    else { return nil }
    return Endpoint(address, port: port)
  }
}

/// Addresses as the tables of `/proc/net` write them.
enum HexAddress {
  /// Reads words of 32 bits, each printed as the host reads it from memory.
  static func words(_ digits: Substring) -> IPAddress? {
    guard digits.utf8.count == 8 || digits.utf8.count == 32 else { return nil }
    var bytes: [UInt8] = []
    var rest = digits
    while !rest.isEmpty {
      guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
      bytes += [UInt8](native: word)
      rest = rest.dropFirst(8)
    }
    return IPAddress(networkOrder: bytes)
  }

  /// Reads bytes in network order: `ff02…01`, `0xef010101`.
  static func bytes(_ digits: Substring) -> IPAddress? {
    var rest = digits.hasPrefix("0x") ? digits.dropFirst(2) : digits
    guard rest.utf8.count == 8 || rest.utf8.count == 32 else { return nil }
    var bytes: [UInt8] = []
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return IPAddress(networkOrder: bytes)
  }
}
