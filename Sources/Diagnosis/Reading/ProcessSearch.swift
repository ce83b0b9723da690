import Glibc
import Plumbing
import UDPCore

/// A walk through `/proc`: who holds some sockets, and who has a port in another network namespace (proc(5),
/// namespaces(7)).
struct ProcessSearch {
  /// The holders by the sockets' inodes.
  private(set) var holders: [UInt64: ProcessEntry] = [:]
  /// Sockets on the port in other namespaces.
  private(set) var foreign: [ForeignSocket] = []
  /// Whether some processes could not be looked into, or there was no time for all.
  private(set) var isIncomplete = false

  /// Looks for the holders of `inodes` and for others on `port`, until a deadline of the monotonic clock.
  init(inodes: Set<UInt64>, port: UInt16, deadline: Int64) {
    let own = SystemFile.target("/proc/self/ns/net")
    var seen: Set<String> = [own]
    // A confined process sees no other one.
    isIncomplete = Confinement.hidesProcesses
    let processes = isIncomplete ? [getpid()] : (SystemFile.names(in: "/proc") ?? []).compactMap { Int32($0) }.sorted()
    for process in processes {
      guard SystemClock.monotonic < deadline else {
        isIncomplete = true
        return
      }
      let space = SystemFile.target("/proc/\(process)/ns/net")
      if !space.isEmpty, space != own {
        if seen.insert(space).inserted { readNamespace(of: process, port: port) }
        continue
      }
      guard let descriptors = SystemFile.names(in: "/proc/\(process)/fd") else {
        isIncomplete = true
        continue
      }
      for descriptor in descriptors {
        let link = SystemFile.target("/proc/\(process)/fd/\(descriptor)")
        guard link.hasPrefix("socket:["), let inode = UInt64(link.dropFirst(8).dropLast()), inodes.contains(inode),
          holders[inode] == nil
        else { continue }
        holders[inode] = ProcessEntry(stat: SystemFile.text("/proc/\(process)/stat"))
      }
    }
  }

  private mutating func readNamespace(of process: Int32, port: UInt16) {
    let folder = "/proc/\(process)/net"
    let sockets =
      SocketEntry.all(in: SystemFile.text("\(folder)/udp"), isIPv6: false)
      + SocketEntry.all(in: SystemFile.text("\(folder)/udp6"), isIPv6: true)
    guard let socket = sockets.first(where: { $0.local.port == port && $0.isUnconnected }) else { return }
    // The process that is seen first is named, unless another one of the namespace holds the socket.
    let link = "socket:[\(socket.inode)]"
    let space = SystemFile.target("/proc/\(process)/ns/net")
    let holder = (SystemFile.names(in: "/proc") ?? []).compactMap { Int32($0) }.sorted().first { other in
      guard other >= process, SystemFile.target("/proc/\(other)/ns/net") == space else { return false }
      return (SystemFile.names(in: "/proc/\(other)/fd") ?? [])
        .contains { SystemFile.target("/proc/\(other)/fd/\($0)") == link }
    }
    guard let entry = ProcessEntry(stat: SystemFile.text("/proc/\(holder ?? process)/stat")) else { return }
    foreign.append(
      ForeignSocket(
        process: entry, socket: socket, address: FIBTrie.address(in: SystemFile.text("\(folder)/fib_trie"))))
  }
}

/// The text of `/proc/net/fib_trie`: the routes as the kernel keeps them, with this host's addresses among them.
enum FIBTrie {
  /// Returns the first address of the namespace that is none of loopback: a leaf that `/32 host LOCAL` follows.
  static func address(in text: String) -> String? {
    var leaf: Substring?
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "|--" { leaf = words[1] }
      if words.starts(with: ["/32", "host", "LOCAL"]), let leaf, !leaf.hasPrefix("127.") { return String(leaf) }
    }
    return nil
  }
}
