import Basics
import Glibc
import UDPCore

/// The parameters of a recording.
package struct RecordingPlan: Sendable, Hashable {
  /// The destination of a recording.
  package enum Target: Sendable, Hashable {
    /// A new file.
    case file(String)
    /// A descriptor that the recording does not close: standard output.
    case descriptor(Int32)
  }

  package var target: Target
  /// Whether a regular file of the same name is replaced.
  package var replaces = false
  /// The rule for beginning new files; `nil` for one file.
  package var rotation: RecordingRotation?
  /// The description of the interface.
  package var interface: PcapngBuffer.Interface
  /// The program that writes the file: `udpeek 0.1.0`.
  package var application: String
  /// Whether a reader on another host sends by this one: what a person's request became carries its number, and failures
  /// are left out, which the reader is told of in another way.
  package var namesRequests = false

  package init(to target: Target, interface: PcapngBuffer.Interface, application: String) {
    self.target = target
    self.interface = interface
    self.application = application
  }
}

/// The rule by which a recording begins a new file, and the number of files that are kept.
package struct RecordingRotation: Sendable, Hashable {
  package enum Limit: Sendable, Hashable {
    /// Before a file exceeds this size in bytes; a single datagram that exceeds it gets a separate file.
    case size(Int)
    /// This many nanoseconds after a file was begun.
    case time(Int64)
  }

  package var limit: Limit
  /// The number of files to keep, the newest ones; `nil` keeps all.
  package var keep: Int?

  package init(_ limit: Limit, keep: Int? = nil) {
    self.limit = limit
    self.keep = keep
  }

  /// Returns the name of a file in a rotation: `capture-20261123-070000.pcapng` for `capture.pcapng`, with the time in
  /// the zone of `TZ` before the extension. Sorting the names sorts the files: the dot of the extension sorts before
  /// further digits.
  /// - Parameters:
  ///   - time: nanoseconds since the Unix epoch.
  ///   - isPrecise: whether to add the microseconds, for more files within a second: `capture-20261123-070000012345`.
  package static func name(for path: String, at time: Int64, isPrecise: Bool = false) -> String {
    let fileName = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    // The dot of a hidden file does not begin an extension.
    let dot = fileName.dropFirst().lastIndex(of: ".") ?? fileName.endIndex
    let stamp =
      LocalTime().moment(time).fileName
      + (isPrecise ? String(String(1_000_000 + time / 1_000 % 1_000_000).dropFirst()) : "")
    return "\(path[..<dot])-\(stamp)\(path[dot...])"
  }
}
