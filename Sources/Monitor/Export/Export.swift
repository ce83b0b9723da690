/// Rows that are being written to a file.
struct Export: Sendable, Hashable {
  var path: String
  /// The number of rows to write.
  var rows: Int
  var written = 0
  /// The newest of these rows, which the log protects like rows on screen.
  var through: UInt64
  /// The marks and notes that the file will hold.
  var work: KeptWork
  /// The start, in nanoseconds of the monotonic clock.
  var startedAt: UInt64
}
