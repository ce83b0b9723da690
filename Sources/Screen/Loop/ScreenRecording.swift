import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Recording from the screen: from the start, as the command line asks, or on and off by a key.
struct ScreenRecording {
  let recording: Recording
  let receiver: Receiver
  let setup: Setup
  /// What the command line asks for; `nil` for nothing.
  let request: RecordingRequest?

  /// Starts what the command line asks for, from the first row on.
  func startIfAsked() throws(RecordingError) {
    guard let request = request else { return }
    try start(request, from: 1, setup.encodings.texts.knowledge)
  }

  /// Records what comes from now on; the command line's `--rotate` and `--keep` hold for it too.
  func start(to path: String, replaces: Bool, _ knowledge: PeerTexts.Knowledge) throws(RecordingError) {
    let request = RecordingRequest(
      target: .file(HomeFolder.expanded(path)), replaces: replaces, rotation: self.request?.rotation)
    try start(request, from: receiver.log.snapshot().endNumber, knowledge)
  }

  private func start(
    _ request: RecordingRequest, from first: UInt64, _ knowledge: PeerTexts.Knowledge
  ) throws(RecordingError) {
    try recording.start(
      request, of: receiver, from: first, knowledge: knowledge, interfaces: setup.interfaces)
  }

  /// How peers are read was chosen: of `peer`, or of all.
  func note(_ knowledge: PeerTexts.Knowledge, of peer: Endpoint?) { recording.say(.encodings(knowledge, of: peer)) }

  /// A note on a row, where that is in the recording; `nil` takes it away.
  /// - Returns: whether it is.
  func note(_ text: String?, row: UInt64) -> Bool {
    guard row >= recording.firstRow, let datagram = receiver.log.snapshot()[row] else { return false }
    recording.say(.note(CaptureNote.comment(on: datagram, text, setup.interfaces)))
    return true
  }

  /// What is written to, as a sentence.
  var beginning: Phrase { recording.status?.beginning ?? "" }

  /// What the screen shows of it; `nil` while nothing is recorded.
  var figures: RecordingFigures? { recording.status.map { RecordingFigures(bytes: $0.bytes, missed: $0.missed) } }

  /// To wait for what ends it; -1 while nothing is recorded.
  var descriptor: Int32 { recording.descriptor }

  func requestStop() { recording.requestStop() }

  /// The last status, once, after it is over.
  func takeEnd() -> RecordingStatus? { recording.takeEnd() }

  /// What became of the last one; `nil` while it goes on.
  var ended: RecordingStatus? { recording.ended }

  /// Finishes what goes on, after reception has ended; `nil` when nothing did.
  func finish() -> RecordingStatus? { recording.finish() }
}
