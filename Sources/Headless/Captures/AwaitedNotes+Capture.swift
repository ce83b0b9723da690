import CaptureFile
import CommandCore

extension AwaitedNotes {
  /// Reads ahead the notes of the pcapng files that can be read twice, because a note follows the row that it names.
  /// Stops when a signal asks for the end.
  init(readingAhead capture: Capture, _ console: Console) {
    self.init()
    let files = zip(capture.files, capture.readers)
      .filter { file, reader in file != "-" && reader.format == .pcapng && reader.progress.of != nil }.map(\.0)
    guard !files.isEmpty, let readers = try? Capture.readers(files, showsInner: capture.setup.showsInner) else {
      return
    }
    var run = CaptureRun(readers, console)
    run.run { step in step.comments.forEach { add($0) } }
  }
}
