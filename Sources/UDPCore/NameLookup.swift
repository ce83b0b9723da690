package import Basics
import CLinux
import Glibc

/// The peer that a message is sent to, and the interface to send it by.
package struct Destination: Sendable, Hashable {
  /// The endpoint to send to.
  package var peer: Endpoint
  /// The number of the outgoing interface; 0 leaves the choice to routing.
  package var interface: UInt32

  package init(_ peer: Endpoint, by interface: UInt32 = 0) {
    self.peer = peer
    self.interface = interface
  }

  /// The only host that answers count from; `nil` where anyone may answer: to a group, a broadcast.
  package var answeringHost: IPAddress? {
    let address = peer.address
    return address.isMulticast || address.isUnspecified || address.isLimitedBroadcast || RoutingTable.isBroadcast(peer)
      ? nil : address
  }
}

extension EndpointArgument {
  /// Resolves the destination: the given address, or for a name (`getaddrinfo`) its first address with a route, IPv4 or
  /// IPv6; if none has a route, its first address.
  /// - Parameter link: the interface for a link-local address without a scope; `nil` if none is known.
  /// - Throws: an error if the name is unknown, the interface does not exist or is missing, or no address was given.
  package func destination(interfaces: InterfaceNames, link: String? = nil) throws(SocketError) -> Destination {
    if port == 0 { throw SocketError(.resolve, source, code: 0, reason: "port 0 cannot be sent to") }
    switch host {
    case .every:
      throw SocketError(.resolve, source, code: 0, reason: "an address is missing; write 127.0.0.1:\(port)")
    case .group(_, source: .some, interface: _):
      throw SocketError(
        .resolve, source, code: 0, reason: "a source before ',' is for joining a group, not for sending; leave it out")
    case .address(let address, let scope), .group(let address, source: nil, interface: let scope):
      guard let scope = scope ?? (address.needsScope ? link : nil) else {
        return Destination(try checked(Endpoint(address, port: port)))
      }
      return destination(address, by: try index(of: scope, interfaces))
    case .name(let name, interface: let scope):
      let exit = try scope.map { scope throws(SocketError) in try index(of: scope, interfaces) }
      var peer = try Self.lookUp(name, by: exit ?? 0, target: source)
      peer.port = port
      if let exit { return destination(peer.address, by: exit) }
      guard peer.address.needsScope, peer.scope == 0, let link else { return Destination(try checked(peer)) }
      return destination(peer.address, by: try index(of: link, interfaces))
    }
  }

  /// Returns the destination that is reached by an interface: a link-local address is on its link.
  private func destination(_ address: IPAddress, by interface: UInt32) -> Destination {
    if address.needsScope { return Destination(Endpoint(address, port: port, scope: interface)) }
    return Destination(Endpoint(address, port: port), by: interface)
  }

  private func index(of name: String, _ interfaces: InterfaceNames) throws(SocketError) -> UInt32 {
    if let index = interfaces.index(of: name) { return index }
    throw SocketError(
      .resolve, source, code: ENODEV, reason: "there is no interface '\(name)'; see them with: ip link")
  }

  /// Returns the endpoint, unless it is link-local without a scope: the kernel would choose any link.
  private func checked(_ peer: Endpoint) throws(SocketError) -> Endpoint {
    guard peer.address.needsScope, peer.scope == 0 else { return peer }
    throw SocketError(
      .resolve, source, code: EINVAL,
      reason: "a link-local address needs its interface; write [\(peer.address)%eth0]:\(port)")
  }

  /// Returns the reason why this endpoint cannot send to `peer`, as a sentence; `nil` if it can.
  package func objection(toSendingTo peer: Endpoint) -> Phrase? {
    switch host {
    case .group: return "a group cannot be sent from; write an address of this host, or a port"
    case .address(let address, _) where address.family != peer.address.family:
      let (own, other) = address.isIPv4 ? ("IPv4", "IPv6") : ("IPv6", "IPv4")
      let fitting = Endpoint(address.isIPv4 ? .anyIPv6 : .anyIPv4, port: port)
      return "it is \(own), and \(peer.address) is \(other); write an address of that family, such as \(fitting)"
    default: return nil
    }
  }

  /// Returns the first address of a name that has a route, or else its first address.
  /// - Parameter interface: the interface by which it is reached; 0 leaves that to routing.
  private static func lookUp(
    _ name: String, by interface: UInt32, target: String
  ) throws(SocketError) -> Endpoint {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(name, nil, &hints, &list)
    defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
    guard status == 0 else {
      let reason = unsafe gai_strerror(status).map { unsafe String(cString: $0) } ?? "unknown"
      throw SocketError(.resolve, target, code: 0, reason: Phrase(reason.prefix(1).lowercased() + reason.dropFirst()))
    }
    var endpoints: [Endpoint] = []
    var next = unsafe list
    while let entry = unsafe next {
      unsafe next = entry.pointee.ai_next
      guard let raw = unsafe entry.pointee.ai_addr else { continue }
      let bytes = unsafe UnsafeRawBufferPointer(start: raw, count: Int(entry.pointee.ai_addrlen))
      if let endpoint = unsafe Endpoint(rawSocketAddress: bytes) { endpoints.append(endpoint) }
    }
    // A route lookup needs a port: 9 is discard. Nothing is sent.
    let reachable = endpoints.first {
      RoutingTable.sourceAddress(toward: Endpoint($0.address, port: 9, scope: $0.scope), by: interface) != nil
    }
    guard let endpoint = reachable ?? endpoints.first else {
      throw SocketError(.resolve, target, code: 0, reason: "the name has no IPv4 or IPv6 address")
    }
    return endpoint
  }
}
