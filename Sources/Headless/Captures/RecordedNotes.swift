import CaptureFile
import CommandCore
import UDPCore

/// The notes that were written on rows while a recording went on, read ahead: they stand behind the rows that they are on.
struct RecordedNotes {
  private struct Note {
    var text: String?
    /// Whether the datagram that it is on was met.
    var isMet = false
  }

  /// What is kept, in bytes; notes after it stay where they stand.
  private static let limit = 8 << 20

  private var notes: [NoteRemark.Subject: Note] = [:]
  private var size = 0

  /// Reads the notes of those files that can be read twice, until a signal asks for the end.
  init(_ capture: Capture, _ console: Console) {
    let files = zip(capture.files, capture.readers)
      .filter { file, reader in file != "-" && reader.format == .pcapng && reader.progress.of != nil }.map(\.0)
    guard !files.isEmpty, let readers = try? Capture.readers(files) else { return }
    var run = CaptureRun(readers, console)
    run.run { step in
      for comment in step.comments {
        guard size < Self.limit, let note = NoteRemark(comment.text) else { continue }
        size += comment.text.utf8.count
        notes[note.subject] = Note(text: note.text)
      }
    }
  }

  /// The note on a datagram, which is met now.
  mutating func take(_ datagram: Datagram) -> String? {
    if notes.isEmpty { return nil }
    let subject = NoteRemark.Subject(datagram)
    guard notes[subject] != nil else { return nil }
    notes[subject]?.isMet = true
    return notes[subject]?.text
  }

  /// Whether a comment is a note that its datagram has got.
  func isTaken(_ comment: CaptureComment) -> Bool {
    if notes.isEmpty { return false }
    return NoteRemark(comment.text).flatMap { notes[$0.subject]?.isMet } ?? false
  }
}
