package import Basics
import UDPCore

/// A cause for which datagrams may not arrive: it looks at the facts and says whether it is at work.
package struct Cause: Sendable {
  /// The part of the system that it concerns.
  package let subject: Subject
  let find: @Sendable (SystemFacts) -> [Finding]

  init(_ subject: Subject, _ find: @escaping @Sendable (SystemFacts) -> [Finding]) {
    self.subject = subject
    self.find = find
  }

  /// All causes. Of findings that are equally likely, the first of this list is named first: what keeps a datagram from
  /// reaching the host, then the kernel, then the socket.
  package static let all: [Cause] =
    InterfaceCauses.all + RouteCauses.all + FirewallCauses.all + GroupCauses.all + SocketCauses.all
    + QueueCauses.all + CounterCauses.all
}

/// A part of the system that is looked at.
package enum Subject: String, Sendable, Hashable, CaseIterable {
  case interfaces
  case addresses
  case routes
  case neighbours
  case firewall
  case ingress
  case groups
  case sockets
  case namespaces
  case queue
  case counters

  /// The name in a sentence.
  package var phrase: Phrase {
    switch self {
    case .interfaces: "interfaces, carriers and MTUs"
    case .addresses: "addresses"
    case .routes: "routes, rp_filter and forwarding"
    case .neighbours: "neighbours and ARP"
    case .firewall: "the firewall's rules"
    case .ingress: "filters at ingress and XDP"
    case .groups: "group memberships"
    case .sockets: "the sockets on the port"
    case .namespaces: "other network namespaces"
    case .queue: "the socket's queue"
    case .counters: "the counters of IP and UDP"
    }
  }
}
