import Glibc

/// Writes all of `bytes` to a regular file (write(2)), across signals and short writes.
/// - Returns: the `errno` of the failure, `ENOSPC` where the kernel takes nothing; `nil` if all bytes were written.
func writeAll(_ bytes: RawSpan, to descriptor: Int32) -> Int32? {
  var offset = 0
  while offset < bytes.byteCount {
    let (count, code) = unsafe bytes.withUnsafeBytes { bytes in
      unsafe (write(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset), errno)
    }
    if count > 0 {
      offset += count
    } else if count == 0 || code != EINTR {
      return count == 0 ? ENOSPC : code
    }
  }
  return nil
}
