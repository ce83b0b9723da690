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
  /// The notes on rows that are still to be written: as comments on the row itself, and as comments that name it.
  private var awaited: [UInt64: (own: String, named: String)] = [:]
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
        if row <= written {
          comments.append(named)
        } else {
          awaited[row] = text.map { (CaptureNote.own($0) ?? named, named) }
        }
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
    return encoding + verdict + (awaited.isEmpty ? [] : awaitedNotes(through: datagram.number))
  }

  /// The notes on a row, and on the rows before it, which have no packet of their own.
  private func awaitedNotes(through number: UInt64) -> [String] {
    awaited.filter { $0.key <= number }.sorted { $0.key < $1.key }.map {
      $0.key == number ? $0.value.own : $0.value.named
    }
  }

  package func observe(_ datagram: Datagram) {
    written = datagram.number
    if !awaited.isEmpty { awaited = awaited.filter { $0.key > written } }
    guard datagram.kind == .incoming, !texts.encodings.isOneForAll,
      datagram.withPayload({ texts.observe($0, from: datagram.peer) }) != .none
    else { return }
    notes.recheck(datagram.peer)
  }

  package func remainingComments() -> [String] {
    chosen.compactMap { notes.lastComment($0, texts) } + awaited.sorted { $0.key < $1.key }.map(\.value.named)
  }
}
