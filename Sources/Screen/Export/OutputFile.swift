import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Monitor
import Plumbing
import UDPCore

/// A file for exported rows: it gets its name once all rows are written; a file that it replaces remains until then.
struct OutputFile {
  private let file: UnfinishedFile

  /// Creates the file.
  /// - Throws: the reason why it cannot be written; `.exists` if only a `!` is missing.
  init(_ path: String, replaces: Bool) throws(WriteJob.Refusal) {
    do throws(UnfinishedFile.Problem) {
      file = try UnfinishedFile(for: HomeFolder.expanded(path), replaces: replaces)
    } catch {
      throw WriteJob.Refusal(progress: error == .exists ? .exists : .refused(Self.reason(error)))
    }
  }

  /// Writes whole records.
  /// - Returns: the reason for a failure; `nil` if all went well.
  func write(_ records: [UInt8]) -> Phrase? {
    do throws(UnfinishedFile.Problem) { try unsafe file.write(records.span.bytes) } catch { return Self.reason(error) }
    return nil
  }

  /// Completes the file.
  /// - Returns: the error that occurred at the last moment; `nil` if all went well.
  func finish() -> Phrase? {
    do throws(UnfinishedFile.Problem) { try file.finish() } catch { return Self.reason(error) }
    return nil
  }

  /// Removes the unfinished file.
  func discard() { file.discard() }

  private static func reason(_ problem: UnfinishedFile.Problem) -> Phrase {
    switch problem {
    case .exists: "another file has taken that name in the meantime"
    case .link: "that is a link; name the file itself"
    case .folder: "that is a folder"
    // A pipe, a terminal or a device could block the writer forever.
    case .noOrdinaryFile: "that is not a regular file"
    case .disturbed: "another program removed or changed the unfinished file"
    case .failed(_, ENOSPC), .failed(_, EDQUOT): "the disk is full"
    case .failed(_, ENOENT): "there is no such folder"
    case .failed(_, let code): errorPhrase(code)
    }
  }

  /// The files and folders whose paths begin with `path`, sorted; folders end with a slash. Hidden ones are included
  /// only if the last part of `path` begins with a dot.
  static func paths(beginning path: String) -> [String] {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let (folder, beginning) = (String(path[..<cut]), path[cut...])
    guard let list = unsafe opendir(folder.isEmpty ? "." : HomeFolder.expanded(folder)) else { return [] }
    defer { unsafe closedir(list) }
    var paths: [String] = []
    while let entry = unsafe readdir(list), paths.count < 1_000 {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name != ".", name != "..", name.hasPrefix(beginning), !name.hasPrefix(".") || beginning.hasPrefix(".")
      else { continue }
      var status = stat()
      let isFolder = unsafe stat(HomeFolder.expanded(folder + name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      paths.append(folder + name + (isFolder ? "/" : ""))
    }
    return paths.sorted()
  }
}
