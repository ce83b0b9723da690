import CLinux
import Glibc

/// A file that is written next to its final path, as `night.csv.part`, and renamed when it is complete. Unless asked for,
/// only the owner can read it, and no link is followed. A file that is never completed is removed.
package final class UnfinishedFile: Sendable {
  /// A reason why the file cannot be created or written.
  package enum Problem: Error, Hashable {
    /// A file of that name already exists.
    case exists
    /// The file to be replaced is a symbolic link.
    case link
    case folder
    case noOrdinaryFile
    /// Another program removed, replaced or changed the file while it was being written.
    case disturbed(FileDisturbance)
    /// A system call failed; `operation` is its purpose: `create`, `write`, `close`.
    case failed(operation: String, code: Int32)
  }

  /// The number of names to try for an unfinished file.
  private static let attempts = 100
  /// The names of the unfinished files of this process, to be removed when it ends abruptly.
  private static let all = Lock<Set<String>>([])

  private let path: String
  private let replaces: Bool
  private let temporary: String
  private let state: Lock<State>

  private struct State: Sendable {
    var descriptor: Int32
    /// The size of the complete records, in bytes.
    var size = 0
  }

  /// Creates the unfinished file.
  /// - Parameters:
  ///   - replaces: whether a regular file at `path` may be replaced.
  ///   - mode: the permissions, from which the process's mask (umask) takes away.
  package init(for path: String, replaces: Bool, mode: UInt32 = 0o600) throws(Problem) {
    self.path = path
    self.replaces = replaces
    try Self.check(path, replaces: replaces)
    let (descriptor, name) = try Self.open(beside: path, mode: mode)
    temporary = name
    state = Lock(State(descriptor: descriptor))
  }

  deinit { discard() }

  /// The number of bytes written.
  package var size: Int { state.withLock { $0.size } }

  /// Writes complete records. After an error, `size` counts none of them.
  package func write(_ records: RawSpan) throws(Problem) {
    let descriptor = state.withLock { $0.descriptor }
    if let code = writeAll(records, to: descriptor) { throw .failed(operation: "write", code: code) }
    state.withLock { $0.size += records.byteCount }
  }

  /// Sets the permissions and waits until the contents are on the disk, so that a crash loses nothing.
  package func sync(mode: UInt32) throws(Problem) {
    let descriptor = state.withLock { $0.descriptor }
    if fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { throw .failed(operation: "write", code: errno) }
  }

  /// Closes the complete file and renames it to its final path.
  package func finish() throws(Problem) {
    let (descriptor, size) = state.withLock { ($0.descriptor, $0.size) }
    if let disturbance = FileState.disturbance(of: descriptor, at: temporary, size: size) {
      discard(disturbance)
      throw .disturbed(disturbance)
    }
    try close()
    do throws(Problem) { try rename() } catch {
      discard()
      throw error
    }
    Self.release(temporary)
  }

  /// Closes the file, and removes it unless its name may belong to another file by now.
  private func discard(_ disturbance: FileDisturbance) {
    if disturbance != .changed { Self.release(temporary) }
    discard()
  }

  /// Closes and removes the file. Does nothing after `finish`.
  package func discard() {
    if Self.release(temporary) { _ = unsafe unlink(temporary) }
    try? close()
  }

  /// Removes all unfinished files of this process, which is about to end.
  package static func discardAll() {
    for name in all.withLock({ $0 }) { _ = unsafe unlink(name) }
  }

  private func close() throws(Problem) {
    let descriptor = state.withLock { state in
      defer { state.descriptor = -1 }
      return state.descriptor
    }
    guard descriptor >= 0, Glibc.close(descriptor) != 0 else { return }
    // Some file systems report a failed write only now.
    let code = errno
    if code != EINTR { throw .failed(operation: "close", code: code) }
  }

  private func rename() throws(Problem) {
    try Self.check(path, replaces: replaces)
    let status = unsafe replaces ? Glibc.rename(temporary, path) : clinux_rename_new(temporary, path)
    let code = errno
    if status == 0 { return }
    throw code == EEXIST ? .exists : .failed(operation: "create", code: code)
  }

  /// Creates an empty file next to `path`. `discardAll` removes it unless `release` is called first.
  package static func open(
    beside path: String, mode: UInt32 = 0o600
  ) throws(Problem) -> (descriptor: Int32, name: String) {
    var attempt = 1
    while true {
      let name = "\(path).\(attempt == 1 ? "" : "\(attempt).")part"
      let descriptor = unsafe Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      let code = errno
      if descriptor >= 0 {
        all.withLock { _ = $0.insert(name) }
        return (descriptor, name)
      }
      guard code == EEXIST, attempt < attempts else {
        throw .failed(operation: "create", code: Confinement.code(code, at: path, writing: true))
      }
      attempt += 1
    }
  }

  /// Removes a name from those that `discardAll` removes.
  /// - Returns: whether the name was among them.
  @discardableResult
  package static func release(_ name: String) -> Bool { all.withLock { $0.remove(name) != nil } }

  /// Throws an error if `path` exists and must not be replaced.
  package static func check(_ path: String, replaces: Bool) throws(Problem) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard replaces else { throw .exists }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFLNK: throw .link
    case S_IFDIR: throw .folder
    default: throw .noOrdinaryFile
    }
  }
}
