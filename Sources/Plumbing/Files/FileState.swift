import CLinux
import Glibc

/// The state of a file, which differs from that of another file of its name, and from its own after a change.
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

  /// The state of an open file; `nil` where the kernel does not tell it.
  package init?(of descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The state of the file at `path`, which may be a link; `nil` where there is none.
  package init?(at path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Finds out whether somebody else disturbed a file that is being written.
  /// - Parameters:
  ///   - path: the name that the file has, or should have.
  ///   - size: the bytes that were written to it.
  /// - Returns: `nil` while it is as it was left.
  package static func disturbance(of descriptor: Int32, at path: String, size: Int) -> FileDisturbance? {
    var (own, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0 else { return nil }
    let isThere = unsafe lstat(path, &named) == 0
    if own.st_nlink == 0 { return isThere ? .replaced : .removed }
    if own.st_size != off_t(size) { return .changed }
    return isThere && named.st_dev == own.st_dev && named.st_ino == own.st_ino ? nil : .moved
  }
}

/// A change that somebody else made to a file while it was written.
package enum FileDisturbance: Sendable, Hashable {
  /// It is gone.
  case removed
  /// It is gone, and its name stands for another file.
  case replaced
  /// It has another size than what was written.
  case changed
  /// It is whole, under another name.
  case moved
}
