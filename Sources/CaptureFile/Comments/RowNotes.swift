package import UDPCore

/// The comments of files as notes on rows of a log: each on the row of its datagram, and notes of a recording on the
/// row that they name.
package struct RowNotes {
  /// A row and its complete note; `nil` if the note was removed.
  package typealias Change = (row: UInt64, note: String?)

  /// Whether comments were left out because the limit of `AwaitedNotes.limit` bytes was reached.
  package private(set) var isFull = false
  private var size = 0
  /// The comments on datagrams, by row number.
  private var comments: [UInt64: String] = [:]
  /// The notes that name rows, by row number.
  private var named: [UInt64: String] = [:]
  /// Comments whose rows have not been looked for.
  private var awaited: [CaptureComment] = []
  /// Rows whose notes have changed since the last `take`.
  private var changed: Set<UInt64> = []

  /// Creates an empty collection.
  package init() {}

  /// Adds comments, except those that state an encoding or are about no row.
  package mutating func add(_ new: [CaptureComment]) {
    for comment in new where comment.isOnRow && !comment.isAboutEncoding {
      guard size + comment.text.utf8.count <= AwaitedNotes.limit else {
        isFull = true
        return
      }
      size += comment.text.utf8.count
      if comment.namedRow == nil { add(comment) } else { awaited.append(comment) }
    }
  }

  /// Returns the changes since the last call. Named rows are looked for once, in the whole log.
  package mutating func take(_ log: CaptureLog) -> [Change] {
    findRows(log)
    defer { changed = [] }
    return changed.sorted().map { row in
      let both = [named[row], comments[row]].compactMap { $0 }
      return (row, both.isEmpty ? nil : both.joined(separator: "; "))
    }
  }

  private mutating func add(_ comment: CaptureComment) {
    comments[comment.number] = comments[comment.number].map { "\($0); \(comment.note)" } ?? comment.note
    changed.insert(comment.number)
  }

  private mutating func findRows(_ log: CaptureLog) {
    if awaited.isEmpty { return }
    var notes = AwaitedNotes()
    awaited.forEach { notes.add($0) }
    let rows = notes.find(in: log)
    for comment in awaited {
      if case .note(let text, let named) = comment.meaning, let row = rows[named] {
        self.named[row] = text
        changed.insert(row)
      } else {
        // Evicted, or in another file of the recording.
        add(comment)
      }
    }
    awaited = []
  }
}
