import Basics
import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The comments of a recording: the encodings of peers, and the notes that the user writes meanwhile.
package final class LiveComments: CommentSource {
  /// The maximum number of peers with a chosen encoding that have sent nothing since; the oldest are dropped.
  private static let mostChosen = 64

  private let mailbox: RecordingMailbox
  private var texts: PeerTexts
  private var notes = EncodingComments()
  private var chosen: [Endpoint] = []
  /// The notes on rows that are still to be written.
  private var awaited: [UInt64: String] = [:]
  /// The last row that was written.
  private var written: UInt64 = 0

  /// Creates the comments from the encodings of the peers at the start.
  package init(_ encodingSnapshot: PeerTexts.Snapshot, _ mailbox: RecordingMailbox) {
    texts = PeerTexts(encodingSnapshot)
    self.mailbox = mailbox
    // Preparing takes time, so it is not left until the first datagram is written.
    if !texts.encodings.isOneForAll {
      var encodings = PeerEncodings()
      encodings.prepare()
    }
  }

  package func beginFile() -> [String] { notes.begin(texts) }

  package func takeComments() -> [String] {
    var comments: [String] = []
    for message in mailbox.take() {
      switch message {
      case .note(let text): comments.append(text)
      case .noteOnRow(let row, let text, let named):
        // What reads like a comment of a recording names its row.
        if row <= written { comments.append(named) } else { awaited[row] = text.map { CaptureNote.own($0) ?? named } }
      case .encodings(let encodingSnapshot, let peer):
        texts = PeerTexts(encodingSnapshot)
        notes.recheckAll()
        if let comment = notes.commentForAll(texts) {
          comments.append(comment)
          chosen = []
        }
        if let peer {
          chosen.removeAll { $0 == peer }
          chosen = chosen.suffix(Self.mostChosen - 1) + [peer]
        }
      }
    }
    return comments
  }

  package func comments(at datagram: Datagram) -> [String] {
    if !chosen.isEmpty { chosen.removeAll { $0 == datagram.peer } }
    let encoding = notes.comment(datagram.peer, texts).map { [$0] } ?? []
    let verdict = datagram.relayVerdict.map { ["relay: \($0.phrase.english)"] } ?? []
    // The rows before it are none that have a packet.
    let notes = awaited.isEmpty ? [] : awaited.filter { $0.key <= datagram.number }.sorted { $0.key < $1.key }
    return encoding + verdict + notes.map(\.value)
  }

  package func observe(_ datagram: Datagram) {
    written = datagram.number
    if !awaited.isEmpty { awaited = awaited.filter { $0.key > written } }
    guard datagram.kind == .incoming, !texts.encodings.isOneForAll,
      datagram.withPayload({ texts.observe($0, from: datagram.peer) }) != .none
    else { return }
    notes.recheck(datagram.peer)
  }

  package func remainingComments() -> [String] { chosen.compactMap { notes.lastComment($0, texts) } }
}
