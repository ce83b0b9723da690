import CLinux
import Glibc

/// The process's environment variables.
package enum Environment {
  /// Returns the value of a variable; `nil` if it is unset or empty.
  package static func variable(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    let value = unsafe String(cString: text)
    return value.isEmpty ? nil : value
  }

  /// The locale for characters (POSIX, 8.2); `C` if none is set.
  package static var characters: String { variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? "C" }

  /// The locale for messages (POSIX, 8.2); `C` if none is set.
  package static var messages: String { variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") ?? "C" }
}

/// The home folder of the user.
package enum HomeFolder {
  /// Returns `path` with a leading `~` replaced by the home folder; unchanged if `HOME` is not set.
  package static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = Environment.variable("HOME") else { return path }
    return home + path.dropFirst()
  }
}
