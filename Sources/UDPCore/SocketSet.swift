package import Basics
import CLinux
import Glibc

/// The sockets of one run. Either all are bound or none.
package struct SocketSet: Sendable {
  /// The bound sockets.
  package let sockets: [BoundSocket]
  /// Conditions that are not failures but worth reporting: "no IPv6 on this host: …".
  package let notices: [Phrase]

  /// Binds all `endpoints`. Groups on the port of a wildcard endpoint are joined on its socket; one group on several
  /// interfaces shares a socket.
  /// - Throws: the failure of every endpoint that failed; no socket stays bound.
  package init(
    _ endpoints: [EndpointArgument], options: ReceiveOptions, interfaces: InterfaceNames
  ) throws(SocketErrors) {
    var opening = Opening(options: options, interfaces: interfaces)
    let isGroup = { (argument: EndpointArgument) in if case .group = argument.host { true } else { false } }
    for argument in endpoints where !isGroup(argument) { opening.open(argument, groups: endpoints.filter(isGroup)) }
    for plan in opening.plansOfGroups(endpoints.filter(isGroup)) { opening.open(plan) }
    try self.init(opening)
  }

  /// Binds one socket to send from: to `from`, or if that is `nil`, to a port that the system chooses.
  package init(
    sendingTo peer: Endpoint, from: EndpointArgument?, options: ReceiveOptions, interfaces: InterfaceNames
  ) throws(SocketErrors) {
    if let from, from.host != .every {
      try self.init([from], options: options, interfaces: interfaces)
      return
    }
    let any = Endpoint(peer.address.isIPv4 ? .anyIPv4 : .anyIPv6, port: from?.port ?? 0)
    var opening = Opening(options: options, interfaces: interfaces)
    opening.open(SocketPlan(endpoint: any, source: from?.source ?? any.description))
    try self.init(opening)
  }

  private init(_ opening: Opening) throws(SocketErrors) {
    guard opening.failures.isEmpty else { throw SocketErrors(errors: opening.failures) }
    sockets = opening.sockets
    notices = opening.notices
  }
}

/// The sockets of a set while they are being opened.
private struct Opening {
  let options: ReceiveOptions
  let interfaces: InterfaceNames
  var sockets: [BoundSocket] = []
  var notices: [Phrase] = []
  var failures: [SocketError] = []
  /// The groups already joined on a wildcard socket.
  private var joined: Set<GroupMembership> = []

  init(options: ReceiveOptions, interfaces: InterfaceNames) {
    self.options = options
    self.interfaces = interfaces
  }

  mutating func open(_ plan: SocketPlan) {
    do throws(SocketError) {
      sockets.append(try BoundSocket(plan, options: options, interfaces: interfaces))
    } catch {
      failures.append(error)
    }
  }

  /// Opens an endpoint that is not a group; a wildcard also joins the groups on its port.
  mutating func open(_ argument: EndpointArgument, groups: [EndpointArgument]) {
    do throws(SocketError) {
      switch argument.host {
      case .every: try openBothFamilies(argument, groups: groups)
      case .address(let address, let scope):
        let index = try index(of: scope, source: argument.source)
        let endpoint = Endpoint(address, port: argument.port, scope: index)
        var plan = SocketPlan(endpoint: endpoint, scopeName: scope, source: argument.source)
        if address.isUnspecified { take(groups, into: &plan) }
        sockets.append(try BoundSocket(plan, options: options, interfaces: interfaces))
      case .group: break
      case .name(let name, _):
        throw SocketError(
          .bind, argument.source, code: 0, reason: "'\(name)' is a name; give one of this host's addresses")
      }
    } catch {
      failures.append(error)
    }
  }

  /// Returns a plan for each group that no wildcard has joined, with all its interfaces and sources.
  func plansOfGroups(_ groups: [EndpointArgument]) -> [SocketPlan] {
    var plans: [SocketPlan] = []
    for argument in groups {
      guard let membership = argument.membership, !joined.contains(membership) else { continue }
      let scope = membership.group.needsScope ? membership.interface.flatMap { interfaces.index(of: $0) } ?? 0 : 0
      let endpoint = Endpoint(membership.group, port: argument.port, scope: scope)
      if let known = plans.firstIndex(where: { $0.endpoint == endpoint }) {
        plans[known].memberships.append(membership)
      } else {
        plans.append(
          SocketPlan(
            endpoint: endpoint, scopeName: scope == 0 ? nil : membership.interface, memberships: [membership],
            source: argument.source))
      }
    }
    return plans
  }

  /// Opens the port in IPv4 and IPv6 as two sockets, so that each answers in its own family.
  private mutating func openBothFamilies(
    _ argument: EndpointArgument, groups: [EndpointArgument]
  ) throws(SocketError) {
    for attempt in 1...16 {
      var planFour = SocketPlan(endpoint: Endpoint(.anyIPv4, port: argument.port), source: argument.source)
      take(groups, into: &planFour)
      let four = try BoundSocket(planFour, options: options, interfaces: interfaces)
      do throws(SocketError) {
        var planSix = SocketPlan(endpoint: Endpoint(.anyIPv6, port: four.local.port), source: argument.source)
        take(groups, into: &planSix)
        sockets += [four, try BoundSocket(planSix, options: options, interfaces: interfaces)]
        return
      } catch {
        if error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL {
          notices.append("no IPv6 on this host: \(four.local) is IPv4 alone")
          sockets.append(four)
          return
        }
        // The port that the system chose for IPv4 may be in use in IPv6: let it choose again.
        if argument.port != 0 || error.code != EADDRINUSE || attempt == 16 { throw error }
      }
    }
  }

  private mutating func take(_ groups: [EndpointArgument], into plan: inout SocketPlan) {
    for argument in groups where argument.port == plan.endpoint.port {
      guard let membership = argument.membership, membership.group.family == plan.family else { continue }
      plan.memberships.append(membership)
      joined.insert(membership)
    }
  }

  private func index(of scope: String?, source: String) throws(SocketError) -> UInt32 {
    guard let scope else { return 0 }
    guard let index = interfaces.index(of: scope) else {
      throw SocketError(
        .bind, source, code: ENODEV, reason: "there is no interface '\(scope)'; see them with: ip link")
    }
    return index
  }
}

extension EndpointArgument {
  /// The group to join; `nil` if the endpoint is not a group.
  fileprivate var membership: GroupMembership? {
    guard case .group(let group, let source, let interface) = host else { return nil }
    return GroupMembership(group: group, source: source, interface: interface)
  }
}

/// The failures of all endpoints that could not be bound.
package struct SocketErrors: Error, Sendable, Phrased {
  /// The failures, in the order in which the sockets were opened.
  package let errors: [SocketError]

  package init(errors: [SocketError]) {
    self.errors = errors
  }

  /// The errors, one per line.
  package var phrase: Phrase { errors.map(\.phrase).joined(separator: "\n") }
}

extension InterfaceNames {
  /// Returns the current interfaces of this host.
  package static func current() -> InterfaceNames { LinkTable.current().names }
}
