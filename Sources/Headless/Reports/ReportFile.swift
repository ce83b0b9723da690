import Basics
import CommandCore
import Glibc
import Plumbing

/// A report that becomes a file once it is whole. Whether it can be written is known before the run begins.
struct ReportFile {
  private let path: String
  private let file: UnfinishedFile

  /// Creates the unfinished file of a report that takes the place of an older one, with the permissions of any new file.
  /// - Throws: an error that says why it cannot be written.
  init(_ path: String) throws(CommandFailure) {
    self.path = path
    do throws(UnfinishedFile.Problem) {
      file = try UnfinishedFile(for: path, replaces: true, mode: 0o666)
    } catch {
      throw Self.failure(error, path)
    }
  }

  /// Writes the report.
  /// - Throws: an error that says why it cannot be written.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    do throws(UnfinishedFile.Problem) {
      try unsafe file.write(bytes.span.bytes)
      try file.finish()
    } catch {
      throw Self.failure(error, path)
    }
  }

  private static func failure(_ problem: UnfinishedFile.Problem, _ path: String) -> CommandFailure {
    let reason: Phrase =
      switch problem {
      case .failed(_, ENOENT): "there is no such folder"
      case .failed(_, let code): errorPhrase(code)
      case .folder: "that is a folder"
      case .link: "that is a link; name the file itself"
      case .exists, .noOrdinaryFile: "that is not a regular file"
      case .disturbed: "another program removed or changed the unfinished file"
      }
    return CommandFailure("the report cannot be written to \(path): \(reason)")
  }
}
