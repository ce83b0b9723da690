import Basics
import CaptureFile
import CommandCore
import Monitor
import PayloadText

/// Recording from the screen.
extension WatchLoop {
  /// Reports the recording's figures to the state, and its end to the user.
  mutating func reportRecording() {
    guard let recording else { return }
    if let ended = recording.takeFinalStatus() {
      let text: Phrase = ended.problem.map { "\($0); \(ended.sentence)" } ?? ended.sentence
      perform(.notice(text, ended.problem == nil ? .information : .failure))
    }
    perform(.recording(recording.figures))
    needsFrame = true
  }

  /// Records everything from a row in memory on; `nil` begins now.
  mutating func startRecording(to path: String, replaces: Bool, from first: UInt64?) {
    guard let recording else {
      return perform(.notice("there is nothing to record: no datagrams arrive here", .failure))
    }
    do throws(RecordingError) {
      try recording.start(to: path, replaces: replaces, from: first, state.encodingSnapshot)
      perform(.notice(recording.beginning, .information))
    } catch {
      let sentence: Phrase =
        if case .exists = error { "\(path) exists: :record \(path)! replaces it" } else { error.phrase }
      perform(.notice(sentence, .failure))
    }
    reportRecording()
  }
}
