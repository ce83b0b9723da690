package import UDPCore

/// Notes that name their rows, kept until those rows are met. In a capture file, such a note follows its row.
package struct AwaitedNotes {
  /// The maximum total size of the comments, in bytes.
  package static let limit = 8 << 20

  private struct Note {
    var text: String?
    /// Whether the row was met.
    var hasFoundRow = false
  }

  private var notes: [CaptureNote.Row: Note] = [:]
  private var size = 0

  /// Creates an empty collection.
  package init() {}

  /// Whether the collection is empty; a note whose row was met still counts.
  package var isEmpty: Bool { notes.isEmpty }

  /// Adds a comment if it is a note that names its row and there is room. A later note on the same row replaces an
  /// earlier one.
  package mutating func add(_ comment: CaptureComment) {
    guard size < Self.limit, case .note(let text, let row) = comment.meaning else { return }
    size += comment.text.utf8.count
    notes[row] = Note(text: text)
  }

  /// Returns the note on a datagram and records that its row was met; `nil` for none.
  package mutating func take(_ datagram: Datagram) -> String? {
    if notes.isEmpty { return nil }
    let row = CaptureNote.Row(datagram)
    guard notes[row] != nil else { return nil }
    notes[row]?.hasFoundRow = true
    return notes[row]?.text
  }

  /// Returns whether a comment is a note whose row was met.
  package func hasFoundRow(of comment: CaptureComment) -> Bool {
    guard !notes.isEmpty, let row = comment.namedRow else { return false }
    return notes[row]?.hasFoundRow ?? false
  }

  /// Finds the rows of the notes in a log.
  /// - Returns: the numbers of the rows found; of two identical ones, that of the later.
  func find(in log: CaptureLog) -> [CaptureNote.Row: UInt64] {
    if notes.isEmpty { return [:] }
    var rows: [CaptureNote.Row: UInt64] = [:]
    let times = Set(notes.keys.map(\.time))
    for segment in log.snapshot().segments {
      for number in segment.numbers {
        let datagram = segment[number]
        guard times.contains(datagram.time) else { continue }
        let row = CaptureNote.Row(datagram)
        if notes[row] != nil { rows[row] = number }
      }
    }
    return rows
  }
}
