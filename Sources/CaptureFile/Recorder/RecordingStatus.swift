/// The progress of a recording.
package struct RecordingStatus: Sendable, Hashable {
  /// The path of the current or last file.
  package internal(set) var path = ""
  /// The number of bytes in all files together.
  package internal(set) var bytes = 0
  /// The number of datagrams in all files together.
  package internal(set) var datagrams = 0
  /// Datagrams that were evicted from the log before they could be written.
  package internal(set) var missed = 0
  /// Datagrams that the kernel dropped during the recording.
  package internal(set) var kernelDrops = 0
  /// The number of files begun.
  package internal(set) var files = 0
  /// The number of files removed because only a limited number is kept.
  package internal(set) var removed = 0
  /// The path of the first file that another program moved while it was being written; `nil` if there is none.
  package internal(set) var moved: String?
  /// The reason why the recording ended before it was stopped; `nil` if nothing went wrong.
  package internal(set) var failure: RecordingError?
  /// Whether the recording has ended.
  package internal(set) var isOver = false

  package init() {}
}
