package import PeerText
package import UDPCore

/// A comment of a capture file, and where it stands.
package struct CaptureComment: Hashable, Sendable {
  /// The datagram's number in the log; that of the last one before, where the comment stands behind a file's datagrams.
  package let number: UInt64
  /// The remote endpoint of that datagram; `nil` where the comment is on the interface or its statistics.
  package let peer: Endpoint?
  package let text: String
  package let subject: ParsedComment.Subject
  /// The meaning of `text`.
  package let meaning: CaptureNote

  /// A comment beside the datagram of that number.
  package init(number: UInt64, peer: Endpoint?, text: String, subject: ParsedComment.Subject) {
    self.number = number
    self.peer = peer
    self.text = text
    self.subject = subject
    // Words of a person mean themselves, whatever they read like.
    meaning = subject == .note ? .text(text) : CaptureNote(text)
  }

  /// Whether it says an encoding, a guessed one included.
  package var saysEncoding: Bool { meaning.saysEncoding }

  /// The row that it names; `nil` where it is about the one beside which it stands.
  package var namedRow: CaptureNote.Row? { if case .note(_, let row) = meaning { row } else { nil } }

  /// Whether it is about a row: comments of other programs on an interface are not, unless they are copied notes.
  package var isOnRow: Bool { subject != .file || namedRow != nil }

  /// Whether it is in a person's words, and yet reads like what a recording says.
  package var isMistakable: Bool {
    guard subject == .note else { return false }
    if case .text = CaptureNote(text) { return false }
    return true
  }

  /// The encoding that it says, and of which peer, or of all (`nil`); `nil` for another comment.
  package var encoding: (peer: Endpoint?, encoding: PresetEncoding)? {
    guard case .encoding(let encoding, let peers) = meaning else { return nil }
    switch peers {
    case .here: return (peer, encoding)
    case .one(let named): return (named, encoding)
    case .all: return (nil, encoding)
    }
  }
}
