import Basics
import Plumbing

/// The file of `--metrics FILE`, replaced whole, so that whoever reads it finds all figures of one moment.
struct MetricsFile: Sendable {
  /// The permissions: whoever collects such files is another user.
  private static let mode: UInt32 = 0o644

  let path: String

  /// The sentence that the file cannot be written.
  static func sentence(_ path: String, _ problem: KeptFile.Problem) -> Phrase {
    "cannot write the metrics to \(path): \(problem.reason)"
  }

  /// Throws an error if there is a file of that name that udpeek did not write.
  func check() throws(KeptFile.Problem) {
    let beginning = Array(MetricsText.beginning.utf8)
    guard let found = try KeptFile.read(path, limit: 1 << 20), !found.bytes.isEmpty else { return }
    // A longer file is read from its end on.
    guard !found.isCut, found.bytes.starts(with: beginning) else {
      throw KeptFile.Problem("it exists, and holds no metrics of udpeek; remove it, or name another file")
    }
  }

  /// Replaces the file.
  func write(_ text: [UInt8]) throws(KeptFile.Problem) {
    try KeptFile.replace(path, with: text, mode: Self.mode)
  }
}
