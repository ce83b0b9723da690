import Basics
import PayloadText
package import PeerText
import TerminalUI
import UDPCore

/// What the screen is told of a recording that goes on.
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

/// Recording from the screen.
extension State {
  mutating func recordingChanged(to figures: RecordingFigures?) {
    guard let figures else { return recording = nil }
    var meter = recording ?? RecordingMeter(figures, from: log.endNumber, at: clock.monotonic)
    meter.update(figures, at: clock.monotonic)
    recording = meter
  }

  /// Stops the recording, or asks where to record to.
  mutating func toggleRecording(_ effects: inout [Effect]) {
    if recording != nil { return effects.append(.stopRecording) }
    openCommandLine("record \(recordingName)")
  }

  /// Records to a file; `!` behind the name replaces one that is there.
  mutating func startRecording(to path: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    if recording != nil { throw CommandArgument.Problem("a recording goes on: \(key("record")) stops it", all: path) }
    let replaces = path.hasSuffix("!")
    effects.append(.startRecording(path: replaces ? String(path.dropLast()) : path, replaces: replaces))
  }

  /// How peers are read now, for who writes a capture.
  package var knowledge: PeerTexts.Knowledge { texts.knowledge }

  /// Has a recording say that a choice was made.
  func recordEncoding(of peer: Endpoint?, _ effects: inout [Effect]) {
    if recording != nil { effects.append(.recordEncoding(of: peer)) }
  }

  /// `udpeek-20261123-070000.pcapng`, by local time.
  private var recordingName: String {
    "udpeek-\(CalendarTime(clock.wall, offset: configuration.utcOffset).fileName).pcapng"
  }
}
