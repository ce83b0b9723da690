import CLinux
import Glibc

/// The identity, size and modification time of a file: they tell it apart from another file of the same name, and from
/// itself before a change.
package struct FileState: Hashable, Sendable {
  private let device: dev_t
  private let inode: ino_t
  private let size: off_t
  private let seconds: time_t
  private let nanoseconds: Int

  private init(_ status: stat) {
    device = status.st_dev
    inode = status.st_ino
    size = status.st_size
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  /// Reads the state of an open file; `nil` if the kernel does not report it.
  package init?(of descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Reads the state of the file at `path`, without following a link; `nil` if there is no such file.
  package init?(at path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Reads the state of the file at `path`, or of the one that a link there leads to; `nil` if there is no such file.
  package init?(following path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Checks whether another program has interfered with a file that is being written.
  /// - Parameters:
  ///   - path: the name under which the file should be found.
  ///   - size: the number of bytes written to it so far.
  /// - Returns: the kind of interference; `nil` if there was none.
  package static func disturbance(of descriptor: Int32, at path: String, size: Int) -> FileDisturbance? {
    var (own, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0 else { return nil }
    let isThere = unsafe lstat(path, &named) == 0
    if own.st_nlink == 0 { return isThere ? .replaced : .removed }
    if own.st_size != off_t(size) { return .changed }
    return isThere && named.st_dev == own.st_dev && named.st_ino == own.st_ino ? nil : .moved
  }
}

/// A change that another program made to a file while it was being written.
package enum FileDisturbance: Sendable, Hashable {
  /// The file was removed.
  case removed
  /// The file was removed, and another file has its name.
  case replaced
  /// The file does not have the size that was written.
  case changed
  /// The file is intact, but has another name.
  case moved
}
