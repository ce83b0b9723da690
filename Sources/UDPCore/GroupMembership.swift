import Basics
import CLinux
import Glibc
import Plumbing

/// A multicast group on an interface, from everybody or from one source (RFC 3678).
package struct GroupMembership: Hashable, Sendable {
  package var group: IPAddress
  package var source: IPAddress?
  /// The interface's name or number; `nil` lets routing choose.
  package var interface: String?

  /// The membership with the interface that routing gives it now, where none is named and there is one. As
  /// `MCAST_JOIN_GROUP` without an interface does (`ip_mc_find_dev` in the kernel's `net/ipv4/igmp.c`), but known.
  func routed(_ interfaces: InterfaceNames) -> GroupMembership {
    if interface != nil { return self }
    var membership = self
    let index = RouteSource.interface(toward: group)
    if index != 0, let name = interfaces.knownName(of: index) { membership.interface = name }
    return membership
  }

  /// Joins on a socket.
  /// - Returns: 0 or the `errno` value; `EADDRINUSE` says that the socket is a member already.
  func join(_ descriptor: Int32, interfaces: InterfaceNames) -> Int32 {
    var index: UInt32 = 0
    if let interface {
      guard let known = interfaces.index(of: interface) else { return ENODEV }
      index = known
    }
    let family = group.family
    let level = Int32(family == .ipv4 ? IPPROTO_IP : IPPROTO_IPV6)
    let groupAddress = RawSocketAddress(Endpoint(group, port: 0), family: family).storage
    let status: Int32
    if let source {
      var request = group_source_req()
      request.gsr_interface = index
      request.gsr_group = groupAddress
      request.gsr_source = RawSocketAddress(Endpoint(source, port: 0), family: family).storage
      status = unsafe setsockopt(
        descriptor, level, MCAST_JOIN_SOURCE_GROUP, &request, socklen_t(MemoryLayout<group_source_req>.size))
    } else {
      var request = group_req()
      request.gr_interface = index
      request.gr_group = groupAddress
      status = unsafe setsockopt(descriptor, level, MCAST_JOIN_GROUP, &request, socklen_t(MemoryLayout<group_req>.size))
    }
    return status == 0 ? 0 : errno
  }

  /// The sentence for a group that could not be joined.
  func failure(_ code: Int32, source text: String) -> SocketError {
    let reason: Phrase =
      switch code {
      case ENODEV where interface == nil: "no route says which interface; name one: \(group):port@eth0"
      case ENODEV: "there is no interface '\(interface ?? "")'; see them with: ip link"
      case EINVAL, EADDRNOTAVAIL: "the interface cannot take part in this group: \(errorPhrase(code))"
      case ENOBUFS: "too many groups; more are allowed with: sysctl net.ipv4.igmp_max_memberships"
      default: errorPhrase(code)
      }
    return SocketError(.join, text, code: code, reason: reason)
  }
}
