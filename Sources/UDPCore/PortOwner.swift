import CLinux
import Glibc

/// The owner of a UDP port: `/proc/net/udp` and `udp6` list the socket's inode, `/proc/*/fd` the process that has it
/// open (proc(5)). The descriptors of other users' processes are unreadable.
package enum PortOwner: Hashable, Sendable {
  case process(name: String, id: Int32)
  case otherUser
  case unknown

  /// Finds the owner of the socket that blocks `endpoint`.
  package static func find(of endpoint: Endpoint) -> PortOwner {
    let tables = ["/proc/net/udp", "/proc/net/udp6"]
    let inodes = Set(tables.flatMap { Self.inodes(in: textFile($0), port: endpoint.port) })
    if inodes.isEmpty { return .unknown }
    let links = Set(inodes.map { "socket:[\($0)]" })
    var couldNotLook = false
    for process in names(in: "/proc").compactMap({ Int32($0) }) {
      let folder = "/proc/\(process)/fd"
      guard let descriptors = readableNames(in: folder) else {
        couldNotLook = true
        continue
      }
      if descriptors.contains(where: { links.contains(linkTarget("\(folder)/\($0)")) }) {
        let name = textFile("/proc/\(process)/comm").filter { $0 != "\n" }
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

  private static func names(in folder: String) -> [String] { readableNames(in: folder) ?? [] }

  private static func readableNames(in folder: String) -> [String]? {
    guard let handle = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let letters = unsafe entry.pointee.d_name
      let name = unsafe withUnsafeBytes(of: letters) { bytes in unsafe bytes.prefix { $0 != 0 }.map { $0 } }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  private static func linkTarget(_ path: String) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = unsafe readlink(path, start, buffer.count)
      let bytes = unsafe UnsafeRawBufferPointer(buffer).prefix(max(0, length)).map { $0 }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Returns a file's text; empty if the file cannot be read.
  private static func textFile(_ path: String) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let length = unsafe read(descriptor, &buffer, buffer.count)
      if length <= 0 { break }
      text += buffer.prefix(length)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
