import CLinux
import Glibc
import Monitor
import UDPCore

/// A file that rows are written into: new, for its owner alone, and never through a link; or one that may be replaced.
final class OutputFile {
  private let descriptor: Int32
  /// Bytes of whole records that are in the file.
  private var size: off_t = 0

  /// - Throws: why it cannot be written, `.exists` where only a `!` is missing.
  init(_ request: WriteRequest) throws(WriteJob.Refusal) {
    let path = Self.expanded(request.path)
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (request.replaces ? 0 : O_EXCL)
    let descriptor = unsafe open(path, flags, 0o600)
    let code = errno
    guard descriptor >= 0 else {
      throw WriteJob.Refusal(progress: code == EEXIST ? .exists : .refused(Self.reason(code)))
    }
    // Not a pipe, a terminal or a device: they could make the writer wait for ever.
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      throw WriteJob.Refusal(progress: .refused("that is no ordinary file"))
    }
    if request.replaces, ftruncate(descriptor, 0) != 0 {
      let code = errno
      Glibc.close(descriptor)
      throw WriteJob.Refusal(progress: .refused(Self.reason(code)))
    }
    self.descriptor = descriptor
  }

  /// Writes whole records, all or none.
  /// - Returns: why it could not, as words.
  func write(_ records: [UInt8]) -> String? {
    var offset = 0
    while offset < records.count {
      let count = unsafe records.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
      }
      let code = errno
      if count > 0 {
        offset += count
      } else if code != EINTR {
        // A part of a record is of no use to anybody.
        _ = ftruncate(descriptor, size)
        return Self.reason(code)
      }
    }
    size += off_t(records.count)
    return nil
  }

  /// - Returns: what went wrong at the last moment, as words.
  func close() -> String? {
    Glibc.close(descriptor) == 0 || errno == EINTR ? nil : Self.reason(errno)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "the disk is full"
    case ENOENT: "there is no such folder"
    case ELOOP: "that is a link; name the file itself"
    case EISDIR: "that is a folder"
    default: errorText(code)
    }
  }

  /// The path with `~/` as the home folder.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Environment.variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// The files and folders whose path begins so, sorted; folders end with a slash. Hidden ones only where asked for.
  static func paths(beginning path: String) -> [String] {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let (folder, beginning) = (String(path[..<cut]), path[cut...])
    guard let list = unsafe opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { unsafe closedir(list) }
    var paths: [String] = []
    while let entry = unsafe readdir(list), paths.count < 1_000 {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name != ".", name != "..", name.hasPrefix(beginning), !name.hasPrefix(".") || beginning.hasPrefix(".")
      else { continue }
      var status = stat()
      let isFolder = unsafe stat(expanded(folder + name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      paths.append(folder + name + (isFolder ? "/" : ""))
    }
    return paths.sorted()
  }
}
