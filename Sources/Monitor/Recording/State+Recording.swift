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
  /// Bytes a second, over about one second.
  private(set) var rate = 0
  private var since: UInt64
  private var bytesThen: Int

  /// - Parameter time: nanoseconds of the monotonic clock.
  init(_ figures: RecordingFigures, at time: UInt64) {
    self.figures = figures
    since = time
    bytesThen = figures.bytes
  }

  mutating func take(_ new: RecordingFigures, at time: UInt64) {
    figures = new
    guard time >= since, time - since >= 900_000_000 else { return }
    rate = Int(Double(max(0, new.bytes - bytesThen)) * 1e9 / Double(time - since))
    since = time
    bytesThen = new.bytes
  }
}

/// Recording from the screen.
extension State {
  mutating func take(recording figures: RecordingFigures?) {
    guard let figures else {
      (recording, recordedFrom) = (nil, nil)
      return
    }
    if recording == nil {
      recording = RecordingMeter(figures, at: clock.monotonic)
      recordedFrom = log.endNumber
    }
    recording?.take(figures, at: clock.monotonic)
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
  package var knowledge: PeerTexts.Knowledge { peers.knowledge }

  /// Has a recording say that a choice was made.
  func recordEncoding(of peer: Endpoint?, _ effects: inout [Effect]) {
    if recording != nil { effects.append(.recordEncoding(of: peer)) }
  }

  /// `udpeek-20261123-070000.pcapng`, by local time.
  private var recordingName: String {
    let seconds = clock.wall / 1_000_000_000 + Int64(configuration.utcOffset)
    let (year, month, day) = Self.date(daysSince1970: seconds / 86_400)
    let rest = seconds % 86_400
    let date = Figures.padded(year, 4) + Figures.padded(month, 2) + Figures.padded(day, 2)
    let time =
      Figures.padded(rest / 3_600, 2) + Figures.padded(rest / 60 % 60, 2) + Figures.padded(rest % 60, 2)
    return "udpeek-\(date)-\(time).pcapng"
  }

  /// The Gregorian date, counted in eras of 400 years that begin on 1 March.
  private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = max(0, days) + 719_468
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
