/// The ways by which messages leave: the socket and the source address for each. The last route is remembered, so that it is
/// looked up once while the peer stays the same.
struct SendingRoutes {
  private let sockets: [BoundSocket]
  private let interfaces: InterfaceRegistry
  private var lastRoute: (peer: Endpoint, interface: UInt32, generation: UInt64, source: IPAddress)?

  init(sockets: [BoundSocket], interfaces: InterfaceRegistry) {
    self.sockets = sockets
    self.interfaces = interfaces
  }

  /// Returns the request's own path, or for a new message the first socket of the peer's family with the source address
  /// that routing chooses; `nil` if no socket is of that family.
  mutating func path(for request: TransmitRequest) -> LocalPath? {
    let interface = request.interface
    if var path = request.path, Int(path.socket) < sockets.count {
      // The socket was chosen without an address: routing chooses the address.
      if path.endpoint.address.isUnspecified {
        path.endpoint.address = source(toward: request.peer, by: interface, on: sockets[Int(path.socket)])
      }
      if interface != 0 { path.interface = interface }
      return path
    }
    guard let index = sockets.firstIndex(where: { $0.family == request.peer.address.family }) else { return nil }
    let local = sockets[index].local
    let source = source(toward: request.peer, by: interface, on: sockets[index])
    return LocalPath(
      endpoint: Endpoint(source, port: local.port), replySource: local.address,
      interface: interface != 0 ? interface : request.peer.scope, socket: UInt16(truncatingIfNeeded: index))
  }

  /// Returns the source address of a datagram to `peer`: the socket's own, or for a wildcard the one that routing
  /// chooses.
  mutating func source(toward peer: Endpoint, by interface: UInt32 = 0, on socket: BoundSocket) -> IPAddress {
    if !socket.local.address.isUnspecified { return socket.local.address }
    let generation = interfaces.generation
    if let lastRoute, lastRoute.peer == peer, lastRoute.interface == interface, lastRoute.generation == generation {
      return lastRoute.source
    }
    let exit = interfaces.index(of: interface)
    let source = RoutingTable.sourceAddress(toward: interfaces.ofKernel(peer), by: exit) ?? socket.local.address
    lastRoute = (peer, interface, generation, source)
    return source
  }
}
