import Basics
import CommandCore
import Glibc
import Plumbing

/// A report that becomes a file once it is whole.
enum ReportFile {
  /// Writes a report, in place of an older one.
  /// - Throws: an error that says why it cannot be written.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    do throws(UnfinishedFile.Problem) {
      let file = try UnfinishedFile(for: path, replaces: true)
      try unsafe file.write(bytes.span.bytes)
      try file.finish()
    } catch {
      throw CommandFailure("the report cannot be written to \(path): \(reason(error))")
    }
  }

  private static func reason(_ problem: UnfinishedFile.Problem) -> Phrase {
    switch problem {
    case .failed(_, ENOENT): "there is no such folder"
    case .failed(_, let code): errorPhrase(code)
    case .folder: "that is a folder"
    case .link: "that is a link; name the file itself"
    case .exists, .noOrdinaryFile: "that is not a regular file"
    case .disturbed: "another program removed or changed the unfinished file"
    }
  }
}
