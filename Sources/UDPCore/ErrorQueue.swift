import CLinux
import Glibc
import Plumbing

/// Reads a socket's error queue (`MSG_ERRQUEUE`, ip(7)): the ICMP errors caused by datagrams sent earlier, each with
/// the peer it was sent to.
@safe
final class ErrorQueue {
  /// One queued error. The payload is valid until the next call.
  @safe
  struct Entry {
    let peer: Endpoint
    let time: Int64
    let failure: TransmitFailure
    /// The part of the datagram that was returned with the error.
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

  /// Returns the next entry; `nil` if the queue is empty. Entries that are neither ICMP nor local errors are skipped.
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
        peer: peer, time: read.time ?? SystemClock.wall,
        failure: TransmitFailure(origin: origin, code: error.code),
        payload: UnsafeRawBufferPointer(start: payload, count: min(length, Self.payloadSize)))
    }
  }
}

extension QueuedError {
  /// The origin from `SO_EE_ORIGIN_…` (linux/errqueue.h); `nil` for time stamps and zero-copy notifications.
  fileprivate var failureOrigin: TransmitFailure.Origin? {
    switch Int32(origin) {
    case SO_EE_ORIGIN_LOCAL: .local
    case SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6: .network
    default: nil
    }
  }
}

/// Queries of the routing table.
enum RouteSource {
  /// Whether an IPv4 address is the broadcast address of a network that this host belongs to: connecting a socket
  /// without `SO_BROADCAST` to it fails (ip(7)).
  static func isBroadcast(_ peer: Endpoint) -> Bool {
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
  static func address(toward peer: Endpoint, by interface: UInt32 = 0) -> IPAddress? {
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
