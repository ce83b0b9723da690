import Glibc
import Testing

/// Requirements of tests on the machine; a test whose requirement is not met is reported as skipped.
extension Trait where Self == ConditionTrait {
  /// Requires an IPv6 loopback address.
  static var requiresIPv6: Self {
    .enabled("this machine has no IPv6") {
      contents(of: "/proc/net/if_inet6")?.contains("00000000000000000000000000000001") ?? false
    }
  }

  /// Requires that the kernel reserves ports below 1024 for privileged users, as it does by default.
  static var requiresPrivilegedPorts: Self {
    .enabled("ports below 1024 are free to all here") {
      let first = contents(of: "/proc/sys/net/ipv4/ip_unprivileged_port_start").flatMap { Int($0.dropLast()) }
      return first ?? 1024 > 514
    }
  }
}

extension Trait where Self == ConditionTrait {
  /// Requires a program that `make setup-tests` installs.
  static func requiresProgram(_ name: String) -> Self {
    .enabled("\(name) is not installed: make setup-tests") {
      (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin").split(separator: ":")
        .contains { access("\($0)/\(name)", X_OK) == 0 }
    }
  }
}

/// The content of a small file; `nil` if it cannot be read.
func contents(of path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var buffer = [UInt8](repeating: 0, count: 65_536)
  let count = fread(&buffer, 1, buffer.count, file)
  return String(decoding: buffer.prefix(count), as: UTF8.self)
}
