import Glibc

/// The journal of systemd.
package enum Journal {
  /// Whether what is written to a descriptor goes to the journal: its device and inode are those that `JOURNAL_STREAM`
  /// names, in decimal digits with a colon between them (systemd.exec(5)).
  package static func receives(
    _ descriptor: Int32, stream: String? = Environment.variable("JOURNAL_STREAM")
  ) -> Bool {
    guard let stream else { return false }
    let numbers = stream.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) }
    var status = stat()
    guard numbers.count == 2, unsafe fstat(descriptor, &status) == 0 else { return false }
    return numbers[0] == UInt64(status.st_dev) && numbers[1] == UInt64(status.st_ino)
  }
}
