import CLinux
import Glibc
import Plumbing

/// Decides which link changes affect the sockets, reports those, and repairs the sockets where possible. Lives on the
/// thread that watches links.
struct SocketMaintenance: Sendable {
  private let sockets: [BoundSocket]
  private let drops: DropCounter
  private let shared: ReceiverShared
  private let poller: Poller
  private let interfaces: InterfaceRegistry
  private var history: LinkHistory

  /// Starts from the current interfaces, `links`.
  init(
    sockets: [BoundSocket], drops: DropCounter, shared: ReceiverShared, poller: Poller, interfaces: InterfaceRegistry,
    links: LinkTable
  ) {
    self.sockets = sockets
    self.drops = drops
    self.shared = shared
    self.poller = poller
    self.interfaces = interfaces
    history = LinkHistory(links)
    publishBoundAddresses()
  }

  /// Compares the interfaces with the last ones, reports the changes, and repairs the sockets.
  mutating func update(to after: LinkTable) {
    let before = history.table
    interfaces.update(after)
    let names = interfaces.names
    let used = Set(shared.interfaces.withLock { $0 }.map { names.name(of: $0) })
    for change in history.advance(to: after) {
      let matters = sockets.contains {
        Self.matters(change, to: $0.plan, local: $0.local.address, used: used, before: before, after: after)
      }
      if matters { shared.notice(.link(change)) }
      switch change {
      case .appeared(let name), .returned(let name, _), .cameUp(let name): repair(name)
      case .addressAdded(_, let name), .addressRestored(_, let name): repair(name)
      case .disappeared, .wentDown, .addressRemoved: break
      }
    }
    publishBoundAddresses()
  }

  /// Whether a change is worth reporting for a socket. A wildcard socket is affected only by interfaces that datagrams
  /// arrived on, not by every interface that a container host creates and deletes.
  /// - Parameter used: the names of the interfaces that datagrams arrived on.
  static func matters(
    _ change: LinkChange, to plan: SocketPlan, local: IPAddress, used: Set<String>, before: LinkTable, after: LinkTable
  ) -> Bool {
    switch change {
    case .addressRemoved(let address, _), .addressAdded(let address, _), .addressRestored(let address, _):
      if address == local { return true }
      if !local.isUnspecified { return false }
    case .wentDown, .cameUp, .disappeared, .appeared, .returned: break
    }
    let name = change.interface
    if plan.scopeName == name || plan.memberships.contains(where: { $0.interface == name }) { return true }
    if local.isUnspecified || local.isMulticast { return used.contains(name) }
    return before.name(having: local) == name || after.name(having: local) == name
  }

  /// Rebinds scoped sockets to the new device of this name, and rejoins lost groups.
  private func repair(_ name: String) {
    let links = history.table
    guard let index = links.links[name]?.index else { return }
    for (position, socket) in sockets.enumerated() {
      if socket.plan.scopeName == name, socket.scope != index {
        do throws(SocketError) {
          try socket.rebind(scope: index, interfaces: links.names)
          drops.restart(socket: position)
          poller.add(socket.descriptor, tag: UInt64(position))
          shared.notice(.boundAgain(socket.local))
        } catch {
          shared.notice(.bindFailed(error))
        }
      }
      for membership in socket.rejoin(name, interfaces: links.names) {
        shared.notice(.joinedAgain(membership.group, interface: name))
      }
    }
  }

  /// Publishes the endpoints and groups that the sockets receive on, and why any of them receives nothing now.
  private func publishBoundAddresses() {
    let names = interfaces.names
    let boundAddresses = sockets.flatMap { $0.boundAddresses(names, history) }
    shared.boundAddresses.withLock { $0 = boundAddresses }
  }
}
