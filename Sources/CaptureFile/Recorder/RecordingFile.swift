import CLinux
import Glibc
import Plumbing
import UDPCore

/// A destination for blocks. Belongs to the recorder's thread.
protocol RecordingSink: AnyObject {
  /// The name of the destination for the user.
  var path: String { get }
  /// The size of the complete blocks written, in bytes.
  var size: Int { get }
  /// Whether another program renamed the file.
  var isMoved: Bool { get }

  /// Writes blocks.
  /// - Parameter kept: the number of bytes of `blocks` in the file afterwards, in complete blocks; also set after an
  ///   error.
  func append(_ blocks: RawSpan, kept: inout Int) throws(RecordingError)

  /// Closes the destination.
  /// - Returns: the closed file; `nil` if the destination is a pipe.
  func close() throws(RecordingError) -> WrittenFile?
}

/// A file that grows by complete blocks: one that could only be written in part is cut off again.
final class RecordingFile: RecordingSink {
  let path: String
  private(set) var size = 0
  private(set) var isMoved = false
  private var descriptor: Int32
  /// The watch that tells when another program removes the file; `nil` if the kernel has none left.
  private(set) var watch: FileWatch?
  /// The file's name until its first blocks are written; then it replaces the file at `path`.
  private var temporary: String?

  /// Creates a file that only its owner can read (mode 0600), without following a link.
  /// - Parameter replaces: whether to replace a regular file at `path` once the first blocks are written.
  init(creating path: String, replaces: Bool) throws(RecordingError) {
    self.path = path
    if replaces, FileState(at: path) != nil {
      do throws(UnfinishedFile.Problem) {
        try UnfinishedFile.check(path, replaces: true)
        let (descriptor, name) = try UnfinishedFile.open(beside: path)
        (self.descriptor, temporary) = (descriptor, name)
        watch = FileWatch(name)
        return
      } catch {
        guard case .failed(_, let code) = error else { throw .noOrdinaryFile(path: path) }
        throw .failed(operation: .create, path: path, code: code)
      }
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    let code = errno
    if descriptor >= 0 {
      watch = FileWatch(path)
      return
    }
    guard code == EEXIST else {
      throw .failed(operation: .create, path: path, code: Confinement.code(code, at: path, writing: true))
    }
    throw (try? UnfinishedFile.check(path, replaces: true)) == nil ? .noOrdinaryFile(path: path) : .exists(path: path)
  }

  deinit {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    if let temporary, UnfinishedFile.release(temporary) { _ = unsafe unlink(temporary) }
  }

  func append(_ blocks: RawSpan, kept: inout Int) throws(RecordingError) {
    kept = 0
    try check()
    var offset = 0
    while offset < blocks.byteCount {
      let count = unsafe blocks.withUnsafeBytes { bytes in
        unsafe write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
      }
      let code = errno
      if count > 0 {
        offset += count
      } else if count == 0 || code != EINTR {
        kept = PcapngBuffer.wholeBlocks(in: blocks.extracting(first: offset)).bytes
        size += kept
        _ = ftruncate(descriptor, size)
        _ = lseek(descriptor, size, SEEK_SET)
        throw .failed(operation: .write, path: path, code: count == 0 ? ENOSPC : code)
      }
    }
    kept = blocks.byteCount
    size += kept
    try takePlace()
  }

  /// Renames the file to its final path, replacing the file there.
  private func takePlace() throws(RecordingError) {
    guard let temporary else { return }
    guard unsafe rename(temporary, path) == 0 else { throw .failed(operation: .replace, path: path, code: errno) }
    UnfinishedFile.release(temporary)
    self.temporary = nil
  }

  /// Checks whether another program has interfered with the file. Three system calls for each batch of blocks.
  func check() throws(RecordingError) {
    watch?.clear()
    guard let disturbance = FileState.disturbance(of: descriptor, at: temporary ?? path, size: size) else { return }
    if disturbance == .moved { isMoved = true } else { throw .disturbed(path: path, disturbance) }
  }

  /// Closes the file. Throws a write error that some file systems report only now, or another program's interference.
  func close() throws(RecordingError) -> WrittenFile? {
    if descriptor < 0 { return nil }
    let written = FileState(of: descriptor).map { WrittenFile(path: path, state: $0) }
    var disturbance: RecordingError?
    do throws(RecordingError) { try check() } catch { disturbance = error }
    let status = Glibc.close(descriptor)
    let code = errno
    descriptor = -1
    if status < 0 && code != EINTR { throw .failed(operation: .close, path: path, code: code) }
    if let disturbance { throw disturbance }
    return written
  }
}

/// A file that was written and closed.
struct WrittenFile: Hashable, Sendable {
  let path: String
  let state: FileState

  /// Removes the file, unless its name now belongs to another file or it has been changed.
  /// - Returns: whether the file was removed.
  func remove() -> Bool {
    guard FileState(at: path) == state else { return false }
    return unsafe unlink(path) == 0
  }
}
