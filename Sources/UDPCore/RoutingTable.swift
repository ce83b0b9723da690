import CLinux
import Glibc

/// Queries of the routing table.
package enum RoutingTable {
  /// Whether an IPv4 address is the broadcast address of a network that this host belongs to: connecting a socket
  /// without `SO_BROADCAST` to it fails (ip(7)).
  package static func isBroadcast(_ peer: Endpoint) -> Bool {
    guard peer.address.isIPv4 else { return false }
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var target = RawSocketAddress(peer, family: .ipv4)
    return unsafe target.withPointer { unsafe connect(descriptor, $0, $1) } != 0 && errno == EACCES
  }

  /// Returns the index of the interface that routes to an address; 0 if there is no route.
  static func interface(toward address: IPAddress) -> UInt32 {
    if address.isIPv4 {
      var raw = address.rawIPv4
      return unsafe clinux_route_interface(AF_INET, &raw, MemoryLayout<in_addr>.size)
    }
    var raw = address.rawIPv6
    return unsafe clinux_route_interface(AF_INET6, &raw, MemoryLayout<in6_addr>.size)
  }

  /// Returns the source address for datagrams to a peer, by connecting a socket that sends nothing (connect(2) on a
  /// datagram socket only sets the destination). Returns `nil` if there is no route.
  /// - Parameter interface: the outgoing interface; 0 leaves the choice to routing.
  static func sourceAddress(toward peer: Endpoint, by interface: UInt32 = 0) -> IPAddress? {
    let family = peer.address.family
    let descriptor = socket(family.domain, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let options = SocketOptions(descriptor: descriptor)
    // Without this option, connecting to a broadcast address fails (ip(7)).
    options.set(SOL_SOCKET, SO_BROADCAST, 1)
    if interface != 0 { options.bindToDevice(interface) }
    var target = RawSocketAddress(peer, family: family)
    guard unsafe target.withPointer({ unsafe connect(descriptor, $0, $1) }) == 0 else { return nil }
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    return actual.endpoint?.address
  }
}
