/// What became of a recording so far.
package struct RecordingStatus: Sendable, Hashable {
  /// The file that is written, or was last.
  package internal(set) var path = ""
  /// Bytes in all files together.
  package internal(set) var bytes = 0
  /// Datagrams in all files together.
  package internal(set) var datagrams = 0
  /// Datagrams that were evicted from the log before they could be written.
  package internal(set) var missed = 0
  /// What the kernel dropped meanwhile.
  package internal(set) var kernelDrops = 0
  /// Files begun.
  package internal(set) var files = 0
  /// Files of this recording that were removed again to keep no more than asked for.
  package internal(set) var removed = 0
  /// The first file that somebody else moved while it was written; `nil` while there is none.
  package internal(set) var moved: String?
  /// Why it ended before it was asked to; `nil` while all is well.
  package internal(set) var failure: RecordingError?
  /// Whether nothing more is written.
  package internal(set) var isOver = false

  package init() {}
}
