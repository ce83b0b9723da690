import CLinux
import Glibc

/// Watches the host's links and addresses (rtnetlink(7)): what goes down gives no receive error at all. Says what
/// matters to our sockets, and brings them back when an interface returns.
///
/// A thread of its own, asleep until the kernel speaks. Every burst of news is answered by reading the whole table
/// again: no news can be lost that way, an overrun of the netlink socket included.
final class LinkWatch: Sendable {
  /// How long to let a burst end before the table is read, in nanoseconds.
  private static let settleTime: Int64 = 100_000_000

  private let stopping: WakeUp
  private let worker: Lock<Worker?>

  /// Starts watching for `sockets`.
  init(sockets: [BoundSocket], drops: DropCounter, shared: ReceiverShared, poller: Poller) throws(SocketError) {
    stopping = try WakeUp()
    stopping.arm()
    guard let netlink = NetlinkSocket() else {
      shared.notice(.linksUnwatched(code: errno))
      worker = Lock(nil)
      return
    }
    // Read here, not on the thread: whatever changes once this returns is told.
    let first = LinkTable.current()
    let keeper = SocketKeeper(sockets: sockets, drops: drops, shared: shared, poller: poller)
    worker = Lock(
      Worker(name: "udpeek-links") { [stopping] in
        var table = first
        while netlink.wait(orUntil: stopping) {
          // More of the same burst: only the stop is waited for.
          if clinux_wait_readable(stopping.descriptor, Self.settleTime) > 0 { return }
          netlink.discard()
          let later = LinkTable.current()
          keeper.handle(table.changes(to: later), before: table, after: later)
          table = later
        }
      })
  }

  /// Ends the thread. Later calls do nothing.
  func stop() {
    guard
      let running = worker.withLock({ worker in
        defer { worker = nil }
        return worker
      })
    else { return }
    stopping.signal()
    running.join()
  }
}

/// A socket that becomes readable when links or addresses change.
private final class NetlinkSocket: Sendable {
  private let descriptor: Int32

  /// `nil` and `errno` where the system refuses.
  init?() {
    descriptor = socket(
      AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), NETLINK_ROUTE)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_nl()
    address.nl_family = sa_family_t(AF_NETLINK)
    address.nl_groups = UInt32(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR)
    let status = unsafe withUnsafeBytes(of: address) { bytes in
      unsafe bytes.withMemoryRebound(to: sockaddr.self) {
        unsafe bind(descriptor, $0.baseAddress, socklen_t(bytes.count))
      }
    }
    guard status == 0 else {
      let code = errno
      close(descriptor)
      errno = code
      return nil
    }
  }

  deinit {
    close(descriptor)
  }

  /// Waits for news.
  /// - Returns: `false` when it is time to stop.
  func wait(orUntil stopping: WakeUp) -> Bool {
    while true {
      var entries = [
        pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&entries, nfds_t(entries.count), -1)
      if entries[0].revents != 0 { return false }
      if entries[1].revents != 0 { return true }
    }
  }

  /// Takes all messages; what they say is read from the table instead.
  func discard() {
    var buffer = [UInt8](repeating: 0, count: 32_768)
    // An overrun (ENOBUFS) is news like any other.
    while unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 || errno == ENOBUFS || errno == EINTR
    {}
  }
}

/// Judges which changes matter to the sockets, tells them, and repairs what can be repaired.
struct SocketKeeper: Sendable {
  let sockets: [BoundSocket]
  let drops: DropCounter
  let shared: ReceiverShared
  let poller: Poller

  func handle(_ changes: [LinkChange], before: LinkTable, after: LinkTable) {
    let used = shared.interfaces.withLock { $0 }
    for change in changes {
      let matters = sockets.contains {
        Self.matters(change, to: $0.plan, local: $0.local.address, used: used, before: before, after: after)
      }
      if matters { shared.notice(.link(change)) }
      switch change {
      case .appeared(let name), .cameUp(let name): repair(name, after: after)
      case .addressAdded(_, let name): repair(name, after: after)
      case .disappeared, .wentDown, .addressRemoved: break
      }
    }
  }

  /// Whether a person with such a socket wants to know. A wildcard socket cares for the interfaces that its datagrams
  /// came by, not for each one that a container host makes and deletes.
  static func matters(
    _ change: LinkChange, to plan: SocketPlan, local: IPAddress, used: Set<UInt32>, before: LinkTable, after: LinkTable
  ) -> Bool {
    let name: String
    switch change {
    case .addressRemoved(let address, let interface), .addressAdded(let address, let interface):
      if address == local { return true }
      if !local.isUnspecified { return false }
      name = interface
    case .wentDown(let interface), .cameUp(let interface), .disappeared(let interface), .appeared(let interface):
      name = interface
    }
    if plan.scopeName == name || plan.memberships.contains(where: { $0.interface == name }) { return true }
    let indices = [before.links[name]?.index, after.links[name]?.index].compactMap { $0 }
    if local.isUnspecified || local.isMulticast { return indices.contains(where: used.contains) }
    return before.name(having: local) == name || after.name(having: local) == name
  }

  /// Binds scoped sockets to the new device of that name, and joins lost groups.
  private func repair(_ name: String, after: LinkTable) {
    guard let index = after.links[name]?.index else { return }
    for (position, socket) in sockets.enumerated() {
      if socket.plan.scopeName == name, socket.endpoint.scope != index {
        do throws(SocketError) {
          try socket.rebind(scope: index, interfaces: after.names)
          drops.restart(socket: position)
          poller.add(socket.descriptor, tag: UInt64(position))
          shared.notice(.boundAgain(socket.endpoint))
        } catch {
          shared.notice(.bindFailed(error))
        }
      }
      for membership in socket.rejoin(name, interfaces: after.names) {
        shared.notice(.joinedAgain(membership.group, interface: name))
      }
    }
  }
}
