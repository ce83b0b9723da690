import Glibc

/// The error that kept the benchmark from measuring.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  /// Describes a failed system call.
  /// - Parameter code: an `errno` value.
  init(_ what: String, _ code: Int32) {
    description = "\(what): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")"
  }

  /// Creates an error with the given description.
  init(_ sentence: String) {
    description = sentence
  }
}
