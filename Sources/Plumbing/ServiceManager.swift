import CLinux
import Glibc

/// The service manager that started this process and wants to know what it is doing: a datagram socket that `NOTIFY_SOCKET`
/// names (sd_notify(3)). A path is a file; after `@` it is a name of the kernel's own (unix(7), "abstract").
package struct ServiceManager: Sendable {
  /// The longest time that a report waits for a manager that takes nothing, in seconds.
  private static let patience = 1

  /// The bytes of `sun_path`.
  private let path: [UInt8]

  /// The manager that the environment names; `nil` if there is none.
  package static var current: ServiceManager? { Environment.variable("NOTIFY_SOCKET").flatMap { ServiceManager($0) } }

  /// Creates the manager at an address; `nil` if it is neither an absolute path nor a name after `@`, or too long.
  package init?(_ address: String) {
    var path = Array(address.utf8)
    guard path.count > 1, path.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
    switch path[0] {
    case UInt8(ascii: "/"): break
    case UInt8(ascii: "@"): path[0] = 0
    default: return nil
    }
    self.path = path
  }

  /// Reports a state: `READY=1`, `STOPPING=1`, and what is for people as `status`, whose line feeds become spaces.
  /// - Returns: the `errno` of the failure; `nil` if the manager took it.
  package func report(_ state: String, status: String? = nil) -> Int32? {
    var text = state
    if let status { text += "\nSTATUS=" + status.map { $0.isNewline ? " " : $0 } }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    // The length tells a name of the kernel's own from the same name with zeros behind it.
    let length = socklen_t((MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + path.count)
    let bytes = Array(text.utf8)
    let sent = unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
    return sent < 0 ? errno : nil
  }
}
