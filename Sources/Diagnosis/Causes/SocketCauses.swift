import Basics
import UDPCore

/// Causes in sockets: nobody is bound, or somebody else gets the datagrams.
enum SocketCauses {
  static let all: [Cause] = [
    Cause(.sockets, shared), Cause(.sockets, taken), Cause(.sockets, connected), Cause(.sockets, nobody),
    Cause(.sockets, onlyIPv4), Cause(.sockets, byChance),
  ]

  /// The name of a socket's holder, for a sentence.
  static func holder(_ socket: SocketEntry, _ facts: SystemFacts) -> Phrase {
    guard let process = facts.holders[socket.inode] else {
      return facts.hidesProcesses && !facts.isConfined ? "a process of another user" : "a process"
    }
    if process.id == facts.ownProcess { return "this udpeek (pid \(process.id))" }
    return "\(process.name) (pid \(process.id))"
  }

  /// The commands that end a socket's holder, so that udpeek can receive instead.
  static func replacing(_ sockets: [SocketEntry], _ facts: SystemFacts, listening: String) -> Cure {
    let processes = Set(sockets.compactMap { facts.holders[$0.inode]?.id }).subtracting([facts.ownProcess]).sorted()
    guard !processes.isEmpty else {
      return Cure(
        [], "end the program, or see which it is: \(Commands.asRoot(facts.target.word, sender: facts.sender))")
    }
    return Cure(
      processes.map { Commands.end($0) } + [Commands.pause, listening],
      "or start the program again as it should be; this line receives with udpeek instead")
  }

  /// Several sockets on one address and port (`SO_REUSEPORT` spreads datagrams over them, with `SO_REUSEADDR` the last
  /// one gets all; socket(7)). Groups give each socket its copy.
  private static func shared(_ facts: SystemFacts) -> [Finding] {
    guard !facts.target.isGroup else { return [] }
    for family in [false, true] {
      let rivals = facts.receivers.filter { $0.isIPv6 == family }
      guard rivals.count > 1, Set(rivals.map(\.local)).count == 1, let local = rivals.first?.local else { continue }
      let started = { (socket: SocketEntry) in facts.holders[socket.inode]?.started ?? 0 }
      // Who started last is thought to be in the way, but never this process.
      let order = rivals.sorted {
        (facts.isOwn($1) ? 1 : 0, started($0), $0.inode) < (facts.isOwn($0) ? 1 : 0, started($1), $1.inode)
      }
      guard let last = order.last else { continue }
      let first = facts.receivers.first { $0 != last && $0.isIPv6 == family } ?? last
      let processes = Set(rivals.compactMap { facts.holders[$0.inode]?.id })
      if processes.count == 1, rivals.allSatisfy({ facts.holders[$0.inode] != nil }) { continue }
      let cure = facts.holders[last.inode].map { Cure([Commands.end($0.id)]) }
      // Servers with several processes share their port on purpose.
      let holders = rivals.compactMap { facts.holders[$0.inode] }
      let isFamily =
        holders.count == rivals.count && Set(holders.map(\.name)).count == 1
        && (Set(holders.map(\.parent)).count == 1 || holders.contains { processes.contains($0.parent) })
      return [
        Finding(
          "shared", isFamily ? .possible : .certain,
          "\(rivals.count) sockets share \(local): \(holder(last, facts)) takes some or all datagrams from \(holder(first, facts))",
          rivals.map { .socket($0, facts) },
          cure: cure
            ?? Cure(
              [], "end the program, or see which it is: \(Commands.asRoot(facts.target.word, sender: facts.sender))"))
      ]
    }
    return []
  }

  /// A socket on one address, which the kernel prefers to one on all of them (`udp4_lib_lookup2`).
  private static func taken(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.isWildcard, !facts.receivers.isEmpty else { return [] }
    let own = Set(facts.receivers.compactMap { facts.holders[$0.inode]?.id })
    return facts.onPort.filter { socket in
      socket.isUnconnected && !socket.isWildcard && !socket.local.address.isMulticast
        && facts.families.contains(socket.local.address.family)
        && !(facts.holders[socket.inode].map { own.contains($0.id) } ?? false)
    }.prefix(4).map { socket in
      Finding(
        // Only programs of this host write to loopback.
        "taken", socket.local.address.isLoopback ? .possible : .certain,
        "\(holder(socket, facts)) holds \(socket.local), which is more specific than \(facts.target.text): it takes what is sent there",
        [.socket(socket, facts)],
        cure: facts.holders[socket.inode].map { Cure([Commands.end($0.id)]) }
          ?? Cure(
            [], "end the program, or see which it is: \(Commands.asRoot(facts.target.word, sender: facts.sender))"))
    }
  }

  /// A socket that is connected to the sender takes its datagrams (connect(2)).
  private static func connected(_ facts: SystemFacts) -> [Finding] {
    guard !facts.receivers.isEmpty else { return [] }
    let own = Set(facts.receivers.compactMap { facts.holders[$0.inode]?.id })
    let rivals = facts.onPort.filter { socket in
      guard let remote = socket.remote, facts.families.contains(remote.address.family) else { return false }
      let isHere = facts.target.single.map { $0 == socket.local.address } ?? true
      return isHere && !(facts.holders[socket.inode].map { own.contains($0.id) } ?? false)
    }
    return rivals.prefix(4).map { socket in
      let remote = socket.remote ?? socket.local
      return Finding(
        "connected", facts.sender == remote.address ? .certain : .possible,
        "\(holder(socket, facts)) is connected with \(remote) from this port: it takes what comes from there",
        [.socket(socket, facts)],
        cure: facts.holders[socket.inode].map { Cure([Commands.end($0.id)]) }
          ?? Cure(
            [], "end the program, or see which it is: \(Commands.asRoot(facts.target.word, sender: facts.sender))"))
    }
  }

  /// No socket that datagrams to the target are for, and the nearest one that is there.
  private static func nobody(_ facts: SystemFacts) -> [Finding] {
    guard facts.receivers.isEmpty, RouteCauses.wayThrough(facts) == nil,
      RouteCauses.supposedBroadcast(facts) == nil
    else { return [] }
    let others = facts.onPort.sorted { $0.inode < $1.inode }
    let free = others.filter(\.isUnconnected)
    if let found = otherInterface(free, facts) ?? otherFamily(free, facts) ?? otherAddress(free, facts) {
      return [found]
    }
    if let socket = others.first(where: { !$0.isUnconnected }), let remote = socket.remote {
      return [
        Finding(
          "connected-only",
          "\(holder(socket, facts)) is connected with \(remote): it takes datagrams of nobody else",
          [.socket(socket, facts)],
          cure: replacing([socket], facts, listening: Commands.listen(facts.target.word)))
      ]
    }
    if let foreign = facts.foreign.first { return [inNamespace(foreign, facts)] }
    return [
      Finding(
        "nobody", "nobody is bound to port \(facts.target.port): datagrams are answered with an ICMP error",
        [.noSocket(facts.target.port)], cure: Cure([Commands.listen(facts.target.word)]))
    ]
  }

  /// A socket that takes datagrams of one interface alone (`SO_BINDTODEVICE`).
  private static func otherInterface(_ sockets: [SocketEntry], _ facts: SystemFacts) -> Finding? {
    guard let socket = sockets.first(where: { $0.device != 0 && $0.device != facts.arrival?.index }) else { return nil }
    let name = facts.interface(at: socket.device)?.name ?? String(socket.device)
    return Finding(
      "other-interface", "\(holder(socket, facts)) is bound to interface \(name): it takes what comes in there alone",
      [.socket(socket, facts), .device(socket, name)],
      cure: replacing([socket], facts, listening: Commands.listen(facts.target.word)))
  }

  /// A socket of the other family.
  private static func otherFamily(_ sockets: [SocketEntry], _ facts: SystemFacts) -> Finding? {
    guard facts.families.count == 1, let family = facts.families.first,
      let socket = sockets.first(where: { $0.isWildcard && !$0.covers(family) })
    else { return nil }
    let any: IPAddress = family == .ipv4 ? .anyIPv4 : .anyIPv6
    let cure = Cure([Commands.listen(facts.target.word(of: facts.target.single ?? any))])
    if family == .ipv4 {
      return Finding(
        "ipv6-only", "\(holder(socket, facts)) is bound to IPv6 alone, and IPv4 does not reach it",
        [.socket(socket, facts)] + (socket.isIPv6Only == true ? [.onlyIPv6(socket)] : []), cure: cure)
    }
    return Finding(
      "ipv4-only", "\(holder(socket, facts)) is bound to IPv4 alone, and IPv6 does not reach it",
      [.socket(socket, facts)], cure: cure)
  }

  /// A socket on loopback or on another address.
  private static func otherAddress(_ sockets: [SocketEntry], _ facts: SystemFacts) -> Finding? {
    let bound = sockets.filter { !$0.isWildcard }
    guard let socket = bound.first(where: { facts.families.contains($0.local.address.family) }) ?? bound.first
    else { return nil }
    // An address that it has already is no other one.
    let other = address(of: facts, family: socket.local.address.family)
    let wanted = facts.target.single ?? (other == socket.local.address ? nil : other)
    // All addresses cannot be bound while one of them is.
    let cure =
      wanted.map { address in
        address.isMulticast
          ? GroupCauses.listening(to: address, on: facts.entrance?.name, facts)
          : Cure([Commands.listen(facts.target.word(of: address))])
      }
      ?? replacing(bound, facts, listening: Commands.listen(facts.target.word))
    if socket.local.address.isLoopback {
      // From there it is heard.
      if let sender = facts.sender, sender.isLoopback, sender.family == socket.local.address.family { return nil }
      return Finding(
        "loopback-only",
        "\(holder(socket, facts)) is bound to loopback (\(socket.local)): other hosts do not reach it",
        [.socket(socket, facts)], cure: cure)
    }
    if let wanted, RouteCauses.isBroadcast(wanted, facts) {
      return Finding(
        "no-broadcasts",
        "\(holder(socket, facts)) is bound to \(socket.local): a socket on one address gets no broadcasts",
        [.socket(socket, facts), .route(wanted, facts)], cure: cure)
    }
    return Finding(
      "other-address", "\(holder(socket, facts)) is bound to \(socket.local), not to \(facts.target.text)",
      [.socket(socket, facts)], cure: cure)
  }

  /// An address of this host by which others reach it.
  private static func address(of facts: SystemFacts, family: AddressFamily) -> IPAddress? {
    let all = facts.interfaces.filter { $0.isUp && !$0.isLoopback }.flatMap { $0.addresses.map(\.address) }
    return all.first { $0.family == family && !$0.needsScope } ?? all.first { !$0.needsScope }
  }

  /// A socket in another network namespace, such as a container's (network_namespaces(7)).
  private static func inNamespace(_ foreign: ForeignSocket, _ facts: SystemFacts) -> Finding {
    // A relay to an address of this host would be one to itself.
    let address = foreign.address.flatMap { text in
      IPAddress(text).map { facts.interface(having: $0) != nil } == true ? nil : text
    }
    let commands = address.map { [Commands.relay(facts.target.port, to: $0)] } ?? []
    return Finding(
      "other-namespace",
      "port \(facts.target.port) is bound in another network namespace, a container perhaps: \(foreign.process.name) (pid \(foreign.process.id))",
      [.noSocket(facts.target.port), .foreign(foreign)],
      cure: Cure(commands, "or publish the container's port"))
  }

  /// A wildcard of IPv4 alone, where this host has addresses of IPv6 too.
  private static func onlyIPv4(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.address == nil, !facts.receivers.isEmpty, facts.sender?.isIPv4 != true,
      !facts.receivers.contains(where: { $0.covers(.ipv6) }), address(of: facts, family: .ipv6)?.isIPv4 == false
    else { return onlyIPv6(facts) }
    let any = facts.target.word(of: .anyIPv6)
    return facts.receivers.prefix(1).map { socket in
      Finding(
        "ipv4-only", .possible, "\(holder(socket, facts)) is bound to IPv4 alone, and IPv6 does not reach it",
        [.socket(socket, facts)], cure: Cure([Commands.listen(any)]))
    }
  }

  /// A wildcard of IPv6 alone: senders with IPv4 addresses do not reach it.
  private static func onlyIPv6(_ facts: SystemFacts) -> [Finding] {
    guard facts.target.address == nil, facts.sender?.isIPv4 != false, let socket = facts.receivers.first,
      !facts.receivers.contains(where: { $0.covers(.ipv4) })
    else { return [] }
    return [
      Finding(
        "ipv6-only", "\(holder(socket, facts)) is bound to IPv6 alone, and IPv4 does not reach it",
        [.socket(socket, facts), .onlyIPv6(socket)],
        cure: Cure([Commands.listen(facts.target.word(of: .anyIPv4))]))
    ]
  }

  /// A port that the system gives to programs that ask for any (`ip_local_port_range`), taken by a connected one.
  private static func byChance(_ facts: SystemFacts) -> [Finding] {
    let ends = (facts.settings["net/ipv4/ip_local_port_range"] ?? "").split(separator: " ").compactMap { Int($0) }
    let reserved = facts.settings["net/ipv4/ip_local_reserved_ports"] ?? ""
    guard ends.count == 2, ends[0] <= ends[1], (ends[0]...ends[1]).contains(Int(facts.target.port)),
      facts.receivers.isEmpty || facts.onPort.contains(where: { !$0.isUnconnected }),
      !reserved.split(separator: ",").contains("\(facts.target.port)")
    else { return [] }
    return [
      Finding(
        "port-by-chance", .possible,
        "port \(facts.target.port) is one that the system gives to programs that ask for any",
        [
          .setting("net/ipv4/ip_local_port_range", facts), .setting("net/ipv4/ip_local_reserved_ports", facts),
        ], cure: Cure([Commands.reserve(facts.target.port, beside: reserved)], asRoot: true))
    ]
  }
}
