import CLinux
import Glibc

extension BoundSocket {
  /// What `send` can ask of its socket: a hop limit (1…255) for unicast and multicast, and the interface that groups
  /// are left by.
  package func setSending(hopLimit: Int?, interface: UInt32?) throws(SocketErrors) {
    let options = SocketOptions(descriptor: descriptor)
    let isIPv4 = family == .ipv4
    let level = Int32(isIPv4 ? IPPROTO_IP : IPPROTO_IPV6)
    if let hopLimit {
      options.set(level, isIPv4 ? IP_TTL : IPV6_UNICAST_HOPS, Int32(clamping: hopLimit))
      options.set(level, isIPv4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, Int32(clamping: hopLimit))
    }
    guard let interface else { return }
    let isSet: Bool
    if isIPv4 {
      var request = ip_mreqn()
      request.imr_ifindex = Int32(bitPattern: interface)
      isSet =
        unsafe setsockopt(descriptor, level, IP_MULTICAST_IF, &request, socklen_t(MemoryLayout<ip_mreqn>.size)) == 0
    } else {
      isSet = options.set(level, IPV6_MULTICAST_IF, Int32(bitPattern: interface))
    }
    if !isSet {
      let code = errno
      throw SocketErrors(errors: [
        SocketError(
          .configure, local.description, code: code, reason: "the interface cannot be used: \(errorText(code))")
      ])
    }
  }
}
