import Glibc
import Plumbing

/// The owner of a UDP port: `/proc/net/udp` and `udp6` list the socket's inode, `/proc/*/fd` the process that has it
/// open (proc(5)). The descriptors of other users' processes are unreadable.
package enum PortOwner: Hashable, Sendable {
  case process(name: String, id: Int32)
  case otherUser
  case unknown

  /// Finds the owner of the socket that blocks `endpoint`.
  package static func find(of endpoint: Endpoint) -> PortOwner {
    owners(of: [endpoint.port])[endpoint.port] ?? .unknown
  }

  /// Finds the owners of sockets on some ports, of which each has one.
  package static func owners(of ports: Set<UInt16>) -> [UInt16: PortOwner] {
    if ports.isEmpty { return [:] }
    let tables = ["/proc/net/udp", "/proc/net/udp6"].map(SystemFile.text)
    var links: [String: UInt16] = [:]
    for port in ports {
      for inode in tables.flatMap({ inodes(in: $0, port: port) }) { links["socket:[\(inode)]"] = port }
    }
    if links.isEmpty { return [:] }
    var found: [UInt16: PortOwner] = [:]
    var couldNotLook = false
    // A confined process sees no other one.
    let isAlone = Confinement.hidesProcesses
    for process in isAlone ? [getpid()] : (SystemFile.names(in: "/proc") ?? []).compactMap({ Int32($0) }) {
      let folder = "/proc/\(process)/fd"
      guard let descriptors = SystemFile.names(in: folder) else {
        couldNotLook = true
        continue
      }
      for port in Set(descriptors.compactMap({ links[SystemFile.target("\(folder)/\($0)")] })) where found[port] == nil
      {
        let name = SystemFile.text("/proc/\(process)/comm").filter { $0 != "\n" }
        found[port] = .process(name: name.isEmpty ? "a process" : name, id: process)
      }
      if found.count == Set(links.values).count { break }
    }
    for port in Set(links.values) where found[port] == nil && couldNotLook { found[port] = .otherUser }
    return found
  }

  /// Returns the inodes of the sockets on `port` from a table's text: field 1 is `address:port` in hex, field 9 the
  /// inode.
  static func inodes(in table: String, port: UInt16) -> [Substring] {
    table.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 9, let digits = fields[1].split(separator: ":").last else { return nil }
      return UInt16(digits, radix: 16) == port ? fields[9] : nil
    }
  }
}
