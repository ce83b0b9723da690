import Basics
import Glibc
import UDPCore

/// What is to be recorded where.
package struct RecordingPlan: Sendable, Hashable {
  /// Where blocks go.
  package enum Target: Sendable, Hashable {
    /// A new file.
    case file(String)
    /// A descriptor that is not ours to close: standard output.
    case descriptor(Int32)
  }

  package var target: Target
  /// Whether an ordinary file of the same name is replaced.
  package var replaces = false
  /// When to go on in a new file; `nil` for one file.
  package var rotation: RecordingRotation?
  /// What is said of the interface.
  package var interface: PcapngBuffer.Interface
  /// Who writes: `udpeek 0.1.0`.
  package var application: String

  package init(to target: Target, interface: PcapngBuffer.Interface, application: String) {
    self.target = target
    self.interface = interface
    self.application = application
  }
}

/// When a recording goes on in a new file, and how many of them are kept.
package struct RecordingRotation: Sendable, Hashable {
  package enum Limit: Sendable, Hashable {
    /// Before a file would be longer, in bytes; a datagram that is longer by itself has a file of its own.
    case size(Int)
    /// So many nanoseconds after a file was begun.
    case time(Int64)
  }

  package var limit: Limit
  /// The newest so many files are kept; `nil` keeps all.
  package var keep: Int?

  package init(_ limit: Limit, keep: Int? = nil) {
    self.limit = limit
    self.keep = keep
  }

  /// `capture-20261123-070000.pcapng` for `capture.pcapng`: the time stands before the ending, in the zone of `TZ`. Names
  /// in their order are files in their order, so that a digit that is added sorts behind the ending's dot.
  /// - Parameters:
  ///   - time: nanoseconds since the Unix epoch.
  ///   - isPrecise: whether the microseconds follow, for further files within a second: `capture-20261123-070000012345`.
  package static func name(for path: String, at time: Int64, isPrecise: Bool = false) -> String {
    let fileName = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    // The dot of a hidden file begins no ending.
    let dot = fileName.dropFirst().lastIndex(of: ".") ?? fileName.endIndex
    let stamp =
      LocalTime().moment(time).fileName
      + (isPrecise ? String(String(1_000_000 + time / 1_000 % 1_000_000).dropFirst()) : "")
    return "\(path[..<dot])-\(stamp)\(path[dot...])"
  }
}
