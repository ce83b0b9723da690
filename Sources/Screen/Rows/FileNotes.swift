import CaptureFile
import CommandCore
import UDPCore

/// What files say in words of their datagrams, as notes on rows: comments on the row that they stand beside, notes of a
/// recording on the row that they were written on.
struct FileNotes {
  /// What is kept, in bytes; what comes after is left out.
  private static let limit = 8 << 20

  /// Whether something was left out.
  private(set) var isFull = false
  private var size = 0
  /// What stands beside rows.
  private var comments: [UInt64: String] = [:]
  /// What a person wrote on rows.
  private var written: [UInt64: String] = [:]
  /// Notes whose rows were not looked for yet, and the rows that they stand beside.
  private var awaited: [(note: NoteRemark, comment: CaptureComment)] = []
  /// Rows whose notes have changed since they were taken.
  private var changed: Set<UInt64> = []

  /// Takes comments in, but for those that say an encoding or are about no row.
  mutating func add(_ new: [CaptureComment]) {
    for comment in new where comment.isOnRow && !comment.saysEncoding {
      guard size + comment.text.utf8.count <= Self.limit else {
        isFull = true
        return
      }
      size += comment.text.utf8.count
      if !comment.isNote, let note = NoteRemark(comment.text) {
        awaited.append((note, comment))
      } else {
        add(comment)
      }
    }
  }

  private mutating func add(_ comment: CaptureComment) {
    comments[comment.number] = comments[comment.number].map { "\($0); \(comment.text)" } ?? comment.text
    changed.insert(comment.number)
  }

  /// What is new: a row's whole note, or `nil` where it was taken back. Rows are looked for once, in the whole log.
  mutating func take(_ log: CaptureLog) -> [(row: UInt64, note: String?)] {
    findRows(log)
    defer { changed = [] }
    return changed.sorted().map { row in
      let both = [written[row], comments[row]].compactMap { $0 }
      return (row, both.isEmpty ? nil : both.joined(separator: "; "))
    }
  }

  private mutating func findRows(_ log: CaptureLog) {
    if awaited.isEmpty { return }
    var rows = [NoteRemark.Subject: UInt64](
      awaited.map { ($0.note.subject, 0) }, uniquingKeysWith: { first, _ in first })
    let times = Set(rows.keys.map(\.time))
    for segment in log.snapshot().segments {
      for number in segment.numbers {
        let datagram = segment[number]
        guard times.contains(datagram.time) else { continue }
        let subject = NoteRemark.Subject(datagram)
        if rows[subject] != nil { rows[subject] = number }
      }
    }
    for (note, comment) in awaited {
      if let row = rows[note.subject], row > 0 {
        written[row] = note.text
        changed.insert(row)
      } else {
        // Evicted, or in another file of the recording.
        add(comment)
      }
    }
    awaited = []
  }
}
