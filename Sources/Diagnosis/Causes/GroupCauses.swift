import Basics
import UDPCore

/// Causes in multicast: groups that are not joined where their datagrams come in.
enum GroupCauses {
  static let all: [Cause] = [Cause(.groups, membership), Cause(.groups, source), Cause(.groups, version)]

  /// A group that is joined on no interface, or on another one than the target's (igmp_mc_seq_show).
  private static func membership(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.isGroup, let group = facts.target.single, !facts.receivers.isEmpty else { return [] }
    let joined = facts.groups.filter { $0.group == group }.map(\.interface)
    let wanted = facts.arrival?.name
    if let wanted, joined.contains(where: { matches($0, wanted) }) { return [] }
    if wanted == nil, !joined.isEmpty { return [] }
    let cure = listening(to: group, on: wanted, facts)
    guard let wanted, !joined.isEmpty else {
      return [
        Finding(
          "group-not-joined", "nobody on this host has joined the group \(group)", [.groups(group, on: [])],
          cure: cure)
      ]
    }
    return [
      Finding(
        "group-elsewhere", "the group \(group) is joined on \(joined.joined(separator: ", ")), not on \(wanted)",
        [.groups(group, on: joined)], cure: cure)
    ]
  }

  /// Has udpeek join the group; where the programs on its port share it with nobody, in their place.
  private static func listening(to group: IPAddress, on interface: String?, _ facts: SystemFacts) -> Cure {
    let exit = interface.map { "@\($0)" } ?? ""
    let line = Commands.listen(Target.word("\(Endpoint(group, port: facts.target.port))\(exit)"))
    guard !facts.allowsAnotherOnGroup else { return Cure([line]) }
    return SocketCauses.replacing(facts.onPort, facts, listening: line)
  }

  /// Whether a name in a file is that of an interface; the files cut names to six letters in places.
  private static func matches(_ listed: String, _ name: String) -> Bool {
    listed == name || (listed.utf8.count == 6 && name.hasPrefix(listed))
  }

  /// A group that is joined for other sources than the sender (RFC 3376, 3.2).
  private static func source(_ facts: SystemFacts) -> [Finding] {
    guard let group = facts.target.single, facts.target.isGroup, let sender = facts.target.source ?? facts.sender else {
      return []
    }
    let filters = facts.sourceFilters.filter { filter in
      filter.group == group && (facts.arrival.map { matches(filter.interface, $0.name) } ?? true)
    }
    let including = filters.filter { $0.including > 0 }
    let isLeftOut =
      filters.contains { $0.source == sender && $0.excluding > 0 && $0.including == 0 }
      || (!including.isEmpty && !including.contains { $0.source == sender })
    guard isLeftOut else { return [] }
    return [
      Finding(
        "group-source", "the group \(group) is joined for other sources than \(sender)", filters.map { .source($0) },
        cure: listening(to: group, on: facts.arrival?.name, facts))
    ]
  }

  /// A source of its own, which takes IGMPv3, on an interface that speaks an older version (RFC 3376, 7).
  private static func version(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.source != nil, let arrival = facts.arrival,
      let entry = facts.groups.first(where: { matches($0.interface, arrival.name) && ($0.version ?? 3) < 3 })
    else { return [] }
    let setting = "net/ipv4/conf/\(arrival.name)/force_igmp_version"
    return [
      Finding(
        "igmp-version", .possible,
        "\(arrival.name) speaks IGMPv\(entry.version ?? 2), which cannot ask routers for a single source",
        [.version(entry), .setting(setting, facts)],
        cure: Cure([Commands.set(setting, to: "0")], asRoot: true, "or have the router ask in IGMPv3"))
    ]
  }
}
