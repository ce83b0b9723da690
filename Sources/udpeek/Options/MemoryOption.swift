import ArgumentParser
import UDPCore

/// The option that limits the memory of the capture log.
struct MemoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The most memory that the capture log may use (256MiB).", valueName: "size"),
    completion: Completions.sizes)
  var memory: SizeArgument?

  func validate() throws {
    if let memory, memory.bytes < CaptureLog.minimumLimit {
      throw ValidationError("--memory needs at least \(ByteSize.text(CaptureLog.minimumLimit)), such as 64MiB")
    }
  }

  /// The limit in bytes; `nil` if the option is not given.
  var bytes: Int? { memory?.bytes }
}
