import CLinux
import Glibc

/// The process's environment variables.
enum Environment {
  /// A variable; `nil` when it is absent or empty.
  static func variable(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    let value = unsafe String(cString: text)
    return value.isEmpty ? nil : value
  }
}
