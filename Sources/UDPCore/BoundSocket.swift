import Basics
import CLinux
import Glibc
import Plumbing
import Synchronization

/// What one socket is to be: where it is bound, and the groups it joins.
struct SocketPlan: Equatable {
  var endpoint: Endpoint
  /// The name of the interface that the endpoint's scope stands for; `nil` without a scope.
  var scopeName: String?
  var memberships: [GroupMembership] = []
  /// How it was written on the command line, for errors.
  var source: String

  var family: AddressFamily { endpoint.address.family }
}

/// A UDP socket, bound and with every option of ours set; closed when it is let go of.
package final class BoundSocket: Sendable {
  let descriptor: Int32
  let plan: SocketPlan
  /// What it is bound to; the port is the real one. The scope is a number of the `InterfaceRegistry`.
  package let local: Endpoint
  /// The receive buffer that the kernel gave, in bytes.
  package let receiveBuffer: Int
  private let options: ReceiveOptions
  /// The kernel's index of the scope's interface: one that was made anew has another.
  private let scopeIndex: Atomic<UInt32>
  /// The groups joined, each with its interface where that is known.
  private let joined: Lock<[GroupMembership]>

  package var family: AddressFamily { plan.family }

  /// The kernel's index of the interface that its scope stands for; 0 without a scope.
  var scope: UInt32 { scopeIndex.load(ordering: .relaxed) }

  /// The groups joined, each with its interface where that is known.
  package var groups: [GroupMembership] { joined.withLock { $0 } }

  /// Binds one socket and joins its groups.
  /// - Throws: the sentence for what the kernel refused.
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

  /// Puts a new socket in the place of this one, under the same descriptor: for a scope whose interface was deleted and
  /// made again. What polls the descriptor has to be told of it again; the drop count begins anew.
  /// - Throws: the sentence for what the kernel refused; the old socket stays then.
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

  /// Joins the groups again that this socket has lost with their interface.
  /// - Returns: the groups that it had lost and has again.
  func rejoin(_ interface: String, interfaces: InterfaceNames) -> [GroupMembership] {
    let again = plan.memberships.map { $0.routed(interfaces) }.filter { membership in
      membership.interface == interface && membership.join(descriptor, interfaces: interfaces) == 0
    }
    joined.withLock { joined in
      for membership in again where !joined.contains(membership) {
        // The same group by routing, which has led to another interface.
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
    // Only for groups: on a unicast port it would take datagrams from another program in silence.
    if plan.endpoint.address.isMulticast { socketOptions.set(SOL_SOCKET, SO_REUSEADDR, 1) }
    socketOptions.setUsual(family: plan.family)
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
