package import UDPCore

/// A rule of policy routing (ip-rule(8); `struct fib_rule_hdr` and the `FRA_` attributes in linux/fib_rules.h).
package struct RoutingRule: Hashable, Sendable {
  /// What a rule does with what it matches; other actions lead elsewhere and refuse nothing.
  package enum Action: Hashable, Sendable {
    /// Asks a table, of which 255 is the local one.
    case table(UInt32)
    /// Refuses, with the word of ip-rule(8): `blackhole`, `unreachable`, `prohibit`.
    case refuse(String)
    case other
  }

  package var family: AddressFamily
  /// Rules with a smaller one are asked first.
  package var priority: UInt32
  package var action: Action
  package var source: IPNetwork?
  package var destination: IPNetwork?
  /// The interface by which a datagram came in; `lo` for one of this host's own.
  package var input: String?
  package var output: String?
  /// The protocol of IP; 0 for every one.
  package var ipProtocol: UInt8 = 0
  package var sourcePorts: ClosedRange<UInt16>?
  package var destinationPorts: ClosedRange<UInt16>?
  /// Whether it asks for a mark, a TOS or a user, which no datagram from elsewhere is known to have.
  package var asksForMore = false
  /// Whether it holds for what it does not match (`FIB_RULE_INVERT`).
  package var isInverted = false

  package init(_ family: AddressFamily, priority: UInt32, _ action: Action) {
    self.family = family
    self.priority = priority
    self.action = action
  }

  /// The rules that a host has of itself: the local table, the main one, the default one (ip-rule(8)).
  package static let standard = [AddressFamily.ipv4, .ipv6].flatMap { family in
    [(0 as UInt32, 255 as UInt32), (32_766, 254), (32_767, 253)].map { RoutingRule(family, priority: $0, .table($1)) }
  }

  /// Reads a message; `nil` if it is none of a rule for IPv4 or IPv6.
  package init?(_ message: NetlinkMessage) {
    let payload = message.payload
    guard message.type == 32, payload.count >= 12, payload[0] == 2 || payload[0] == 10 else { return nil }
    let attributes = message.attributes(after: 12)
    let action: Action =
      switch payload[7] {
      case 1: .table(attributes[15]?.word(at: 0) ?? UInt32(payload[4]))
      case 6: .refuse("blackhole")
      case 7: .refuse("unreachable")
      case 8: .refuse("prohibit")
      default: .other
      }
    self.init(payload[0] == 2 ? .ipv4 : .ipv6, priority: attributes[6]?.word(at: 0) ?? 0, action)
    let network = { (attribute: UInt16, length: UInt8) in
      attributes[attribute].flatMap { IPAddress(networkOrder: $0) }.flatMap { IPNetwork($0, length: Int(length)) }
    }
    destination = network(1, payload[1])
    source = network(2, payload[2])
    input = attributes[3]?.netlinkText
    output = attributes[17]?.netlinkText
    ipProtocol = attributes[22]?.first ?? 0
    let ports = { (attribute: UInt16) -> ClosedRange<UInt16>? in
      guard let low = attributes[attribute]?.half(at: 0), let high = attributes[attribute]?.half(at: 2), low <= high
      else { return nil }
      return low...high
    }
    sourcePorts = ports(23)
    destinationPorts = ports(24)
    // A range of all users, which the kernel tells where none is asked for, ends with -1.
    let users = attributes[20]?.word(at: 4) ?? .max
    asksForMore = payload[3] != 0 || (attributes[10]?.word(at: 0) ?? 0) != 0 || users != .max
    isInverted = (payload.word(at: 8) ?? 0) & 0x2 != 0
  }

  /// The word of ip-rule(8) for a rule that refuses; `nil` for others.
  package var refusal: String? { if case .refuse(let kind) = action { kind } else { nil } }

  /// Whether the rule is asked about what a question is about (`fib_rule_match` in the kernel's net/core/fib_rules.c).
  package func matches(_ question: RouteQuestion) -> Bool {
    guard family == question.destination.family else { return false }
    let holds =
      !asksForMore && output == nil
      && (destination?.contains(question.destination) ?? true)
      && (source.map { network in question.source.map(network.contains) ?? false } ?? true)
      && (input.map { $0 == question.input } ?? true) && [0, RouteQuestion.udp].contains(ipProtocol)
      && (sourcePorts.map { ports in question.sourcePort.map(ports.contains) ?? false } ?? true)
      && (destinationPorts.map { ports in question.destinationPort.map(ports.contains) ?? false } ?? true)
    return holds != isInverted
  }

  /// Whether the rule can concern datagrams to a port from a sender that is not known, or the answers to them.
  package func mayConcern(port: UInt16) -> Bool {
    [0, RouteQuestion.udp].contains(ipProtocol)
      && (destinationPorts == nil && sourcePorts == nil
        || [sourcePorts, destinationPorts].contains { $0?.contains(port) ?? false })
  }
}

/// What the routing tables are asked: where a datagram of UDP goes.
package struct RouteQuestion: Hashable, Sendable {
  static let udp: UInt8 = 17

  package var destination: IPAddress
  package var source: IPAddress?
  /// The interface by which it comes in; `lo` for one of this host's own.
  package var input = "lo"
  package var sourcePort: UInt16?
  package var destinationPort: UInt16?

  package init(to destination: IPAddress, from source: IPAddress? = nil) {
    self.destination = destination
    self.source = source
  }
}
