package import UDPCore

/// Notes that name their rows, until these are met: they stand beside later ones.
package struct AwaitedNotes {
  /// The most that is kept, in bytes of comments.
  package static let limit = 8 << 20

  private struct Note {
    var text: String?
    /// Whether its row was met.
    var isMet = false
  }

  private var notes: [CaptureNote.Row: Note] = [:]
  private var size = 0

  /// No notes.
  package init() {}

  /// Whether nothing is awaited, nor was met.
  package var isEmpty: Bool { notes.isEmpty }

  /// Takes a comment in where it is a note that names its row, and there is room for it; a later one takes the place of
  /// an earlier one on the same row.
  package mutating func add(_ comment: CaptureComment) {
    guard size < Self.limit, case .note(let text, let row) = comment.meaning else { return }
    size += comment.text.utf8.count
    notes[row] = Note(text: text)
  }

  /// The note on a datagram, which is met now; `nil` for none.
  package mutating func take(_ datagram: Datagram) -> String? {
    if notes.isEmpty { return nil }
    let row = CaptureNote.Row(datagram)
    guard notes[row] != nil else { return nil }
    notes[row]?.isMet = true
    return notes[row]?.text
  }

  /// Whether a comment is a note whose row was met.
  package func isMet(_ comment: CaptureComment) -> Bool {
    guard !notes.isEmpty, let row = comment.namedRow else { return false }
    return notes[row]?.isMet ?? false
  }

  /// Looks for the awaited rows in a log.
  /// - Returns: the number of each that is there; of two that are alike the later one's.
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
