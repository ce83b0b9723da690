package import UDPCore

/// The answer of the routing tables for an address (rtnetlink(7), `RTM_GETROUTE`).
package enum RouteAnswer: Hashable, Sendable {
  /// The address is this host's.
  case local(device: UInt32)
  case broadcast(device: UInt32)
  case multicast(device: UInt32)
  /// Another host has it, behind a gateway or on the link.
  case unicast(device: UInt32, gateway: IPAddress?)
  /// There is no way, with an `errno` value: `ENETUNREACH` for no route, `EINVAL` for a blackhole, `EHOSTUNREACH` for
  /// an unreachable route, `EACCES` for a prohibited one (`fib_props` in the kernel's net/ipv4/fib_semantics.c).
  case refused(Int32)

  /// Whether there is no way.
  package var isRefused: Bool { if case .refused = self { true } else { false } }

  /// Reads a message; `nil` if it is none of a route.
  package init?(_ message: NetlinkMessage) {
    guard let route = Route(message) else { return nil }
    let device = route.device ?? 0
    switch route.type {
    case 2: self = .local(device: device)
    case 3: self = .broadcast(device: device)
    case 5: self = .multicast(device: device)
    case 6: self = .refused(Route.blackhole)
    case 7: self = .refused(Route.unreachable)
    case 8: self = .refused(Route.prohibited)
    default: self = .unicast(device: device, gateway: route.gateway)
    }
  }
}

/// A route of this host.
package struct Route: Hashable, Sendable {
  /// The errors of routes that refuse.
  package static let (none, blackhole, unreachable, prohibited): (Int32, Int32, Int32, Int32) = (101, 22, 113, 13)

  /// `RTN_UNICAST` is 1, `RTN_LOCAL` 2, `RTN_BLACKHOLE` 6, `RTN_UNREACHABLE` 7, `RTN_PROHIBIT` 8.
  package var type: UInt8
  package var network: IPNetwork
  package var table: UInt32
  package var device: UInt32?
  package var gateway: IPAddress?

  package init(type: UInt8, network: IPNetwork, table: UInt32 = 254, device: UInt32? = nil) {
    self.type = type
    self.network = network
    self.table = table
    self.device = device
  }

  /// Reads a message; `nil` if it is none of a route of IPv4 or IPv6.
  package init?(_ message: NetlinkMessage) {
    let payload = message.payload
    guard message.type == 24, payload.count >= 12, payload[0] == 2 || payload[0] == 10 else { return nil }
    let attributes = message.attributes(after: 12)
    let any: IPAddress = payload[0] == 2 ? .anyIPv4 : .anyIPv6
    let address = attributes[1].flatMap { IPAddress(networkOrder: $0) } ?? any
    guard let network = IPNetwork(address, length: Int(payload[1])) else { return nil }
    self.init(
      type: payload[7], network: network, table: attributes[15]?.word(at: 0) ?? UInt32(payload[4]),
      device: attributes[4]?.word(at: 0))
    gateway = attributes[5].flatMap { IPAddress(networkOrder: $0) }
  }

  /// The word for the type in ip-route(8); `nil` for a type that refuses nothing.
  package var refusal: String? {
    switch type {
    case 6: "blackhole"
    case 7: "unreachable"
    case 8: "prohibit"
    default: nil
    }
  }
}

/// An entry of the neighbour table.
package struct Neighbour: Hashable, Sendable {
  package var address: IPAddress
  package var device: UInt32
  /// `NUD_FAILED` is 0x20, `NUD_INCOMPLETE` 0x01 (linux/neighbour.h).
  package var state: UInt16

  package init(_ address: IPAddress, device: UInt32, state: UInt16) {
    self.address = address
    self.device = device
    self.state = state
  }

  /// Reads a message; `nil` if it is none of a neighbour.
  package init?(_ message: NetlinkMessage) {
    guard message.type == 28, let device = message.payload.word(at: 4), let state = message.payload.half(at: 8),
      let address = message.attributes(after: 12)[1].flatMap({ IPAddress(networkOrder: $0) })
    else { return nil }
    self.init(address, device: device, state: state)
  }

  /// Whether nobody answered who has the address.
  package var hasFailed: Bool { state & 0x20 != 0 }
}
