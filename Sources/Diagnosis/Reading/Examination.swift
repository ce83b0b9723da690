import Glibc
package import UDPCore

/// A whole examination of a place where datagrams are missed: reads the facts, judges them, and ends with a datagram to
/// itself on each interface. Takes between one and a few seconds; never runs on the screen's thread.
package struct Examination: Sendable {
  /// The longest wait for probes, in nanoseconds.
  private static let patience: Int64 = 300_000_000
  /// The most probes: a host with many containers has hundreds of addresses.
  private static let mostProbes = 64

  private let target: Target
  private let sender: IPAddress?

  /// Prepares an examination.
  /// - Parameter sender: the address of the host whose datagrams are missed; `nil` if it is unknown.
  package init(_ target: Target, sender: IPAddress? = nil) {
    self.target = target
    self.sender = sender
  }

  /// Examines.
  package func run() -> Diagnosis {
    let facts = FactReader(target, sender: sender).read()
    let probes = Self.probes(facts)
    let outcomes = LocalProbe.run(probes, limit: Self.patience)
    return Diagnosis(
      facts,
      probes: zip(probes, outcomes).map { probe, outcome in
        Diagnosis.Probe(
          interface: probe.interface, target: probe.target, outcome: outcome)
      })
  }

  /// The probes: to each address of each interface that is up, or to the group on the interface that matters. Where nobody
  /// has bound the port, they are sent to the port itself, so that a firewall's rule for it shows.
  package static func probes(_ facts: SystemFacts) -> [LocalProbe] {
    let target = facts.target
    // Ports below 1024 are root's (ip(7)).
    let port = facts.onPort.isEmpty && (facts.isRoot || target.port >= 1_024) ? target.port : 0
    let interfaces = facts.interfaces.filter { $0.isUp && !$0.addresses.isEmpty }
    if target.isGroup, let group = target.single {
      let arrival = facts.arrival?.index
      return interfaces.filter { arrival == nil ? !$0.isLoopback : $0.index == arrival }.prefix(mostProbes).map {
        LocalProbe(Endpoint(group, port: port), interface: $0.name, index: $0.index)
      }
    }
    let all = interfaces.flatMap { interface in
      interface.addresses.filter { !$0.isDuplicate && !$0.isTentative && target.families.contains($0.address.family) }
        .filter { target.single == nil || target.single == $0.address || !isOwn(target.single, facts) }
        .map { LocalProbe(Endpoint($0.address, port: port), interface: interface.name, index: interface.index) }
    }
    return Array(all.prefix(mostProbes))
  }

  private static func isOwn(_ address: IPAddress?, _ facts: SystemFacts) -> Bool {
    address.map { facts.interface(having: $0) != nil } ?? false
  }
}
