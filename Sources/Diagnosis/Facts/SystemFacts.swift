package import UDPCore

/// All that was read about this host and a place where datagrams are missed. A value without any I/O: `Diagnosis`
/// judges it, and tests write it down.
package struct SystemFacts: Sendable {
  /// The reading of the firewall's rules.
  package enum FirewallReading: Hashable, Sendable {
    case read(Firewall)
    /// Only root may read them.
    case denied
    /// The program `nft` is not installed.
    case noProgram
    /// This process has confined itself, and runs no programs.
    case confined
  }

  package var target: Target
  /// The address of the host whose datagrams are missed; `nil` if it is unknown.
  package var sender: IPAddress?
  /// This process.
  package var ownProcess: Int32 = 0
  /// Whether this process runs as root, so that cures need no `sudo`.
  package var isRoot = false
  /// The sockets of this network namespace, at the beginning and at the end of the examination.
  package var socketsBefore: [SocketEntry] = []
  package var sockets: [SocketEntry] = []
  /// The processes that hold sockets on the port, by the sockets' inodes.
  package var holders: [UInt64: ProcessEntry] = [:]
  /// Whether the descriptors of some processes could not be read.
  package var hidesProcesses = false
  /// Whether this process has confined itself, so that it sees no other programs.
  package var isConfined = false
  /// Sockets on the port in other network namespaces.
  package var foreign: [ForeignSocket] = []
  /// The counters at the beginning and at the end, and the time between in seconds.
  package var before = Counters()
  package var after = Counters()
  package var seconds = 0.0
  package var interfaces: [Interface] = []
  package var groups: [GroupEntry] = []
  package var sourceFilters: [SourceFilter] = []
  /// Whether udpeek can be bound to the target's group beside the sockets that are on its port.
  package var allowsAnotherOnGroup = true
  /// Settings by name, `net/ipv4/ip_forward`, as `/proc/sys` has them.
  package var settings: [String: String] = [:]
  /// The routes that refuse, and those of the local table.
  package var routes: [Route] = []
  /// The answers of the routing tables for the addresses that matter.
  package var answers: [IPAddress: RouteAnswer] = [:]
  /// The rules by which tables are asked, the first one first.
  package var rules = RoutingRule.standard
  /// The kernel's answer for a datagram of the sender that comes in, and for an answer that leaves with the address and
  /// the port that it wrote to; `nil` where the way is not known.
  package var admission: RouteAnswer?
  package var reply: RouteAnswer?
  package var neighbours: [Neighbour] = []
  package var firewall: FirewallReading = .noProgram
  /// Whether there are tables of the older iptables, which `nft` does not list.
  package var hasLegacyTables = false
  /// Whether ufw is switched on, as its configuration says.
  package var hasUFW = false

  package init(_ target: Target) { self.target = target }

  /// The families of the datagrams that are missed: the sender's, where one is named.
  package var families: [AddressFamily] {
    target.address == nil ? sender.map { [$0.family] } ?? target.families : target.families
  }

  /// The number of a setting; `nil` if it is not there.
  package func number(_ name: String) -> Int? { settings[name].flatMap { Int($0) } }

  /// The number of a setting for an interface, of which the kernel takes the larger one of `all` and the interface's
  /// (`IN_DEV_MAXCONF` in linux/inetdevice.h).
  package func maximum(_ name: String, of interface: String, in family: String = "ipv4") -> Int {
    max(number("net/\(family)/conf/all/\(name)") ?? 0, number("net/\(family)/conf/\(interface)/\(name)") ?? 0)
  }

  /// The name of the setting for an interface or for all that decides, because it is the larger one.
  func strictest(_ name: String, of interface: String) -> String {
    let (all, own) = ("net/ipv4/conf/all/\(name)", "net/ipv4/conf/\(interface)/\(name)")
    return number(all) ?? 0 > number(own) ?? 0 ? all : own
  }

  /// The growth of a counter during the examination.
  package func growth(_ name: String) -> Int { after[name] - before[name] }

  package func interface(at index: UInt32) -> Interface? { interfaces.first { $0.index == index } }

  package func interface(named name: String) -> Interface? { interfaces.first { $0.name == name } }

  /// The interface that has an address.
  package func interface(having address: IPAddress) -> Interface? {
    interfaces.first { $0.addresses.contains { $0.address == address } }
  }

  /// The interface by which datagrams to the target come in: the one that was named, has the address or leads to the
  /// sender's network; `nil` if none of that is known.
  package var arrival: Interface? {
    if let name = target.interface { return interface(named: name) }
    if let address = target.single, let owner = interface(having: address) { return owner }
    if let address = target.single, case .broadcast(let device)? = answers[address] { return interface(at: device) }
    guard let sender else { return target.isGroup ? groupInterface : nil }
    return interfaces.first { $0.addresses.contains { $0.network?.contains(sender) ?? false } }
      ?? (target.isGroup ? groupInterface : nil)
  }

  /// The interface by which the sender's datagrams come in: the known one, or the only one that there is.
  package var entrance: Interface? {
    if let arrival { return arrival }
    let candidates = interfaces.filter { $0.isUp && !$0.isLoopback && !$0.addresses.isEmpty }
    return candidates.count == 1 ? candidates[0] : nil
  }

  /// What the kernel is asked about a datagram of the sender that comes in to the target; `nil` where the sender or the
  /// way is not known, or the target is another host's.
  package var arriving: RouteQuestion? {
    guard let sender, let entrance, let own = ownAddress(on: entrance, family: sender.family) else { return nil }
    var question = RouteQuestion(to: own, from: sender)
    question.input = entrance.name
    question.destinationPort = target.port
    return question
  }

  /// What the kernel is asked about an answer to the sender; `nil` where the sender is not known.
  package var answering: RouteQuestion? {
    guard let sender else { return nil }
    let own = entrance.flatMap { ownAddress(on: $0, family: sender.family) }
    var question = RouteQuestion(to: sender, from: own)
    question.sourcePort = target.port
    return question
  }

  /// The address of this host that datagrams to the target are for.
  private func ownAddress(on interface: Interface, family: AddressFamily) -> IPAddress? {
    if let address = target.single, self.interface(having: address) != nil { return address.isLoopback ? nil : address }
    // Of a group and a broadcast, answers leave with the interface's own address.
    let isOpen =
      target.single == nil || target.isGroup || target.single.map { RouteCauses.isBroadcast($0, self) } == true
    guard isOpen else { return nil }
    return interface.addresses.first { $0.address.family == family && !$0.isDuplicate }?.address
  }

  /// The interface that routing chooses for the group.
  private var groupInterface: Interface? {
    guard let group = target.single else { return nil }
    switch answers[group] {
    case .multicast(let device), .unicast(let device, _): return interface(at: device)
    default: return nil
    }
  }

  /// The sockets on the target's port.
  package var onPort: [SocketEntry] { sockets.filter { $0.local.port == target.port } }

  /// The sockets of this process on the target's port.
  package func isOwn(_ socket: SocketEntry) -> Bool { holders[socket.inode]?.id == ownProcess }

  /// The sockets whose datagrams are missed: those bound to the target itself, or where there are none, to a wildcard
  /// that covers it, without a peer and on no other interface.
  package var receivers: [SocketEntry] {
    let free = onPort.filter { $0.isUnconnected && accepts($0) }
    if let address = target.single {
      let exact = free.filter { $0.local.address == address }
      return exact.isEmpty ? free.filter { $0.isWildcard && $0.covers(address.family) } : exact
    }
    return free.filter { socket in socket.isWildcard && target.families.contains { socket.covers($0) } }
  }

  /// Whether a socket is bound to no interface, or to one by which the datagrams come.
  private func accepts(_ socket: SocketEntry) -> Bool {
    guard socket.device != 0 else { return true }
    guard let arrival else { return false }
    return socket.device == arrival.index
  }
}
