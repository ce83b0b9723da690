import CLinux
import Glibc

/// A UDP socket, bound and with every option of ours set; closed when it is let go of.
package final class BoundSocket: Sendable {
  let descriptor: Int32
  /// What it is bound to; the port is the real one.
  package let local: Endpoint
  package let family: AddressFamily
  /// The receive buffer that the kernel gave, in bytes.
  package let receiveBuffer: Int

  /// Binds one endpoint.
  /// - Throws: the sentence for what the kernel refused.
  init(
    _ endpoint: Endpoint, family: AddressFamily, group: GroupMembership? = nil, options: ReceiveOptions,
    interfaces: InterfaceNames
  ) throws(SocketError) {
    let descriptor = socket(
      family.domain, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      let code = errno
      let cause = code == EMFILE ? "too many open files; raise the limit with: ulimit -n" : errorText(code)
      throw SocketError(.open, endpoint.text(interfaces), code: code, reason: cause)
    }
    self.descriptor = descriptor
    self.family = family
    let socketOptions = SocketOptions(descriptor: descriptor)
    if family == .ipv6 { socketOptions.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    // Only for groups: on a unicast port it would take datagrams from another program in silence.
    if group != nil { socketOptions.set(SOL_SOCKET, SO_REUSEADDR, 1) }
    socketOptions.setUsual(family: family)
    if options.joinsDatagrams { socketOptions.set(Int32(IPPROTO_UDP), UDP_GRO, 1) }
    receiveBuffer = socketOptions.setReceiveBuffer(options.receiveBuffer)

    var address = RawSocketAddress(endpoint, family: family)
    let bound = unsafe address.withPointer { unsafe bind(descriptor, $0, $1) }
    let bindCode = errno
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    local = actual.endpoint ?? endpoint
    guard bound == 0 else {
      close(descriptor)
      throw .bind(endpoint, code: bindCode, interfaces: interfaces)
    }
    do throws(SocketError) {
      try group?.join(descriptor, target: endpoint.text(interfaces))
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    close(descriptor)
  }
}

/// A multicast group on an interface, from everybody or from one source (RFC 3678).
struct GroupMembership {
  var group: IPAddress
  var source: IPAddress?
  /// The interface's index; 0 lets routing choose.
  var interface: UInt32

  func join(_ descriptor: Int32, target: String) throws(SocketError) {
    let family = group.family
    let level = Int32(family == .ipv4 ? IPPROTO_IP : IPPROTO_IPV6)
    let groupAddress = RawSocketAddress(Endpoint(group, port: 0), family: family).storage
    let status: Int32
    if let source {
      var request = group_source_req()
      request.gsr_interface = interface
      request.gsr_group = groupAddress
      request.gsr_source = RawSocketAddress(Endpoint(source, port: 0), family: family).storage
      status = unsafe setsockopt(
        descriptor, level, MCAST_JOIN_SOURCE_GROUP, &request, socklen_t(MemoryLayout<group_source_req>.size))
    } else {
      var request = group_req()
      request.gr_interface = interface
      request.gr_group = groupAddress
      status = unsafe setsockopt(
        descriptor, level, MCAST_JOIN_GROUP, &request, socklen_t(MemoryLayout<group_req>.size))
    }
    guard status == 0 else {
      let code = errno
      let reason =
        code == ENODEV
        ? "no interface for the group; name one: \(group)…@eth0" : errorText(code)
      throw SocketError(.join, target, code: code, reason: reason)
    }
  }
}
