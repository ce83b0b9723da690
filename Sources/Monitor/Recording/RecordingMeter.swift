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

/// A recording as the title shows it.
struct RecordingMeter: Sendable, Hashable {
  private(set) var figures: RecordingFigures
  /// The first row that is recorded.
  let firstRow: UInt64
  /// Bytes a second, over about one second.
  private(set) var rate = 0
  private var since: UInt64
  private var bytesThen: Int

  /// - Parameter time: nanoseconds of the monotonic clock.
  init(_ figures: RecordingFigures, from firstRow: UInt64, at time: UInt64) {
    self.figures = figures
    self.firstRow = firstRow
    since = time
    bytesThen = figures.bytes
  }

  /// Takes new figures over, and measures the rate.
  mutating func update(_ new: RecordingFigures, at time: UInt64) {
    figures = new
    guard time >= since, time - since >= 900_000_000 else { return }
    rate = Int(Double(max(0, new.bytes - bytesThen)) * 1e9 / Double(time - since))
    since = time
    bytesThen = new.bytes
  }
}
