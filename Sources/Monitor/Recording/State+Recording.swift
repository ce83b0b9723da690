import Basics
import PayloadText
package import PeerText
import UDPCore

/// Recording from the screen.
extension State {
  mutating func recordingChanged(to figures: RecordingFigures?) {
    guard let figures else { return saving.recording = nil }
    var meter = saving.recording ?? RecordingMeter(figures, from: log.endNumber, at: clock.monotonic)
    meter.update(figures, at: clock.monotonic)
    saving.recording = meter
  }

  /// Stops the recording, or asks where to record to.
  mutating func toggleRecording(_ effects: inout [Effect]) {
    if saving.recording != nil { return effects.append(.stopRecording) }
    openCommandLine("\(Command.record.name) ", suggesting: recordingName)
  }

  /// Records to a file; `!` behind the name replaces one that is there.
  mutating func startRecording(to path: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    if saving.recording != nil {
      throw CommandArgument.Problem("already recording: \(key("record")) stops it", all: path)
    }
    let replaces = path.hasSuffix("!")
    effects.append(.startRecording(path: replaces ? String(path.dropLast()) : path, replaces: replaces))
  }

  /// The encodings of the peers now, for a capture file.
  package var encodingSnapshot: PeerTexts.Snapshot { texts.snapshot }

  /// Has a recording say that a choice was made.
  func recordEncoding(of peer: Endpoint?, _ effects: inout [Effect]) {
    if saving.recording != nil { effects.append(.recordEncoding(of: peer)) }
  }

  /// `udpeek-20261123-070000.pcapng`, by local time.
  private var recordingName: String { "udpeek-\(today.fileName).pcapng" }
}
