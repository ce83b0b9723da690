/// The files that rows are saved to, and the marks and notes that are in one.
struct Saving: Sendable {
  /// The rows that are being exported; `nil` while none are.
  var export: Export?
  /// The first row of the recording that was asked for; `nil` begins with the next one.
  var recordingStart: UInt64?
  /// The recording in progress.
  var recording: RecordingMeter?
  /// The marks and notes that quitting does not lose.
  var work = SavedWork()
}

/// The marks and notes that are in a file: those that were written, recorded or read from there.
struct SavedWork: Sendable, Hashable {
  /// The notes, by the numbers of their rows.
  var notes: [UInt64: String] = [:]
  /// The numbers of the marked rows.
  var marks: Set<UInt64> = []

  /// Adds the marks and notes of a file that was written.
  mutating func add(_ work: SavedWork) {
    notes.merge(work.notes) { $1 }
    marks.formUnion(work.marks)
  }
}

/// Rows that are being written to a file.
struct Export: Sendable, Hashable {
  var path: String
  var contents: WrittenContents
  /// The number of rows to write.
  var rows: Int
  var written = 0
  /// The newest of these rows, which the log protects like rows on screen.
  var through: UInt64
  /// The marks and notes that the file will hold.
  var work: SavedWork
  /// The start, in nanoseconds of the monotonic clock.
  var startedAt: UInt64
}
