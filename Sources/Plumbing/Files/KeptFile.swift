package import Basics
import CLinux
import Glibc

/// Files kept for the user between runs: read up to a limit, refused unless they are regular files, written under a
/// lock that other instances respect, and replaced atomically.
package enum KeptFile {
  /// A reason why such a file cannot be read or written, as the end of a sentence: `it is a pipe, not a regular file`.
  package struct Problem: Error {
    package let reason: Phrase

    package init(_ reason: Phrase) { self.reason = reason }

    /// Creates the problem of a failed system call from its `errno`.
    init(_ code: Int32) { reason = errorPhrase(code) }

    /// Creates the problem of a replacement that failed.
    fileprivate init(_ problem: UnfinishedFile.Problem) {
      switch problem {
      case .exists: self.init(EEXIST)
      case .link: self.init("it is a symbolic link, and udpeek does not follow links here")
      case .folder: self.init(Self.isNoRegularFile("a folder"))
      case .noOrdinaryFile: self.init(Self.isNoRegularFile("something else"))
      case .disturbed: self.init("another program removed or changed the unfinished file")
      case .failed(_, let code): self.init(code)
      }
    }

    fileprivate static func isNoRegularFile(_ kind: Phrase) -> Phrase { "it is \(kind), not a regular file" }
  }

  /// The contents of a file.
  package struct Content {
    package var bytes: [UInt8]
    /// Whether the file is longer than what was read.
    package var isCut: Bool
    /// The file's size in bytes, as the kernel reports it.
    package var size: Int
  }

  /// The number of attempts to take a lock that another instance holds, and the pause between them in milliseconds.
  private static let attempts = 50
  private static let pause: Int32 = 10

  // MARK: Reading

  /// Reads a file, or its last `limit` bytes if it is longer.
  /// - Returns: the contents; `nil` if there is no such file.
  package static func read(_ path: String, limit: Int, followsLinks: Bool = false) throws(Problem) -> Content? {
    // O_NONBLOCK: opening a pipe that has no writer would block forever (fifo(7)).
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
    let code = errno
    guard descriptor >= 0 else {
      if code == ENOENT || code == ENOTDIR { return nil }
      throw unopened(Confinement.code(code, at: path, writing: false))
    }
    defer { close(descriptor) }
    return try read(descriptor, limit: limit)
  }

  /// Reads an open file from its beginning, or its last `limit` bytes if it is longer.
  package static func read(_ descriptor: Int32, limit: Int) throws(Problem) -> Content {
    let size = try checked(descriptor)
    _ = lseek(descriptor, max(0, size - off_t(limit)), SEEK_SET)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = unsafe Glibc.read(descriptor, &piece, min(piece.count, limit - bytes.count))
      let code = errno
      if count == 0 { break }
      if count < 0, code == EINTR { continue }
      guard count > 0 else { throw Problem(code) }
      bytes += piece[..<count]
    }
    return Content(bytes: bytes, isCut: size > limit, size: Int(size))
  }

  /// Returns the size of an open file. Throws an error if it is not a regular file.
  private static func checked(_ descriptor: Int32) throws(Problem) -> off_t {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Problem(errno) }
    let kind: Phrase =
      switch status.st_mode & S_IFMT {
      case S_IFREG: ""
      case S_IFDIR: "a folder"
      case S_IFIFO: "a pipe"
      case S_IFCHR, S_IFBLK: "a device"
      default: "something else"
      }
    guard kind.isEmpty else { throw Problem(Problem.isNoRegularFile(kind)) }
    return status.st_size
  }

  private static func unopened(_ code: Int32) -> Problem {
    switch code {
    case ELOOP: Problem("it is a symbolic link, and udpeek does not follow links here")
    // The error of open(2) for a pipe without a reader, and for a socket.
    case ENXIO: Problem("it is a pipe or a socket, not a regular file")
    default: Problem(code)
    }
  }

  // MARK: Writing

  /// Calls `body` with a descriptor of the file, under a lock that keeps other instances from writing or replacing it.
  /// - Parameter flags: the flags for open(2).
  package static func withLock<Result>(
    _ path: String, _ flags: Int32, _ body: (Int32) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    for _ in 0..<attempts {
      let descriptor = unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard descriptor >= 0 else {
        let writes = flags & O_ACCMODE != O_RDONLY
        throw unopened(Confinement.code(errno, at: path, writing: writes))
      }
      defer { close(descriptor) }
      _ = try checked(descriptor)
      guard try lock(descriptor) else { break }
      // Another instance may have replaced the file before the lock was granted.
      if isOpen(path, as: descriptor, flags) { return try body(descriptor) }
    }
    throw Problem("another program has locked it")
  }

  /// Tries to lock the file. Returns `false` if another process still holds the lock after the last attempt.
  private static func lock(_ descriptor: Int32) throws(Problem) -> Bool {
    for _ in 0..<attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      switch errno {
      case EWOULDBLOCK: _ = poll(nil, 0, pause)
      case EINTR: continue
      // The file system does not support locks.
      case EOPNOTSUPP, ENOLCK, ENOSYS, EINVAL: return true
      case let code: throw Problem(code)
      }
    }
    return false
  }

  private static func isOpen(_ path: String, as descriptor: Int32, _ flags: Int32) -> Bool {
    var (named, own) = (stat(), stat())
    let found = unsafe flags & O_NOFOLLOW == 0 ? stat(path, &named) : lstat(path, &named)
    guard found == 0, unsafe fstat(descriptor, &own) == 0 else { return false }
    return named.st_dev == own.st_dev && named.st_ino == own.st_ino
  }

  /// Appends bytes to a file, all or none of them, and creates the file if it is missing.
  package static func append(_ bytes: [UInt8], to path: String) throws(Problem) {
    try withLock(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW) { descriptor throws(Problem) in
      let size = try checked(descriptor)
      do throws(Problem) { try write(bytes, to: descriptor) } catch {
        _ = ftruncate(descriptor, size)
        throw error
      }
    }
  }

  /// Replaces the contents of a file atomically: after a crash or on a full disk, the old or the new file is intact.
  /// Only the owner can read the new file unless `mode` says otherwise.
  /// - Parameter isNew: whether to fail if a file of that name already exists.
  package static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32 = 0o600, isNew: Bool = false
  ) throws(Problem) {
    do throws(UnfinishedFile.Problem) {
      let file = try UnfinishedFile(for: path, replaces: !isNew)
      try unsafe file.write(bytes.span.bytes)
      try file.sync(mode: mode)
      try file.finish()
    } catch {
      throw Problem(error)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Problem) {
    if let code = unsafe writeAll(bytes.span.bytes, to: descriptor) { throw Problem(code) }
  }
}
