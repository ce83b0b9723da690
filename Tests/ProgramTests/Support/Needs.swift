import Glibc
import Testing

/// What some tests need of the machine; a test that lacks it is reported as skipped.
extension Trait where Self == ConditionTrait {
  /// A loopback address of IPv6.
  static var requiresIPv6: Self {
    .enabled("this machine has no IPv6") {
      contents(of: "/proc/net/if_inet6")?.contains("00000000000000000000000000000001") ?? false
    }
  }

  /// The kernel keeps ports below 1024 for the privileged, as it does unless told otherwise.
  static var requiresPrivilegedPorts: Self {
    .enabled("ports below 1024 are free to all here") {
      let first = contents(of: "/proc/sys/net/ipv4/ip_unprivileged_port_start").flatMap { Int($0.dropLast()) }
      return first ?? 1024 > 514
    }
  }
}

extension Trait where Self == ConditionTrait {
  /// A program that `make setup-tests` installs.
  static func requiresProgram(_ name: String) -> Self {
    .enabled("\(name) is not installed: make setup-tests") {
      (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin").split(separator: ":")
        .contains { access("\($0)/\(name)", X_OK) == 0 }
    }
  }
}

/// What a small file holds; `nil` when it cannot be read.
func contents(of path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var buffer = [UInt8](repeating: 0, count: 65_536)
  let count = fread(&buffer, 1, buffer.count, file)
  return String(decoding: buffer.prefix(count), as: UTF8.self)
}
