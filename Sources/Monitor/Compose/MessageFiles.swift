import Basics

/// The files whose bytes are part of the message that is being written: each is read once, so that what is shown is
/// what will leave.
struct MessageFiles: Sendable {
  private enum Content: Sendable {
    case awaited
    case read([UInt8])
    case failed(Phrase)
  }

  private var contents: [String: Content] = [:]

  /// The bytes of the files that were read, by path.
  var bytes: [String: [UInt8]] {
    contents.compactMapValues { if case .read(let bytes) = $0 { bytes } else { nil } }
  }

  /// Returns the reason for which a file's bytes are not there.
  func reason(_ path: String) -> Phrase {
    if case .failed(let reason) = contents[path] { return reason }
    return "\(path) is being read"
  }

  /// Keeps the files of these paths and forgets all others.
  /// - Returns: the paths that are to be read.
  mutating func keep(_ paths: Set<String>) -> [String] {
    contents = contents.filter { paths.contains($0.key) }
    let missing = paths.filter { contents[$0] == nil }.sorted()
    for path in missing { contents[path] = .awaited }
    return missing
  }

  /// Takes a file's bytes, or the reason for which it cannot be read, if it is waited for.
  mutating func take(_ path: String, _ result: Result<[UInt8], FailureReason>) {
    guard case .awaited = contents[path] else { return }
    switch result {
    case .success(let bytes): contents[path] = .read(bytes)
    case .failure(let reason): contents[path] = .failed(reason.text)
    }
  }
}
