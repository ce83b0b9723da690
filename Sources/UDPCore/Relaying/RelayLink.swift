import CLinux
import Glibc
import Plumbing

/// A client's socket toward one target. It is closed when the last reference is released.
final class RelayLink {
  /// The send buffer to request, in bytes: datagrams of 64 KiB fill the usual one after three.
  private static let sendBuffer: Int32 = 4 << 20

  let descriptor: Int32
  /// The place of its client.
  let client: Int
  /// The index of its target.
  let target: Int
  /// Our endpoint.
  let local: Endpoint
  /// Whether datagrams of one size may leave joined.
  var joins = true
  /// The last drop count that came with a datagram.
  var lastDrops: UInt32 = 0

  /// Opens a socket; it is connected, unless answers to the target come from elsewhere.
  /// - Throws: the `errno` value.
  init(
    to target: RelayTarget, at index: Int, client: Int, options: ReceiveOptions, interfaces: InterfaceRegistry
  ) throws(Errno) {
    let family = target.peer.address.family
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family.domain, type, 0)
    guard descriptor >= 0 else { throw Errno(code: errno) }
    let settings = SocketOptions(descriptor: descriptor)
    settings.setLinkDefaults(family: family)
    if options.joinsDatagrams { settings.set(Int32(IPPROTO_UDP), UDP_GRO, 1) }
    _ = settings.setReceiveBuffer(options.receiveBuffer)
    if !settings.set(SOL_SOCKET, SO_SNDBUFFORCE, Self.sendBuffer) {
      settings.set(SOL_SOCKET, SO_SNDBUF, Self.sendBuffer)
    }
    if target.interface != 0 { settings.bindToDevice(interfaces.index(of: target.interface)) }
    // Bound in any case, so that the port is known.
    var own = RawSocketAddress(Endpoint(family == .ipv4 ? .anyIPv4 : .anyIPv6, port: 0), family: family)
    var peer = RawSocketAddress(interfaces.ofKernel(target.peer), family: family)
    let status =
      target.isOpen
      ? unsafe own.withPointer { unsafe bind(descriptor, $0, $1) }
      : unsafe peer.withPointer { unsafe connect(descriptor, $0, $1) }
    guard status == 0 else {
      let code = errno
      close(descriptor)
      throw Errno(code: code)
    }
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    self.descriptor = descriptor
    self.client = client
    self.target = index
    local = actual.endpoint ?? Endpoint(.anyIPv4, port: 0)
  }

  deinit {
    close(descriptor)
  }
}
