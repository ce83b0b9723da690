import CLinux
import Glibc

/// Whether another socket may be bound to a group's port beside those that are there: each of them must allow it
/// (`SO_REUSEADDR`, socket(7)), which no table of the kernel tells.
package enum GroupPortProbe {
  /// Binds a socket to the group and its port, as one that receives is bound, and closes it at once. It joins nothing.
  /// - Parameter index: the kernel's index of the interface, for a group of IPv6 that needs one; 0 for none.
  /// - Returns: whether the port may be shared; true also where no socket can be made, which is then said elsewhere.
  package static func allowsAnother(on group: Endpoint, index: UInt32) -> Bool {
    let family = group.address.family
    let descriptor = socket(family.domain, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    let options = SocketOptions(descriptor: descriptor)
    if family == .ipv6 { options.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    options.set(SOL_SOCKET, SO_REUSEADDR, 1)
    let scoped = Endpoint(group.address, port: group.port, scope: group.address.needsScope ? index : 0)
    var address = RawSocketAddress(scoped, family: family)
    return unsafe address.withPointer { unsafe bind(descriptor, $0, $1) } == 0 || errno != EADDRINUSE
  }
}
