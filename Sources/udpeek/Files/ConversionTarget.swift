import CLinux
import Glibc
import UDPCore

/// What a conversion writes to: a new file, for its owner alone and never through a link, or standard output.
final class ConversionTarget {
  private let path: String
  private let signals: SignalRelay
  /// `nil` for standard output.
  private let descriptor: Int32?

  /// Makes the file; `-` is standard output.
  init(_ path: String, replaces: Bool, signals: SignalRelay) throws(Failure) {
    self.path = path
    self.signals = signals
    if path == "-" {
      descriptor = nil
      return
    }
    if replaces { try Self.remove(path) }
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    let code = errno
    guard opened >= 0 else {
      if code == EEXIST { throw Failure("\(path) exists; take another name, or --force to replace it") }
      throw Failure("cannot create \(path): \(errorText(code))")
    }
    descriptor = opened
  }

  /// Takes the name from an ordinary file; what is being read from it goes on being there.
  private static func remove(_ path: String) throws(Failure) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure("cannot replace \(path): it is no ordinary file") }
    if unsafe unlink(path) != 0 { throw Failure("cannot replace \(path): \(errorText(errno))") }
  }

  /// Writes whole records.
  func write(_ bytes: [UInt8]) throws(StandardOutput.Failure) {
    guard let descriptor else { return try StandardOutput(signals: signals).write(bytes) }
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
      }
      let code = errno
      if count > 0 {
        offset += count
      } else if code != EINTR {
        throw .failed(count == 0 ? ENOSPC : code)
      }
    }
  }

  /// Ends the file; what is not whole is removed.
  /// - Throws: what some file systems say only now.
  func close(isWhole: Bool) throws(Failure) {
    guard let descriptor else { return }
    let status = Glibc.close(descriptor)
    let code = errno
    if !isWhole { _ = unsafe unlink(path) }
    if status != 0, code != EINTR, isWhole { throw Failure("cannot close \(path): \(errorText(code))") }
  }

  /// The sentence for what kept it from being written.
  func sentence(_ code: Int32) -> String {
    descriptor == nil
      ? "cannot write to standard output: \(errorText(code))"
      : "cannot write \(path): \(errorText(code)); what there was of it is removed"
  }
}
