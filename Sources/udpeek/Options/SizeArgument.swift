import ArgumentParser
import UDPCore

/// A size on the command line, such as `8MiB`; see `ByteSize`.
struct SizeArgument: ExpressibleByArgument {
  /// The size in bytes.
  let bytes: Int

  /// Parses a size such as `8MiB`; `nil` if it is not one.
  init?(argument: String) {
    guard let size = ByteSize(argument) else { return nil }
    bytes = size.bytes
  }
}
