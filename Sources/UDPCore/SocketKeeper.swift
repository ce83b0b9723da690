import CLinux
import Glibc
import Plumbing

/// Decides which link changes affect the sockets, reports those, and repairs the sockets where possible. Lives on the
/// thread that watches links.
struct SocketKeeper: Sendable {
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
    tellPlaces()
  }

  /// Compares the interfaces with the last ones, reports the changes, and repairs the sockets.
  mutating func look(at after: LinkTable) {
    let before = history.table
    interfaces.update(after)
    let names = interfaces.names
    let used = Set(shared.interfaces.withLock { $0 }.map { names.name(of: $0) })
    for change in history.news(of: after) {
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
    tellPlaces()
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
  private func tellPlaces() {
    let names = interfaces.names
    let places = sockets.flatMap { $0.places(names, history) }
    shared.places.withLock { $0 = places }
  }
}

/// The current interfaces, and those that existed before.
struct LinkHistory: Sendable {
  /// The interfaces as last read.
  private(set) var table: LinkTable
  /// Every interface that ever existed, with all addresses that it ever had.
  private var known: [String: Set<IPAddress>] = [:]
  /// Addresses that disappeared while their link was down: only the link is reported.
  private var lost: [String: Set<IPAddress>] = [:]

  init(_ table: LinkTable) {
    self.table = table
    remember()
  }

  private mutating func remember() {
    for (name, link) in table.links { known[name, default: []].formUnion(link.addresses) }
  }

  /// Whether an interface of this host has or had this address.
  func knows(_ address: IPAddress) -> Bool { known.values.contains { $0.contains(address) } }

  /// Records the current interfaces.
  /// - Returns: the changes to report. Addresses that disappear and return together with their link are left out.
  mutating func news(of after: LinkTable) -> [LinkChange] {
    var news: [LinkChange] = []
    for change in table.changes(to: after) {
      let name = change.interface
      switch change {
      case .wentDown, .returned, .addressRestored: news.append(change)
      case .disappeared:
        lost[name] = nil
        news.append(change)
      case .appeared:
        let isUp = after.links[name]?.isUp ?? false
        news.append(known[name] == nil ? change : .returned(name, isUp: isUp))
      case .cameUp:
        news.append(change)
        let missing = lost[name, default: []].subtracting(after.links[name]?.addresses ?? [])
        lost[name]?.subtract(missing)
        news += missing.sorted().map { .addressRemoved($0, name) }
      case .addressRemoved(let address, _):
        if after.links[name]?.isUp == false { lost[name, default: []].insert(address) } else { news.append(change) }
      case .addressAdded(let address, _):
        if lost[name]?.remove(address) != nil { continue }
        let isBack = known[name]?.contains(address) ?? false
        news.append(isBack ? .addressRestored(address, name) : change)
      }
    }
    table = after
    remember()
    return news
  }
}

/// An endpoint or group that a socket receives on.
package struct BoundPlace: Sendable, Hashable {
  /// The reason why nothing arrives on an endpoint or group.
  package enum Trouble: Sendable, Hashable {
    case down(interface: String)
    case gone(interface: String)
    /// No interface has the address any more.
    case noAddress
  }

  /// The command-line form: `0.0.0.0:8080`, `239.1.1.1:5000@eth0`.
  package var text: String
  /// The joined group and its interface; `nil` for an address.
  package var group: (address: IPAddress, interface: String)?
  /// The reason why nothing arrives now; `nil` if all is well.
  package var trouble: Trouble?

  package init(_ text: String, group: (address: IPAddress, interface: String)? = nil, trouble: Trouble? = nil) {
    self.text = text
    self.group = group
    self.trouble = trouble
  }

  package static func == (left: BoundPlace, right: BoundPlace) -> Bool {
    left.text == right.text && left.trouble == right.trouble
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(trouble)
  }
}

extension BoundSocket {
  /// Returns the endpoints and groups that the socket receives on.
  func places(_ names: InterfaceNames, _ history: LinkHistory) -> [BoundPlace] {
    let groups = groups.map { membership in
      BoundPlace(
        membership.text(port: local.port),
        group: (membership.group, membership.interface ?? ""),
        trouble: membership.interface.flatMap { history.table.trouble(of: $0) })
    }
    if local.address.isMulticast, !groups.isEmpty { return groups }
    return [BoundPlace(local.text(names), trouble: trouble(history))] + groups
  }

  private func trouble(_ history: LinkHistory) -> BoundPlace.Trouble? {
    if let name = plan.scopeName, let trouble = history.table.trouble(of: name) { return trouble }
    let address = local.address
    if address.isUnspecified || address.isMulticast || address.isLoopback { return nil }
    if let name = history.table.name(having: address) { return history.table.trouble(of: name) }
    return history.knows(address) ? .noAddress : nil
  }
}

extension GroupMembership {
  /// Returns the command-line form.
  fileprivate func text(port: UInt16) -> String {
    let from = source.map { "\($0)," } ?? ""
    let exit = interface.map { "@\($0)" } ?? ""
    return from + Endpoint(group, port: port).description + exit
  }
}

extension LinkTable {
  /// Returns the reason why nothing arrives by an interface; `nil` if it is up.
  fileprivate func trouble(of name: String) -> BoundPlace.Trouble? {
    guard let link = links[name] else {
      // The name may be an interface index in digits.
      guard let index = UInt32(name), let link = links.values.first(where: { $0.index == index }) else {
        return .gone(interface: name)
      }
      return link.isUp ? nil : .down(interface: name)
    }
    return link.isUp ? nil : .down(interface: name)
  }
}
