package import Basics
package import UDPCore

/// The result of an examination: the causes in order of likelihood, what was in order, what could not be looked at, and
/// the probes.
package struct Diagnosis: Sendable, Hashable {
  /// A part of the system that could not be looked at.
  package struct Unread: Sendable, Hashable {
    package var subject: Subject
    package var reason: Phrase
    /// The command that can look at it; `nil` if none can.
    package var command: String?
  }

  /// A datagram to an address of this host, and whether it arrived.
  package struct Probe: Sendable, Hashable {
    package var interface: String
    package var target: Endpoint
    package var outcome: LocalProbe.Outcome
    /// Whether the firewall keeps it away, as it does with datagrams to other ports than the one that matters.
    package var isKeptByFirewall = false

    package init(interface: String, target: Endpoint, outcome: LocalProbe.Outcome) {
      self.interface = interface
      self.target = target
      self.outcome = outcome
    }

    /// Whether it arrived.
    package var hasArrived: Bool { if case .arrived = outcome { true } else { false } }
  }

  /// The endpoint as it was written.
  package var target: Target
  package var sender: IPAddress?
  package var findings: [Finding]
  package var inOrder: [Subject]
  package var unread: [Unread]
  package var probes: [Probe]
  /// Whether cures need no `sudo`.
  package var isRoot: Bool

  /// Judges the facts.
  package init(_ facts: SystemFacts, probes: [Probe] = []) {
    target = facts.target
    sender = facts.sender
    isRoot = facts.isRoot
    self.probes = probes.map { probe in
      var probe = probe
      probe.isKeptByFirewall = !probe.hasArrived && Self.isKeptByFirewall(probe, facts)
      return probe
    }
    let found = Cause.all.flatMap { cause in cause.find(facts).map { (cause.subject, $0) } }
    findings = found.map(\.1).enumerated()
      .sorted { ($0.element.likelihood, $0.offset) < ($1.element.likelihood, $1.offset) }.map(\.element)
    unread = Self.unread(facts)
    let others = Set(found.map(\.0)).union(unread.map(\.subject))
    inOrder = Subject.allCases.filter { subject in
      !others.contains(subject) && (subject != .groups || facts.target.isGroup)
    }
  }

  /// Whether nothing speaks against the arrival of datagrams, and all probes arrived.
  package var isHealthy: Bool { findings.isEmpty && probes.allSatisfy { $0.hasArrived || $0.isKeptByFirewall } }

  /// Whether rules drop a probe, which goes to a port of its own where somebody has the target's.
  private static func isKeptByFirewall(_ probe: Probe, _ facts: SystemFacts) -> Bool {
    guard case .read(let firewall) = facts.firewall, probe.target.port == 0 else { return false }
    let address = probe.target.address
    let datagram = FirewallDatagram(
      family: address.family, destination: address, source: address, port: anyPort, interface: "lo")
    return firewall.fate(of: datagram) != .accepted
  }

  /// A port such as the system gives to a probe.
  private static let anyPort: UInt16 = 49_151

  private static func unread(_ facts: SystemFacts) -> [Unread] {
    var unread: [Unread] = []
    let asRoot = Commands.asRoot(facts.target.word, sender: facts.sender)
    switch facts.firewall {
    case .read:
      if facts.hasLegacyTables {
        unread.append(
          Unread(
            subject: .firewall, reason: "there are rules of iptables-legacy, which nft does not list",
            command: Commands.legacyRules))
      }
    case .denied:
      unread.append(
        Unread(
          subject: .firewall,
          reason: facts.hasUFW ? "ufw is on, and only root may read its rules" : "only root may read its rules",
          command: asRoot))
    case .noProgram:
      unread.append(Unread(subject: .firewall, reason: "the program nft is not installed", command: nil))
    case .confined:
      unread.append(
        Unread(subject: .firewall, reason: "this screen has confined itself and asks no programs", command: asRoot))
    }
    guard facts.hidesProcesses else { return unread }
    let reason: Phrase =
      facts.isConfined
      ? "this screen has confined itself and sees no other programs" : "only root may see the programs of other users"
    if facts.onPort.contains(where: { facts.holders[$0.inode] == nil }) {
      unread.append(Unread(subject: .sockets, reason: reason, command: asRoot))
      if facts.isConfined { unread.append(Unread(subject: .namespaces, reason: reason, command: asRoot)) }
    } else if facts.isConfined || !facts.isRoot && facts.receivers.isEmpty {
      unread.append(Unread(subject: .namespaces, reason: reason, command: asRoot))
    }
    return unread
  }
}
