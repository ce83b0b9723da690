import Basics
import CLinux
import Glibc
import Plumbing
import Synchronization

/// The address that one socket binds and the groups that it joins.
struct SocketPlan: Equatable {
  var endpoint: Endpoint
  /// The name of the interface that the endpoint's scope denotes; `nil` without a scope.
  var scopeName: String?
  var memberships: [GroupMembership] = []
  /// The endpoint as typed on the command line, for error messages.
  var source: String

  var family: AddressFamily { endpoint.address.family }
}

/// A bound UDP socket with all of udpeek's options set. It is closed when the last reference is released.
package final class BoundSocket: Sendable {
  let descriptor: Int32
  let plan: SocketPlan
  /// The bound address with the actual port. The scope is an `InterfaceRegistry` number.
  package let local: Endpoint
  /// The receive buffer that the kernel granted, in bytes.
  package let receiveBuffer: Int
  private let options: ReceiveOptions
  /// The kernel's index of the scope's interface; it changes when the interface is recreated.
  private let scopeIndex: Atomic<UInt32>
  /// The joined groups, each with its interface if known.
  private let joined: Lock<[GroupMembership]>

  /// The address family of the socket.
  package var family: AddressFamily { plan.family }

  /// The kernel's index of the scope's interface; 0 without a scope.
  var scope: UInt32 { scopeIndex.load(ordering: .relaxed) }

  /// The joined groups, each with its interface if known.
  package var groups: [GroupMembership] { joined.withLock { $0 } }

  /// Binds a socket and joins its groups.
  /// - Throws: the operation that the kernel refused, and why.
  init(_ plan: SocketPlan, options: ReceiveOptions, interfaces: InterfaceNames) throws(SocketError) {
    self.plan = plan
    self.options = options
    let (descriptor, receiveBuffer, groups) = try Self.open(plan, options: options, interfaces: interfaces)
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    let local = actual.endpoint ?? plan.endpoint
    self.descriptor = descriptor
    self.receiveBuffer = receiveBuffer
    self.local = local
    scopeIndex = Atomic(local.scope)
    joined = Lock(groups)
  }

  deinit {
    close(descriptor)
  }

  /// Replaces this socket with a new one under the same descriptor, after the scope's interface was deleted and
  /// recreated. The caller must add the descriptor to its poller again; the drop count restarts at 0.
  /// - Throws: the operation that the kernel refused, and why; the old socket then stays in place.
  func rebind(scope index: UInt32, interfaces: InterfaceNames) throws(SocketError) {
    var plan = plan
    plan.endpoint = Endpoint(local.address, port: local.port, scope: index)
    let (fresh, _, groups) = try Self.open(plan, options: options, interfaces: interfaces)
    let status = clinux_replace(fresh, descriptor)
    let code = errno
    close(fresh)
    if status < 0 { throw SocketError(.bind, plan.source, code: code, reason: errorPhrase(code)) }
    scopeIndex.store(index, ordering: .relaxed)
    joined.withLock { $0 = groups }
  }

  /// Rejoins the groups that this socket lost together with their interface.
  /// - Returns: the groups that were lost and are joined again.
  func rejoin(_ interface: String, interfaces: InterfaceNames) -> [GroupMembership] {
    let again = plan.memberships.map { $0.routed(interfaces) }.filter { membership in
      membership.interface == interface && membership.join(descriptor, interfaces: interfaces) == 0
    }
    joined.withLock { joined in
      for membership in again where !joined.contains(membership) {
        // Routing chose the interface of this group before, and now chooses another.
        joined.removeAll { $0.group == membership.group && !plan.memberships.contains($0) }
        joined.append(membership)
      }
    }
    return again
  }

  private static func open(
    _ plan: SocketPlan, options: ReceiveOptions, interfaces: InterfaceNames
  ) throws(SocketError) -> (descriptor: Int32, receiveBuffer: Int, groups: [GroupMembership]) {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(plan.family.domain, type, 0)
    guard descriptor >= 0 else {
      let code = errno
      let cause: Phrase = code == EMFILE ? "too many open files; raise the limit with: ulimit -n" : errorPhrase(code)
      throw SocketError(.open, plan.source, code: code, reason: cause)
    }
    let socketOptions = SocketOptions(descriptor: descriptor)
    if plan.family == .ipv6 { socketOptions.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    // For groups only: on a unicast port the socket would silently take another program's datagrams.
    if plan.endpoint.address.isMulticast { socketOptions.set(SOL_SOCKET, SO_REUSEADDR, 1) }
    socketOptions.setDefaults(family: plan.family)
    if options.joinsDatagrams { socketOptions.set(Int32(IPPROTO_UDP), UDP_GRO, 1) }
    let receiveBuffer = socketOptions.setReceiveBuffer(options.receiveBuffer)

    var address = RawSocketAddress(plan.endpoint, family: plan.family)
    guard unsafe address.withPointer({ unsafe bind(descriptor, $0, $1) }) == 0 else {
      let code = errno
      close(descriptor)
      throw .bind(plan.endpoint, code: code, interfaces: interfaces)
    }
    let groups = plan.memberships.map { $0.routed(interfaces) }
    for membership in groups {
      let code = membership.join(descriptor, interfaces: interfaces)
      if code == 0 || code == EADDRINUSE { continue }
      close(descriptor)
      throw membership.failure(code, source: plan.source)
    }
    return (descriptor, receiveBuffer, groups)
  }
}
