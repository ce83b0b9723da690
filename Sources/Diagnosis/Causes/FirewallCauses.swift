import Basics
import UDPCore

/// Causes in the firewall, where its rules can be read.
enum FirewallCauses {
  static let all: [Cause] = [Cause(.firewall, rule)]

  /// The first rule or policy that drops a datagram to the target.
  private static func rule(_ facts: SystemFacts) -> [Finding] {
    guard case .read(let firewall) = facts.firewall else { return [] }
    for family in facts.families {
      let datagram = FirewallDatagram(
        family: family, destination: facts.target.single, source: facts.sender, port: facts.target.port,
        interface: facts.arrival?.name)
      guard case .dropped(let base, let rule, let isCertain) = firewall.fate(of: datagram) else { continue }
      let port = facts.target.port
      let likelihood: Likelihood = isCertain ? .certain : .possible
      if rule?.verdict == .divert {
        return [
          Finding(
            "diverted", likelihood,
            isCertain
              ? "a rule of the firewall sends datagrams to port \(port) elsewhere"
              : "a rule of the firewall may send datagrams to port \(port) elsewhere",
            [.chain(base, rule)],
            cure: Cure(
              [Commands.pass(port, in: base)], asRoot: true,
              "senders that wrote before are still sent there until they pause for 30 s (conntrack)"))
        ]
      }
      return [
        Finding(
          "firewall", likelihood,
          isCertain
            ? "the firewall drops datagrams to port \(port)"
            : "a rule of the firewall may drop datagrams to port \(port)",
          [.chain(base, rule)],
          cure: Cure([Commands.allow(port, in: base, isOfUFW: firewall.isOfUFW)], asRoot: true))
      ]
    }
    return []
  }
}
