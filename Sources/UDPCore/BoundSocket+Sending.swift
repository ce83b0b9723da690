import Basics
import CLinux
import Glibc
import Plumbing

extension BoundSocket {
  /// Sets the options that `udpeek send` offers for its socket.
  /// - Parameters:
  ///   - hopLimit: 1…255, for unicast and multicast.
  ///   - interface: the interface that all datagrams leave by; 0 leaves the choice to routing.
  package func setSending(hopLimit: Int?, by interface: UInt32) throws(SocketError) {
    let options = SocketOptions(descriptor: descriptor)
    let isIPv4 = family == .ipv4
    let level = Int32(isIPv4 ? IPPROTO_IP : IPPROTO_IPV6)
    if let hopLimit {
      options.set(level, isIPv4 ? IP_TTL : IPV6_UNICAST_HOPS, Int32(clamping: hopLimit))
      options.set(level, isIPv4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, Int32(clamping: hopLimit))
    }
    // For a socket bound to an address, IPv6 treats a datagram's interface as a mere hint.
    guard interface != 0, !isIPv4, !local.address.isUnspecified else { return }
    let code = options.bindToDevice(interface)
    if code == 0 { return }
    let cause: Phrase =
      code == EPERM ? "only root may choose it on this kernel; leave out --from" : errorPhrase(code)
    throw SocketError(.configure, local.description, code: code, reason: "the interface cannot be used: \(cause)")
  }
}
