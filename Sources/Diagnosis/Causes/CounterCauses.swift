import Basics
import UDPCore

/// Causes that only counters of the whole host show, while they grow (RFC 4113; `udp_mib` in the kernel's
/// include/uapi/linux/snmp.h).
enum CounterCauses {
  static let all: [Cause] = [
    Cause(.counters, fragments), Cause(.counters, memory), Cause(.counters, checksums), Cause(.counters, closedPorts),
    Cause(.counters, otherQueues),
  ]

  /// Fragments that were not joined: some are lost, or there is no memory for them (`ipfrag_high_thresh`).
  private static func fragments(_ facts: SystemFacts) -> [Finding] {
    let growing = ["Ip.ReasmFails", "Ip6ReasmFails"].filter { facts.growth($0) > 0 }
    guard let name = growing.first else { return [] }
    let setting = name == "Ip.ReasmFails" ? "net/ipv4/ipfrag_high_thresh" : "net/ipv6/ip6frag_high_thresh"
    let isSmall = (facts.number(setting) ?? .max) < 4_194_304
    return [
      Finding(
        "fragments", .rising, "fragments of large datagrams come in and are not joined",
        [.counter(name, facts), .setting(setting, facts)],
        cure: Cure(
          isSmall ? [Commands.set(setting, to: "4194304")] : [], asRoot: true,
          "or have the sender keep its datagrams below the MTU of the path"))
    ]
  }

  /// No memory for datagrams of the whole host (`udp_mem`, udp(7)).
  private static func memory(_ facts: SystemFacts) -> [Finding] {
    guard facts.growth("Udp.MemErrors") > 0 else { return [] }
    let pages = (facts.settings["net/ipv4/udp_mem"] ?? "").split(separator: " ").compactMap { Int($0) }
    let doubled = pages.count == 3 ? pages.map { String(2 * $0) }.joined(separator: " ") : ""
    return [
      Finding(
        "queue-full", .rising, "the memory for all UDP queues of this host is used up",
        [.counter("Udp.MemErrors", facts), .setting("net/ipv4/udp_mem", facts)],
        cure: Cure(doubled.isEmpty ? [] : [Commands.set("net/ipv4/udp_mem", to: doubled)], asRoot: true))
    ]
  }

  /// Datagrams whose checksum is wrong.
  private static func checksums(_ facts: SystemFacts) -> [Finding] {
    let growing = ["Udp.InCsumErrors", "Udp6InCsumErrors"].filter { facts.growth($0) > 0 }
    guard let name = growing.first else { return [] }
    let interface = facts.arrival ?? facts.interfaces.first { $0.isUp && !$0.isLoopback }
    return [
      Finding(
        "checksum", .rising, "datagrams come in with a wrong checksum and are dropped", [.counter(name, facts)],
        cure: Cure(
          interface.map { [Commands.offloads($0.name)] } ?? [], asRoot: true,
          "the sender or a device on the way damages them: try the same there"))
    ]
  }

  /// Datagrams to ports that nobody has bound, while somebody waits at this one.
  private static func closedPorts(_ facts: SystemFacts) -> [Finding] {
    let growing = ["Udp.NoPorts", "Udp6NoPorts"].filter { facts.growth($0) > 0 }
    guard !growing.isEmpty, !facts.receivers.isEmpty else { return [] }
    return [
      Finding(
        "closed-port", .rising,
        "datagrams come in for ports that nobody has bound: does the sender write to another port?",
        growing.map { .counter($0, facts) },
        cure: Cure([Commands.showClosedPorts], asRoot: true, "it shows the ports, as they are answered"))
    ]
  }

  /// Full queues of other sockets, which this one is none of.
  private static func otherQueues(_ facts: SystemFacts) -> [Finding] {
    let growing = ["Udp.RcvbufErrors", "Udp6RcvbufErrors"].filter { facts.growth($0) > 0 }
    let inodes = Set(facts.receivers.map(\.inode))
    let isOurs = facts.sockets.contains { socket in
      inodes.contains(socket.inode)
        && socket.drops > (facts.socketsBefore.first { $0.inode == socket.inode }?.drops ?? socket.drops)
    }
    guard !growing.isEmpty, !isOurs else { return [] }
    let busy = facts.sockets.filter { socket in
      socket.drops > (facts.socketsBefore.first { $0.inode == socket.inode }?.drops ?? socket.drops)
    }
    return [
      Finding(
        "other-queue", .possible, "queues of other sockets are full, not that of this port",
        growing.map { .counter($0, facts) } + busy.prefix(4).map { .socket($0, facts) },
        cure: Cure([Commands.showQueues], "it shows whose they are, and how full"))
    ]
  }
}
