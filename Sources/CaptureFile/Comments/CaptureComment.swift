package import PeerText
package import UDPCore

/// A comment in a capture file, and its position.
package struct CaptureComment: Hashable, Sendable {
  /// The log number of the datagram that the comment is on, or of the last one before a comment at the end of a file.
  package let number: UInt64
  /// The remote endpoint of that datagram; `nil` if the comment is on the interface or its statistics.
  package let peer: Endpoint?
  package let text: String
  package let subject: ParsedComment.Subject
  /// Whether the comment stands behind the last datagram of its file.
  let isTrailing: Bool
  /// The meaning of `text`.
  package let meaning: CaptureNote

  /// Creates a comment on the datagram with this number.
  /// - Parameter isTrailing: whether the comment stands behind the last datagram of its file.
  package init(
    number: UInt64, peer: Endpoint?, text: String, subject: ParsedComment.Subject, isTrailing: Bool = false
  ) {
    self.number = number
    self.isTrailing = isTrailing
    self.peer = peer
    self.text = text
    self.subject = subject
    // The user's own words are never interpreted.
    meaning = subject == .note ? .text(text) : CaptureNote(text)
  }

  /// Whether the comment states an encoding, even a guessed one.
  package var isAboutEncoding: Bool { meaning.isAboutEncoding }

  /// The row that the comment names; `nil` if it is about the datagram that it is on.
  package var namedRow: CaptureNote.Row? { if case .note(_, let row) = meaning { row } else { nil } }

  /// The comment as a note on its row. A failure or an alarm is not about that row; it only stands beside it.
  package var note: String {
    switch meaning {
    case .failure, .alarm: break
    case .encoding, .guess, .note, .text: return text
    }
    return isTrailing ? "after this row: \(text)" : "before this row: \(text)"
  }

  /// Whether the comment is about a row. Comments of other programs on an interface are not, except copied notes.
  package var isOnRow: Bool { subject != .file || namedRow != nil }

  /// Whether the comment is in the user's own words but could be mistaken for one of a recording.
  package var isAmbiguous: Bool {
    guard subject == .note else { return false }
    if case .text = CaptureNote(text) { return false }
    return true
  }

  /// The encoding that the comment states and the peer that uses it, or `nil` for all peers; `nil` for any other
  /// comment.
  package var encoding: (peer: Endpoint?, encoding: PresetEncoding)? {
    guard case .encoding(let encoding, let peers) = meaning else { return nil }
    switch peers {
    case .here: return (peer, encoding)
    case .one(let named): return (named, encoding)
    case .all: return (nil, encoding)
    }
  }
}
