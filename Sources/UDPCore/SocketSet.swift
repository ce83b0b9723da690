import CLinux
import Glibc

/// The sockets of one run, all of them or none.
package struct SocketSet: Sendable {
  package let sockets: [BoundSocket]
  /// What a person should know though it is no failure: "no IPv6 on this host: …".
  package let notices: [String]

  /// Binds all `endpoints`.
  /// - Throws: every endpoint's failure; nothing is bound then.
  package init(
    _ endpoints: [EndpointArgument], options: ReceiveOptions, interfaces: InterfaceNames
  ) throws(SocketErrors) {
    var sockets: [BoundSocket] = []
    var notices: [String] = []
    var failures: [SocketError] = []
    for endpoint in endpoints {
      do throws(SocketError) {
        sockets += try Self.open(endpoint, options: options, interfaces: interfaces, notices: &notices)
      } catch {
        failures.append(error)
      }
    }
    guard failures.isEmpty else { throw SocketErrors(errors: failures) }
    self.sockets = sockets
    self.notices = notices
  }

  /// One socket to send from, bound to `from` or, where that is `nil`, to a port that the system chooses.
  package init(
    sendingTo peer: Endpoint, from: EndpointArgument?, options: ReceiveOptions, interfaces: InterfaceNames
  ) throws(SocketErrors) {
    if let from, from.host != .every {
      try self.init([from], options: options, interfaces: interfaces)
      return
    }
    let any = Endpoint(peer.address.isIPv4 ? .anyIPv4 : .anyIPv6, port: from?.port ?? 0)
    do throws(SocketError) {
      let socket = try BoundSocket(any, family: peer.address.family, options: options, interfaces: interfaces)
      self.init(sockets: [socket])
    } catch {
      throw SocketErrors(errors: [error])
    }
  }

  private init(sockets: [BoundSocket]) {
    self.sockets = sockets
    notices = []
  }

  private static func open(
    _ argument: EndpointArgument, options: ReceiveOptions, interfaces: InterfaceNames, notices: inout [String]
  ) throws(SocketError) -> [BoundSocket] {
    switch argument.host {
    case .every:
      return try openBothFamilies(port: argument.port, options: options, interfaces: interfaces, notices: &notices)
    case .address(let address, let scope):
      let index = try interfaceIndex(scope, target: argument.source, interfaces: interfaces)
      let endpoint = Endpoint(address, port: argument.port, scope: index)
      return [try BoundSocket(endpoint, family: address.family, options: options, interfaces: interfaces)]
    case .group(let group, let source, let interface):
      let index = try interfaceIndex(interface, target: argument.source, interfaces: interfaces)
      let endpoint = Endpoint(group, port: argument.port, scope: group.needsScope ? index : 0)
      let membership = GroupMembership(group: group, source: source, interface: index)
      return [
        try BoundSocket(
          endpoint, family: group.family, group: membership, options: options, interfaces: interfaces)
      ]
    case .name(let name):
      throw SocketError(
        .bind, argument.source, code: 0, reason: "'\(name)' is a name; give one of this host's addresses")
    }
  }

  /// The same port in IPv4 and IPv6, as two sockets, so that each answers in its own family.
  private static func openBothFamilies(
    port: UInt16, options: ReceiveOptions, interfaces: InterfaceNames, notices: inout [String]
  ) throws(SocketError) -> [BoundSocket] {
    for attempt in 1...16 {
      let four = try BoundSocket(
        Endpoint(.anyIPv4, port: port), family: .ipv4, options: options, interfaces: interfaces)
      do throws(SocketError) {
        let six = try BoundSocket(
          Endpoint(.anyIPv6, port: four.local.port), family: .ipv6, options: options, interfaces: interfaces)
        return [four, six]
      } catch {
        if error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL {
          notices.append("no IPv6 on this host: \(four.local) is IPv4 alone")
          return [four]
        }
        // A number that the system chose for IPv4 may be taken in IPv6: choose again.
        if port != 0 || error.code != EADDRINUSE || attempt == 16 { throw error }
      }
    }
    return []
  }

  private static func interfaceIndex(
    _ name: String?, target: String, interfaces: InterfaceNames
  ) throws(SocketError) -> UInt32 {
    guard let name else { return 0 }
    guard let index = interfaces.index(of: name) else {
      throw SocketError(
        .bind, target, code: ENODEV, reason: "there is no interface '\(name)'; see them with: ip link")
    }
    return index
  }
}

/// Every endpoint that failed.
package struct SocketErrors: Error, Sendable, CustomStringConvertible {
  package let errors: [SocketError]

  package init(errors: [SocketError]) {
    self.errors = errors
  }

  /// A line each.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension InterfaceNames {
  /// The interfaces of this host now (`if_nameindex`).
  package static func current() -> InterfaceNames {
    guard let list = unsafe if_nameindex() else { return InterfaceNames() }
    defer { unsafe if_freenameindex(list) }
    var names: [UInt32: String] = [:]
    var entry = unsafe list
    while unsafe entry.pointee.if_index != 0, let name = unsafe entry.pointee.if_name {
      names[unsafe entry.pointee.if_index] = unsafe String(cString: name)
      unsafe entry += 1
    }
    return InterfaceNames(names)
  }
}
