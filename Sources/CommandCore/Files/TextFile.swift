import Basics
import Plumbing

/// A file of text that a person wrote: formats, profiles, scripts.
package enum TextFile {
  /// The most bytes of such a file, 4 MiB.
  package static let limit = 4 << 20

  /// Returns the text of a file.
  /// - Throws: a usage error that says why it cannot be read.
  package static func text(of path: String) throws(CommandFailure) -> String {
    try text(try bytes(of: path), of: path)
  }

  /// Returns the bytes of a file.
  /// - Throws: a usage error that says why they cannot be read.
  package static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
    let content: KeptFile.Content?
    do throws(KeptFile.Problem) { content = try KeptFile.read(path, limit: limit, followsLinks: true) } catch {
      throw CommandFailure("\(path): the file cannot be read: \(error.reason)", .usage)
    }
    guard let content else { throw CommandFailure("\(path): there is no such file", .usage) }
    guard !content.isCut else { throw CommandFailure("\(path): the file is larger than 4 MiB", .usage) }
    return content.bytes
  }

  /// Returns the text that the bytes of a file are.
  /// - Throws: a usage error if they are not UTF-8.
  package static func text(_ bytes: [UInt8], of path: String) throws(CommandFailure) -> String {
    // A byte order mark is no part of the text.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    guard let text = String(validating: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self) else {
      throw CommandFailure("\(path): the file is not in UTF-8; save it in that encoding", .usage)
    }
    return text
  }
}
