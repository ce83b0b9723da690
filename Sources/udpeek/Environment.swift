import CLinux
import Glibc

/// The `UDPEEK_…` variables: after flags, before the built-in values.
enum Environment {
  /// The value of `UDPEEK_` + `name`; `nil` when it is absent or empty.
  static func value(_ name: String) -> String? {
    variable("UDPEEK_" + name)
  }

  /// A size; what cannot be read counts as absent and is said.
  static func size(_ name: String) -> ByteSize? {
    guard let text = value(name) else { return nil }
    guard let size = ByteSize(argument: text) else {
      StandardError.say("UDPEEK_\(name)='\(text)' is not a size such as 8MiB; it is passed over")
      return nil
    }
    return size
  }

  /// Any variable; `nil` when it is absent or empty.
  static func variable(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    let value = unsafe String(cString: text)
    return value.isEmpty ? nil : value
  }
}
