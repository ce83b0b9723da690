import CLinux
import Glibc

/// The process's environment variables.
package enum Environment {
  /// A variable; `nil` when it is absent or empty.
  package static func variable(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    let value = unsafe String(cString: text)
    return value.isEmpty ? nil : value
  }

  /// The locale that characters are asked for in (POSIX, 8.2); `C` where none is.
  package static var characters: String { variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? "C" }

  /// The locale that messages are asked for in (POSIX, 8.2); `C` where none is.
  package static var messages: String { variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") ?? "C" }
}
