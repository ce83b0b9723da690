import CLinux
import Glibc

/// An endpoint that a relay passes datagrams on to, with what the kernel needs to be told with each of them.
@safe
final class RelayTarget {
  let peer: Endpoint
  let interface: UInt32
  /// Whether answers come from other endpoints than the target: it is a group or a broadcast address. Its sockets are
  /// not connected.
  let isOpen: Bool
  let address: RawAddressMemory

  init(_ destination: Destination, _ interfaces: InterfaceRegistry) {
    peer = destination.peer
    interface = destination.interface
    isOpen =
      peer.address.isMulticast || peer.address.isLimitedBroadcast
      || RoutingTable.isBroadcast(interfaces.ofKernel(peer))
    address = RawAddressMemory()
    let index = interfaces.index(of: interface)
    let family = peer.address.family
    let any = Endpoint(family == .ipv4 ? .anyIPv4 : .anyIPv6, port: 0)
    address.set(
      interfaces.ofKernel(peer), family: family,
      path: LocalPath(endpoint: any, replySource: any.address, interface: index, socket: 0), interface: index)
  }
}

/// Memory for an address and the packet-info message beside it, whose place stays the same for the kernel to read.
@safe
final class RawAddressMemory {
  private static let controlSize = 64
  let name: UnsafeMutableRawPointer
  let control: UnsafeMutableRawPointer
  private(set) var nameLength: socklen_t = 0
  private(set) var controlLength = 0

  init() {
    unsafe name = .allocate(byteCount: MemoryLayout<sockaddr_storage>.size, alignment: 16)
    unsafe control = .allocate(byteCount: Self.controlSize, alignment: 16)
  }

  deinit {
    unsafe name.deallocate()
    unsafe control.deallocate()
  }

  /// Stores the address of `peer`, and the message that makes datagrams leave by `path`. Scopes and interfaces are the
  /// kernel's indices.
  func set(_ peer: Endpoint, family: AddressFamily, path: LocalPath, interface: UInt32 = 0) {
    let raw = RawSocketAddress(peer, family: family)
    unsafe name.storeBytes(of: raw.storage, as: sockaddr_storage.self)
    nameLength = raw.length
    controlLength = unsafe Transmission.fill(
      UnsafeMutableRawBufferPointer(start: control, count: Self.controlSize), path: path, peer: peer,
      interface: interface, family: family)
  }
}
