import Glibc

/// What kept the benchmark from measuring.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  /// - Parameter code: an `errno` value.
  init(_ what: String, _ code: Int32) {
    description = "\(what): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")"
  }

  /// A sentence as it is.
  init(_ sentence: String) {
    description = sentence
  }
}
