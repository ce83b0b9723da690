import Basics
import CLinux
import Glibc
import Plumbing

/// A multicast group on an interface, from any source or from a single one (RFC 3678).
package struct GroupMembership: Hashable, Sendable {
  /// The multicast address.
  package var group: IPAddress
  /// The only source to receive from; `nil` for any.
  package var source: IPAddress?
  /// The interface's name or number; if `nil`, routing chooses it.
  package var interface: String?

  /// Returns the membership with the interface filled in that routing chooses now, if none is named and a route exists.
  /// `MCAST_JOIN_GROUP` without an interface makes the same choice (`ip_mc_find_dev` in the kernel's
  /// `net/ipv4/igmp.c`), but does not report it.
  func routed(_ interfaces: InterfaceNames) -> GroupMembership {
    if interface != nil { return self }
    var membership = self
    let index = RoutingTable.interface(toward: group)
    if index != 0, let name = interfaces.knownName(of: index) { membership.interface = name }
    return membership
  }

  /// Joins the group on a socket.
  /// - Returns: 0 or the `errno` value; `EADDRINUSE` means that the socket is already a member.
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

  /// Returns the error for a group that could not be joined.
  func failure(_ code: Int32, source text: String) -> SocketError {
    let reason: Phrase =
      switch code {
      case ENODEV where interface == nil: "no route determines the interface; name one: \(group):port@eth0"
      case ENODEV: "there is no interface '\(interface ?? "")'; see them with: ip link"
      case EINVAL, EADDRNOTAVAIL: "the interface cannot take part in this group: \(errorPhrase(code))"
      case ENOBUFS: "too many groups; more are allowed with: sysctl net.ipv4.igmp_max_memberships"
      default: errorPhrase(code)
      }
    return SocketError(.join, text, code: code, reason: reason)
  }
}
