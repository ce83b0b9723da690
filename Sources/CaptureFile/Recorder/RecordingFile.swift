import CLinux
import Glibc
import Plumbing
import UDPCore

/// Where blocks are written to. Belongs to the recorder's thread.
protocol RecordingSink: AnyObject {
  /// What a person knows it by.
  var path: String { get }
  /// Bytes of whole blocks that it took.
  var size: Int { get }
  /// Whether somebody else gave the file another name.
  var isMoved: Bool { get }

  /// Adds blocks.
  /// - Parameter kept: how many bytes of `blocks` are there afterwards, whole blocks all, also when it throws.
  func append(_ blocks: RawSpan, kept: inout Int) throws(RecordingError)

  /// Nothing more comes.
  /// - Returns: the file, where there is one.
  func close() throws(RecordingError) -> WrittenFile?
}

/// A file that grows by whole blocks: what could be written in part alone is cut off again.
final class RecordingFile: RecordingSink {
  let path: String
  private(set) var size = 0
  private(set) var isMoved = false
  private var descriptor: Int32
  /// Its name until its beginning is written; then it takes the place of the file that it replaces.
  private var temporary: String?

  /// Makes a new file that nobody else may read (mode 0600), and follows no link.
  /// - Parameter replaces: whether an ordinary file of that name gives way as soon as this one has a beginning.
  init(creating path: String, replaces: Bool) throws(RecordingError) {
    self.path = path
    if replaces, FileState(at: path) != nil {
      do throws(UnfinishedFile.Problem) {
        try UnfinishedFile.check(path, replaces: true)
        let (descriptor, name) = try UnfinishedFile.open(beside: path)
        (self.descriptor, temporary) = (descriptor, name)
        return
      } catch {
        guard case .failed(_, let code) = error else { throw .noOrdinaryFile(path: path) }
        throw .failed(operation: .create, path: path, code: code)
      }
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    let code = errno
    if descriptor >= 0 { return }
    guard code == EEXIST else { throw .failed(operation: .create, path: path, code: code) }
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

  /// Takes the place of the file that it replaces.
  private func takePlace() throws(RecordingError) {
    guard let temporary else { return }
    guard unsafe rename(temporary, path) == 0 else { throw .failed(operation: .replace, path: path, code: errno) }
    UnfinishedFile.release(temporary)
    self.temporary = nil
  }

  /// Sees whether the file is still the one that was written. Two system calls for each batch of blocks.
  private func check() throws(RecordingError) {
    guard let disturbance = FileState.disturbance(of: descriptor, at: temporary ?? path, size: size) else { return }
    if disturbance == .moved { isMoved = true } else { throw .disturbed(path: path, disturbance) }
  }

  /// - Throws: what some file systems say only now, or what somebody else did to the file.
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

  /// Removes it, unless its name stands for something else by now or somebody changed it.
  /// - Returns: whether it is gone.
  func remove() -> Bool {
    guard FileState(at: path) == state else { return false }
    return unsafe unlink(path) == 0
  }
}
