import CLinux
import Glibc

/// A file that is made beside the name it is for, and takes that name once it is whole: `night.csv.part` until then. For
/// its owner alone (mode 0600), and through no link. What is not finished is removed.
package final class UnfinishedFile: Sendable {
  /// Why it cannot be made, or not be written.
  package enum Problem: Error, Hashable {
    /// There is a file of that name.
    case exists
    /// What is to be replaced is no ordinary file.
    case link
    case folder
    case noOrdinaryFile
    /// Somebody else removed, replaced or changed it while it was written.
    case disturbed(FileDisturbance)
    /// A system call failed; `operation` is what it was for: `create`, `write`, `close`.
    case failed(operation: String, code: Int32)
  }

  /// Names of unfinished files that are tried.
  private static let attempts = 100
  /// Those that this process has, for its last moment.
  private static let all = Lock<Set<String>>([])

  private let path: String
  private let replaces: Bool
  private let temporary: String
  private let state: Lock<State>

  private struct State: Sendable {
    var descriptor: Int32
    /// Bytes of whole records.
    var size = 0
  }

  /// Makes it.
  /// - Parameter replaces: whether an ordinary file of that name is replaced in the end.
  package init(for path: String, replaces: Bool) throws(Problem) {
    self.path = path
    self.replaces = replaces
    try Self.check(path, replaces: replaces)
    let (descriptor, name) = try Self.open(beside: path)
    temporary = name
    state = Lock(State(descriptor: descriptor))
  }

  deinit { discard() }

  /// Bytes that are in it.
  package var size: Int { state.withLock { $0.size } }

  /// Writes whole records, all or none.
  package func write(_ records: RawSpan) throws(Problem) {
    let descriptor = state.withLock { $0.descriptor }
    var offset = 0
    while offset < records.byteCount {
      let count = unsafe records.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
      }
      let code = errno
      if count > 0 {
        offset += count
      } else if count == 0 || code != EINTR {
        throw .failed(operation: "write", code: count == 0 ? ENOSPC : code)
      }
    }
    state.withLock { $0.size += records.byteCount }
  }

  /// Gives it its permissions, and waits until it is on the disk: a crash from now on loses nothing of it.
  package func secure(mode: UInt32) throws(Problem) {
    let descriptor = state.withLock { $0.descriptor }
    if fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { throw .failed(operation: "write", code: errno) }
  }

  /// Gives it its name: it is whole.
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

  /// Closes it; what has its name by now is somebody else's where it was replaced.
  private func discard(_ disturbance: FileDisturbance) {
    if disturbance != .changed { Self.release(temporary) }
    discard()
  }

  /// Closes and removes it; nothing after `finish`.
  package func discard() {
    if Self.release(temporary) { _ = unsafe unlink(temporary) }
    try? close()
  }

  /// Removes all that this process has: it is about to end.
  package static func discardAll() {
    for name in all.withLock({ $0 }) { _ = unsafe unlink(name) }
  }

  private func close() throws(Problem) {
    let descriptor = state.withLock { state in
      defer { state.descriptor = -1 }
      return state.descriptor
    }
    guard descriptor >= 0, Glibc.close(descriptor) != 0 else { return }
    // What some file systems say only now.
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

  /// Makes an empty file beside `path`; `discardAll` removes it until `release`.
  package static func open(beside path: String) throws(Problem) -> (descriptor: Int32, name: String) {
    var attempt = 1
    while true {
      let name = "\(path).\(attempt == 1 ? "" : "\(attempt).")part"
      let descriptor = unsafe Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      let code = errno
      if descriptor >= 0 {
        all.withLock { _ = $0.insert(name) }
        return (descriptor, name)
      }
      guard code == EEXIST, attempt < attempts else { throw .failed(operation: "create", code: code) }
      attempt += 1
    }
  }

  /// Forgets a name.
  /// - Returns: whether it was one of `open`'s.
  @discardableResult
  package static func release(_ name: String) -> Bool { all.withLock { $0.remove(name) != nil } }

  /// Judges what has the name by now.
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
