import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Monitor
import Plumbing
import UDPCore

/// A file that rows are written into: it has its name once all are in it, and where it replaces another, that one stays
/// until then.
struct OutputFile {
  private let file: UnfinishedFile

  /// - Throws: why it cannot be written, `.exists` where only a `!` is missing.
  init(_ request: WriteRequest) throws(WriteJob.Refusal) {
    do throws(UnfinishedFile.Problem) {
      file = try UnfinishedFile(for: HomeFolder.expanded(request.path), replaces: request.replaces)
    } catch {
      throw WriteJob.Refusal(progress: error == .exists ? .exists : .refused(Self.reason(error)))
    }
  }

  /// Writes whole records.
  /// - Returns: why it could not, as words.
  func write(_ records: [UInt8]) -> Phrase? {
    do throws(UnfinishedFile.Problem) { try unsafe file.write(records.span.bytes) } catch { return Self.reason(error) }
    return nil
  }

  /// All is written.
  /// - Returns: what went wrong at the last moment, as words.
  func finish() -> Phrase? {
    do throws(UnfinishedFile.Problem) { try file.finish() } catch { return Self.reason(error) }
    return nil
  }

  /// Leaves nothing of it.
  func discard() { file.discard() }

  private static func reason(_ problem: UnfinishedFile.Problem) -> Phrase {
    switch problem {
    case .exists: "another file has taken that name in the meantime"
    case .link: "that is a link; name the file itself"
    case .folder: "that is a folder"
    // A pipe, a terminal or a device could make the writer wait for ever.
    case .noOrdinaryFile: "that is not a regular file"
    case .disturbed: "another program removed or changed the unfinished file"
    case .failed(_, ENOSPC), .failed(_, EDQUOT): "the disk is full"
    case .failed(_, ENOENT): "there is no such folder"
    case .failed(_, let code): errorPhrase(code)
    }
  }

  /// The files and folders whose path begins so, sorted; folders end with a slash. Hidden ones only where asked for.
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
