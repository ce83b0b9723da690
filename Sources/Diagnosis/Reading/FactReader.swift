import CLinux
import Glibc
import Plumbing
package import UDPCore

/// Reads what there is to know about a place where datagrams are missed: files of `/proc`, netlink, the firewall. Takes
/// about a second, because counters are read twice.
package struct FactReader {
  /// The time between the two readings of the counters, in nanoseconds.
  private static let interval: Int64 = 700_000_000
  /// The longest time that the walk through all processes may take, in nanoseconds.
  private static let patience: Int64 = 3_000_000_000

  private let target: Target
  private let sender: IPAddress?

  /// Prepares to read about a place.
  /// - Parameter sender: the address of the host whose datagrams are missed; `nil` if it is unknown.
  package init(_ target: Target, sender: IPAddress?) {
    self.target = target
    self.sender = sender
  }

  /// Reads everything.
  package func read() -> SystemFacts {
    var facts = SystemFacts(target)
    facts.sender = sender
    facts.ownProcess = getpid()
    facts.isRoot = geteuid() == 0
    let start = SystemClock.monotonic
    facts.before = Self.counters
    facts.socketsBefore = Self.sockets
    facts.interfaces = Self.interfaces
    facts.groups =
      GroupEntry.all(inIGMP: SystemFile.text("/proc/net/igmp"))
      + GroupEntry.all(inIGMP6: SystemFile.text("/proc/net/igmp6"))
    facts.sourceFilters =
      SourceFilter.all(in: SystemFile.text("/proc/net/mcfilter"))
      + SourceFilter.all(in: SystemFile.text("/proc/net/mcfilter6"))
    facts.settings = settings(facts.interfaces)
    facts.routes = Self.dump(26, size: 12).compactMap { Route($0) }.filter { $0.type != 1 && $0.type != 5 }
    facts.neighbours = Self.dump(30, size: 12).compactMap { Neighbour($0) }
    let rules = Self.dump(34, size: 12).compactMap { RoutingRule($0) }
    // A kernel without policy routing has none, and asks as the rules of every other one do.
    if !rules.isEmpty { facts.rules = rules }
    for address in addresses(facts.interfaces) { facts.answers[address] = Self.answer(RouteQuestion(to: address)) }
    facts.admission = facts.arriving.map { Self.answer($0, at: facts.entrance) }
    facts.reply = facts.answering.map { Self.answer($0) }
    if let group = target.single, group.isMulticast {
      facts.allowsAnotherOnGroup = GroupPortProbe.allowsAnother(
        on: Endpoint(group, port: target.port), index: facts.arrival?.index ?? 0)
    }
    facts.firewall = FirewallListing.read()
    facts.hasLegacyTables = ["ip_tables_names", "ip6_tables_names"].contains {
      !SystemFile.text("/proc/net/\($0)").isEmpty
    }
    facts.hasUFW = SystemFile.text("/etc/ufw/ufw.conf").split(separator: "\n").contains("ENABLED=yes")
    let onPort = facts.socketsBefore.filter { $0.local.port == target.port }
    let search = ProcessSearch(
      inodes: Set(onPort.map(\.inode)), port: target.port, deadline: start + Self.patience)
    facts.holders = search.holders
    facts.foreign = search.foreign
    facts.hidesProcesses = search.isIncomplete
    facts.isConfined = Confinement.hidesProcesses
    let rest = start + Self.interval - SystemClock.monotonic
    if rest > 0 { _ = clinux_poll(nil, 0, rest) }
    facts.after = Self.counters
    facts.sockets = Self.withDetails(Self.sockets)
    facts.seconds = Double(SystemClock.monotonic - start) / 1e9
    return facts
  }

  /// The addresses whose routes matter.
  private func addresses(_ interfaces: [Interface]) -> [IPAddress] {
    var addresses = interfaces.flatMap { $0.addresses.map(\.address) }.prefix(256).map { $0 }
    if let single = target.single { addresses.append(single) }
    if let sender { addresses.append(sender) }
    return addresses
  }

  private static var counters: Counters {
    Counters(
      snmp: SystemFile.text("/proc/net/snmp"), netstat: SystemFile.text("/proc/net/netstat"),
      snmp6: SystemFile.text("/proc/net/snmp6"), xfrm: SystemFile.text("/proc/net/xfrm_stat"))
  }

  private static var sockets: [SocketEntry] {
    SocketEntry.all(in: SystemFile.text("/proc/net/udp"), isIPv6: false)
      + SocketEntry.all(in: SystemFile.text("/proc/net/udp6"), isIPv6: true)
  }

  // MARK: Netlink

  /// All objects of a kind; none if the kernel refuses.
  private static func dump(_ type: UInt16, size: Int) -> [NetlinkMessage] {
    (try? NetlinkQuery.ask(.route, type: type, body: [UInt8](repeating: 0, count: size), isDump: true)) ?? []
  }

  /// The interfaces with their addresses (`RTM_GETLINK`, `RTM_GETADDR`), and how many filters are at their ingress
  /// (`RTM_GETQDISC`, `RTM_GETTFILTER`).
  private static var interfaces: [Interface] {
    var interfaces = dump(18, size: 16).compactMap { Interface(link: $0) }
    for (index, address) in dump(22, size: 8).compactMap({ Interface.address($0) }) {
      guard let place = interfaces.firstIndex(where: { $0.index == index }) else { continue }
      interfaces[place].addresses.append(address)
    }
    for message in dump(38, size: 20) {
      guard let index = message.payload.word(at: 4), let parent = message.payload.word(at: 12),
        let kind = message.attributes(after: 20)[1]?.netlinkText, kind == "ingress" || kind == "clsact",
        let place = interfaces.firstIndex(where: { $0.index == index })
      else { continue }
      // TC_H_INGRESS and TC_H_CLSACT are one handle; the filters at ingress hang below ffff:0 or ffff:fff2.
      let handles: [UInt32] = parent == 0xffff_fff1 && kind == "clsact" ? [0xffff_fff2] : [0xffff_0000, 0xffff_fff2]
      interfaces[place].ingressFilters = handles.reduce(0) { $0 + filters(at: $1, of: index) }
    }
    return interfaces
  }

  private static func filters(at parent: UInt32, of index: UInt32) -> Int {
    let body =
      [UInt8](native: 0) + [UInt8](native: index) + [UInt8](native: 0) + [UInt8](native: parent) + [UInt8](native: 0)
    let answers = (try? NetlinkQuery.ask(.route, type: 46, body: body, isDump: true)) ?? []
    // A filter has a handle; what has none is the head of its kind.
    return answers.count { ($0.payload.word(at: 8) ?? 0) != 0 }
  }

  /// The answer of the routing tables (`RTM_GETROUTE`; `inet_rtm_getroute` in the kernel's net/ipv4/route.c, which asks
  /// what it asks for a datagram where an interface is named, `rp_filter` and rules included).
  private static func answer(_ question: RouteQuestion, at interface: Interface? = nil) -> RouteAnswer {
    let source = question.source?.networkOrder ?? []
    let destination = question.destination.networkOrder
    var body: [UInt8] = [
      question.destination.isIPv4 ? 2 : 10, UInt8(destination.count * 8), UInt8(source.count * 8), 0, 0, 0, 0, 0,
    ]
    body += [UInt8](native: 0) + attribute(1, destination)  // RTA_DST
    if !source.isEmpty { body += attribute(2, source) }  // RTA_SRC
    if let interface { body += attribute(3, [UInt8](native: interface.index)) }  // RTA_IIF
    let ports = [(28 as UInt16, question.sourcePort), (29, question.destinationPort)]  // RTA_SPORT, RTA_DPORT
    if ports.contains(where: { $0.1 != nil }) { body += attribute(27, [RouteQuestion.udp]) }  // RTA_IP_PROTO
    for case (let type, let port?) in ports { body += attribute(type, [UInt8(port >> 8), UInt8(port & 0xff)]) }
    do throws(NetlinkQuery.Refusal) {
      let answers = try NetlinkQuery.ask(.route, type: 26, body: body, isDump: false)
      return answers.first.flatMap { RouteAnswer($0) } ?? .refused(ENETUNREACH)
    } catch {
      return .refused(error.code)
    }
  }

  /// An attribute, filled up to a multiple of four bytes (`RTA_ALIGN`).
  private static func attribute(_ type: UInt16, _ bytes: [UInt8]) -> [UInt8] {
    [UInt8](native: UInt32(4 + bytes.count) | UInt32(type) << 16) + bytes
      + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  /// Adds what sock_diag(7) knows of each socket (`struct inet_diag_msg` in linux/inet_diag.h).
  private static func withDetails(_ sockets: [SocketEntry]) -> [SocketEntry] {
    var places: [UInt64: Int] = [:]
    for (place, socket) in sockets.enumerated() { places[socket.inode] = place }
    var sockets = sockets
    for family in [AF_INET, AF_INET6] {
      // Of all states; INET_DIAG_SKMEMINFO is asked for, INET_DIAG_SKV6ONLY comes by itself.
      var body: [UInt8] = [UInt8(family), UInt8(IPPROTO_UDP), 1 << 6, 0]
      body += [UInt8](native: .max) + [UInt8](repeating: 0, count: 48)
      guard let answers = try? NetlinkQuery.ask(.sockets, type: 20, body: body, isDump: true) else { continue }
      for message in answers {
        guard let inode = message.payload.word(at: 68), let place = places[UInt64(inode)],
          let device = message.payload.word(at: 40)
        else { continue }
        let attributes = message.attributes(after: 72)
        sockets[place].device = device
        if let flag = attributes[11]?.first { sockets[place].isIPv6Only = flag != 0 }
        sockets[place].receiveBuffer = attributes[7]?.word(at: 4).map(Int.init)
        sockets[place].optionMemory = attributes[7]?.word(at: 24).map(Int.init)
      }
    }
    return sockets
  }

  // MARK: Settings

  /// The settings that some cause asks for; those that are not there are left out.
  private func settings(_ interfaces: [Interface]) -> [String: String] {
    var names = [
      "net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding", "net/core/rmem_max", "net/core/rmem_default",
      "net/ipv4/udp_mem", "net/ipv4/ip_local_port_range", "net/ipv4/ip_local_reserved_ports",
      "net/ipv4/ipfrag_high_thresh", "net/ipv6/ip6frag_high_thresh", "net/ipv6/bindv6only",
    ]
    for name in ["all"] + interfaces.prefix(256).map(\.name) {
      names += ["rp_filter", "arp_ignore", "arp_filter", "force_igmp_version"].map { "net/ipv4/conf/\(name)/\($0)" }
      names += ["disable_ipv6"].map { "net/ipv6/conf/\(name)/\($0)" }
    }
    var settings: [String: String] = [:]
    for name in names {
      let (text, code) = SystemFile.read("/proc/sys/\(name)")
      guard code == 0 else { continue }
      settings[name] = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return settings
  }
}
