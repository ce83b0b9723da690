import CaptureFile
import Monitor
import UDPCore

/// Recording from the screen: from the start, as the command line asks, or on and off by a key.
struct ScreenRecording {
  let recording: Recording
  let receiver: Receiver
  let reception: Reception

  /// Starts what the command line asks for, from the first row on.
  func startIfAsked() throws(RecordingError) {
    guard let request = reception.recording else { return }
    try start(request, from: 1)
  }

  /// Records what comes from now on; the command line's `--rotate` and `--keep` hold for it too.
  func start(to path: String) throws(RecordingError) {
    var path = path
    if path == "~" || path.hasPrefix("~/"), let home = Environment.variable("HOME") { path = home + path.dropFirst() }
    let request = RecordingRequest(target: .file(path), rotation: reception.recording?.rotation)
    try start(request, from: receiver.log.snapshot().endNumber)
  }

  private func start(_ request: RecordingRequest, from first: UInt64) throws(RecordingError) {
    try recording.start(
      request, of: receiver, from: first, encodings: reception.encodings, interfaces: reception.interfaces)
  }

  /// The file that is written.
  var path: String { recording.status?.path ?? "" }

  /// What the screen shows of it; `nil` while nothing is recorded.
  var figures: RecordingFigures? { recording.status.map { RecordingFigures(bytes: $0.bytes, missed: $0.missed) } }

  /// To wait for what ends it; -1 while nothing is recorded.
  var descriptor: Int32 { recording.descriptor }

  func requestStop() { recording.requestStop() }

  /// The last status, once, after it is over.
  func takeEnd() -> RecordingStatus? { recording.takeEnd() }

  /// Finishes what goes on, after reception has ended; `nil` when nothing did.
  func finish() -> RecordingStatus? { recording.finish() }
}
