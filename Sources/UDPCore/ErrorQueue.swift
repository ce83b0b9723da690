import CLinux
import Glibc
import Plumbing

/// Reads a socket's error queue (`MSG_ERRQUEUE`, ip(7)): the ICMP answers to datagrams sent earlier, each with the
/// peer it was sent to.
@safe
final class ErrorQueue {
  /// One answer. The payload must not outlive the next call.
  @safe
  struct Entry {
    let peer: Endpoint
    let time: Int64
    let failure: TransmitFailure
    /// As much of the datagram as came back.
    let payload: UnsafeRawBufferPointer
  }

  private static let payloadSize = 65_536
  private static let controlSize = 512
  private let payload: UnsafeMutableRawPointer
  private let control: UnsafeMutableRawPointer

  init() {
    unsafe payload = .allocate(byteCount: Self.payloadSize, alignment: 16)
    unsafe control = .allocate(byteCount: Self.controlSize, alignment: 16)
  }

  deinit {
    unsafe payload.deallocate()
    unsafe control.deallocate()
  }

  /// The next entry; `nil` when the queue is empty. What is neither ICMP nor an error of this host is passed over.
  func next(of socket: BoundSocket) -> Entry? {
    while true {
      var name = RawSocketAddress()
      var vector = unsafe iovec(iov_base: payload, iov_len: Self.payloadSize)
      let (length, controlLength) = unsafe name.withPointer { namePointer, nameLength in
        unsafe withUnsafeMutablePointer(to: &vector) { vectorPointer in
          var header = unsafe msghdr()
          unsafe header.msg_name = UnsafeMutableRawPointer(namePointer)
          unsafe header.msg_namelen = nameLength
          unsafe header.msg_iov = vectorPointer
          unsafe header.msg_iovlen = 1
          unsafe header.msg_control = control
          unsafe header.msg_controllen = Self.controlSize
          let length = unsafe recvmsg(
            socket.descriptor, &header, Int32(MSG_ERRQUEUE | MSG_DONTWAIT))
          unsafe nameLength = header.msg_namelen
          return unsafe (length, min(header.msg_controllen, Self.controlSize))
        }
      }
      if length < 0 { return nil }
      let read = unsafe ReceivedControl(UnsafeRawBufferPointer(start: control, count: controlLength))
      guard let peer = name.endpoint, let error = read.error, let origin = error.failureOrigin else { continue }
      return unsafe Entry(
        peer: peer, time: read.time ?? Clock.wall,
        failure: TransmitFailure(origin: origin, code: error.code),
        payload: UnsafeRawBufferPointer(start: payload, count: min(length, Self.payloadSize)))
    }
  }
}

extension QueuedError {
  /// `SO_EE_ORIGIN_…` of linux/errqueue.h; `nil` for time stamps and zero-copy notes.
  fileprivate var failureOrigin: TransmitFailure.Origin? {
    switch Int32(origin) {
    case SO_EE_ORIGIN_LOCAL: .local
    case SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6: .network
    default: nil
    }
  }
}

/// Which address of ours a datagram to a peer would leave from.
enum RouteSource {
  /// Whether an IPv4 address is the broadcast address of a network that this host is in: a socket without `SO_BROADCAST`
  /// may not be connected to it (ip(7)).
  static func isBroadcast(_ peer: Endpoint) -> Bool {
    guard peer.address.isIPv4 else { return false }
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var target = RawSocketAddress(peer, family: .ipv4)
    return unsafe target.withPointer { unsafe connect(descriptor, $0, $1) } != 0 && errno == EACCES
  }

  /// The index of the interface by which routing reaches an address; 0 when it reaches it by none.
  static func interface(toward address: IPAddress) -> UInt32 {
    if address.isIPv4 {
      var raw = address.rawIPv4
      return unsafe clinux_route_interface(AF_INET, &raw, MemoryLayout<in_addr>.size)
    }
    var raw = address.rawIPv6
    return unsafe clinux_route_interface(AF_INET6, &raw, MemoryLayout<in6_addr>.size)
  }

  /// Asks the routing table by connecting a socket that sends nothing (connect(2) on a datagram socket only sets the
  /// destination). `nil` when there is no route.
  /// - Parameter interface: the interface that the datagram is to leave by; 0 leaves that to routing.
  static func address(toward peer: Endpoint, by interface: UInt32 = 0) -> IPAddress? {
    let family = peer.address.family
    let descriptor = socket(family.domain, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let options = SocketOptions(descriptor: descriptor)
    // Without it no broadcast address can be connected to (ip(7)).
    options.set(SOL_SOCKET, SO_BROADCAST, 1)
    if interface != 0 { options.bindToDevice(interface) }
    var target = RawSocketAddress(peer, family: family)
    guard unsafe target.withPointer({ unsafe connect(descriptor, $0, $1) }) == 0 else { return nil }
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    return actual.endpoint?.address
  }
}
