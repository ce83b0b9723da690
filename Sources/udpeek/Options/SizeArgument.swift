import ArgumentParser
import UDPCore

/// A size on the command line, such as `8MiB`; see `ByteSize`.
struct SizeArgument: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    guard let size = ByteSize(argument) else { return nil }
    bytes = size.bytes
  }
}
