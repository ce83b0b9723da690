import Plumbing

/// The owner of a UDP port: `/proc/net/udp` and `udp6` list the socket's inode, `/proc/*/fd` the process that has it
/// open (proc(5)). The descriptors of other users' processes are unreadable.
package enum PortOwner: Hashable, Sendable {
  case process(name: String, id: Int32)
  case otherUser
  case unknown

  /// Finds the owner of the socket that blocks `endpoint`.
  package static func find(of endpoint: Endpoint) -> PortOwner {
    let tables = ["/proc/net/udp", "/proc/net/udp6"]
    let inodes = Set(tables.flatMap { Self.inodes(in: SystemFile.text($0), port: endpoint.port) })
    if inodes.isEmpty { return .unknown }
    let links = Set(inodes.map { "socket:[\($0)]" })
    var couldNotLook = false
    for process in (SystemFile.names(in: "/proc") ?? []).compactMap({ Int32($0) }) {
      let folder = "/proc/\(process)/fd"
      guard let descriptors = SystemFile.names(in: folder) else {
        couldNotLook = true
        continue
      }
      if descriptors.contains(where: { links.contains(SystemFile.target("\(folder)/\($0)")) }) {
        let name = SystemFile.text("/proc/\(process)/comm").filter { $0 != "\n" }
        return .process(name: name.isEmpty ? "a process" : name, id: process)
      }
    }
    return couldNotLook ? .otherUser : .unknown
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
