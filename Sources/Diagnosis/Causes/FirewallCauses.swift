import Basics
import UDPCore

/// Causes in the firewall, where its rules can be read.
enum FirewallCauses {
  static let all: [Cause] = [Cause(.firewall, rule)]

  /// The first rule or policy that drops a datagram to the target.
  private static func rule(_ facts: SystemFacts) -> [Finding] {
    guard case .read(let firewall) = facts.firewall else { return [] }
    for family in facts.target.families {
      let datagram = FirewallDatagram(
        family: family, destination: facts.target.single, source: facts.sender, port: facts.target.port,
        interface: facts.arrival?.name)
      guard case .dropped(let base, let rule, let isCertain) = firewall.fate(of: datagram) else { continue }
      let cure = Cure([Commands.allow(facts.target.port, in: base, isOfUFW: firewall.isOfUFW)], asRoot: true)
      return [
        isCertain
          ? Finding(
            "firewall", "the firewall drops datagrams to port \(facts.target.port)", [.chain(base, rule)], cure: cure)
          : Finding(
            "firewall", .possible, "a rule of the firewall may drop datagrams to port \(facts.target.port)",
            [.chain(base, rule)], cure: cure)
      ]
    }
    return []
  }
}
