import ArgumentParser
import Basics
import CaptureFile
import CommandCore
import Glibc
import UDPCore

/// The recording options of `watch` and `listen`.
struct RecordingOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Record everything received and sent to a new pcapng file; with listen, - is standard output.", valueName: "file"),
    completion: .file(extensions: ["pcapng"]))
  var write: String?

  @Flag(help: "With --write: replace an existing file, as soon as the new one has begun.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "With --write: start a new file after this size (100MiB) or time (10s, 15m, 1h, 1d); names carry the time.",
      valueName: "size|time"), completion: .list(["100MiB", "1GiB", "1h", "1d"]))
  var rotate: RotationLimit?

  @Option(help: ArgumentHelp("With --rotate: keep only this many of the newest files.", valueName: "n"))
  var keep: Int?

  func validate() throws {
    if write == nil, force { throw ValidationError("--force goes with --write FILE") }
    if write == nil, rotate != nil { throw ValidationError("--rotate goes with --write FILE") }
    if keep != nil, rotate == nil { throw ValidationError("--keep goes with --rotate") }
    if let keep, keep < 1 { throw ValidationError("--keep needs a number from 1") }
    if write == "" { throw ValidationError("--write needs the name of a file, or -") }
    if write == "-", force || rotate != nil {
      throw ValidationError("\(force ? "--force" : "--rotate") needs a file; standard output is one stream")
    }
  }

  /// The requested recording; `nil` if none.
  var request: RecordingRequest? {
    guard let write else { return nil }
    return RecordingRequest(
      target: write == "-" ? .descriptor(STDOUT_FILENO) : .file(write), replaces: force,
      rotation: rotate.map { RecordingRotation($0.limit, keep: keep) })
  }
}

/// A limit of size or time: `100MiB`, or `10s`, `15m`, `1h`, `1d`.
struct RotationLimit: ExpressibleByArgument {
  /// The parsed limit.
  let limit: RecordingRotation.Limit

  /// The smallest size limit: room for one datagram.
  private static let leastSize = 64 << 10
  /// The valid time limits: a second to 30 years, in nanoseconds.
  private static let times: ClosedRange<UInt64> = 1_000_000_000...1_000_000_000_000_000_000

  /// Parses a limit; `nil` if it is neither a size nor a time, or out of range.
  init?(argument: String) {
    // Bare digits could mean either.
    guard argument.contains(where: \.isLetter) else { return nil }
    if let span = TimeSpan(argument) {
      guard Self.times.contains(span.nanoseconds) else { return nil }
      limit = .time(Int64(span.nanoseconds))
    } else {
      guard let size = ByteSize(argument), size.bytes >= Self.leastSize else { return nil }
      limit = .size(size.bytes)
    }
  }
}
