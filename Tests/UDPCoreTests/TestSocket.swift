import CLinux
import Glibc
import Plumbing

@testable import UDPCore

/// A plain socket on loopback, for the two sides of a relay.
final class TestSocket {
  let descriptor: Int32
  let local: Endpoint
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  init(_ address: String = "127.0.0.1") {
    let wanted = Endpoint(IPAddress(address)!, port: 0)
    let family = wanted.address.family
    let descriptor = socket(
      family.domain, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    _ = SocketOptions(descriptor: descriptor).setReceiveBuffer(8 << 20)
    var name = RawSocketAddress(wanted, family: family)
    let status = unsafe name.withPointer { unsafe bind(descriptor, $0, $1) }
    precondition(descriptor >= 0 && status == 0, "no socket can be bound")
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    local = actual.endpoint!
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  @discardableResult
  func send(_ payload: [UInt8], to peer: Endpoint) -> Bool {
    var name = RawSocketAddress(peer, family: local.address.family)
    return unsafe name.withPointer { unsafe sendto(descriptor, payload, payload.count, 0, $0, $1) } == payload.count
  }

  /// Waits for a datagram, at most ten seconds unless another time in nanoseconds is given.
  func receive(within time: Int64 = 10_000_000_000) -> (payload: [UInt8], peer: Endpoint)? {
    guard PollSet.isReady(descriptor, within: time) else { return nil }
    var name = RawSocketAddress()
    let count = unsafe name.withPointer { unsafe recvfrom(descriptor, &buffer, buffer.count, 0, $0, &$1) }
    guard count >= 0, let peer = name.endpoint else { return nil }
    return (Array(buffer.prefix(count)), peer)
  }

  /// Returns the payloads of all datagrams that have arrived.
  func receiveAll() -> [[UInt8]] {
    var payloads: [[UInt8]] = []
    while let next = receive(within: 0) { payloads.append(next.payload) }
    return payloads
  }
}
