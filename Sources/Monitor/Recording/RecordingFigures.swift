/// The figures of the recording in progress.
package struct RecordingFigures: Sendable, Hashable {
  /// Bytes written so far.
  package var bytes: Int
  /// Datagrams that were evicted before they could be written.
  package var missed: Int

  package init(bytes: Int, missed: Int) {
    self.bytes = bytes
    self.missed = missed
  }
}
