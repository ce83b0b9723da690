import CLinux
import Glibc

extension EndpointArgument {
  /// Where to send: an address as written, or of those that a name stands for (`getaddrinfo`) the first one that
  /// there is a route to, IPv6 or IPv4.
  /// - Throws: when the name is unknown, the interface is not there, or no address was given.
  package func destination(interfaces: InterfaceNames) throws(SocketError) -> Endpoint {
    switch host {
    case .every:
      throw SocketError(.resolve, source, code: 0, reason: "an address is missing; write 127.0.0.1:\(port)")
    case .address(let address, let scope), .group(let address, source: _, interface: let scope):
      if port == 0 { throw SocketError(.resolve, source, code: 0, reason: "port 0 cannot be sent to") }
      guard let scope, !address.isIPv4 else { return Endpoint(address, port: port) }
      guard let index = interfaces.index(of: scope) else {
        throw SocketError(
          .resolve, source, code: ENODEV, reason: "there is no interface '\(scope)'; see them with: ip link")
      }
      return Endpoint(address, port: port, scope: index)
    case .name(let name):
      var address = try Self.lookUp(name, target: source)
      address.port = port
      return address
    }
  }

  private static func lookUp(_ name: String, target: String) throws(SocketError) -> Endpoint {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(name, nil, &hints, &list)
    defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
    guard status == 0 else {
      let reason = unsafe gai_strerror(status).map { unsafe String(cString: $0) } ?? "unknown"
      throw SocketError(.resolve, target, code: 0, reason: reason.prefix(1).lowercased() + reason.dropFirst())
    }
    var endpoints: [Endpoint] = []
    var next = unsafe list
    while let entry = unsafe next {
      unsafe next = entry.pointee.ai_next
      guard let raw = unsafe entry.pointee.ai_addr else { continue }
      let bytes = unsafe UnsafeRawBufferPointer(start: raw, count: Int(entry.pointee.ai_addrlen))
      if let endpoint = unsafe Endpoint(rawSocketAddress: bytes) { endpoints.append(endpoint) }
    }
    // The discard port, since a route needs some port; nothing is sent.
    let reachable = endpoints.first {
      RouteSource.address(toward: Endpoint($0.address, port: 9, scope: $0.scope)) != nil
    }
    guard let endpoint = reachable ?? endpoints.first else {
      throw SocketError(.resolve, target, code: 0, reason: "the name stands for no IPv4 or IPv6 address")
    }
    return endpoint
  }
}
