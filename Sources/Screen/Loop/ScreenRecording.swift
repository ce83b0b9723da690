import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Recording from the screen: from the start, as the command line requests, or toggled by a key.
struct ScreenRecording {
  /// The recording that is started and stopped.
  let recording: Recording
  /// The receiver whose log is recorded.
  let receiver: Receiver
  /// The setup with the encodings of the start.
  let setup: Setup
  /// The recording requested on the command line; `nil` if none.
  let request: RecordingRequest?

  /// Starts the recording requested on the command line, from the first row on.
  func startIfAsked() throws(RecordingError) {
    guard let request = request else { return }
    try start(request, from: 1, setup.encodings.texts.snapshot)
  }

  /// Records everything from now on; the command line's `--rotate` and `--keep` apply here too.
  func start(
    to path: String, replaces: Bool, from first: UInt64?, _ encodingSnapshot: PeerTexts.Snapshot
  ) throws(RecordingError) {
    let request = RecordingRequest(
      target: .file(HomeFolder.expanded(path)), replaces: replaces, rotation: self.request?.rotation)
    try start(request, from: first ?? receiver.log.snapshot().endNumber, encodingSnapshot)
  }

  private func start(
    _ request: RecordingRequest, from first: UInt64, _ encodingSnapshot: PeerTexts.Snapshot
  ) throws(RecordingError) {
    try recording.start(
      request, of: receiver, from: first, encodingSnapshot: encodingSnapshot, interfaces: setup.interfaces)
  }

  /// Notes in the recording which encodings were chosen: for `peer`, or for all peers.
  func note(_ encodingSnapshot: PeerTexts.Snapshot, of peer: Endpoint?) {
    recording.say(.encodings(encodingSnapshot, of: peer))
  }

  /// Notes a row's new note in the recording; `nil` removes the note.
  /// - Returns: whether the row belongs to the recording.
  func note(_ text: String?, row: UInt64) -> Bool {
    guard row >= recording.firstRow, let datagram = receiver.log.snapshot()[row] else { return false }
    let named = CaptureNote.comment(on: datagram, text, setup.interfaces)
    recording.say(.noteOnRow(row, text, named: named))
    return true
  }

  /// A sentence that names the recording's output.
  var beginning: Phrase { recording.status?.beginning ?? "" }

  /// The figures shown on the screen; `nil` while nothing is being recorded.
  var figures: RecordingFigures? { recording.status.map { RecordingFigures(bytes: $0.bytes, missed: $0.missed) } }

  /// A descriptor to poll for the end of the recording; -1 while nothing is being recorded.
  var descriptor: Int32 { recording.descriptor }

  /// Asks the running recording to stop.
  func requestStop() { recording.requestStop() }

  /// Returns the final status, once, after the recording has ended.
  func takeFinalStatus() -> RecordingStatus? { recording.takeFinalStatus() }

  /// The final status of the last recording; `nil` while one is running.
  var ended: RecordingStatus? { recording.ended }

  /// Finishes the running recording after reception has ended; `nil` if none was running.
  func finish() -> RecordingStatus? { recording.finish() }
}
