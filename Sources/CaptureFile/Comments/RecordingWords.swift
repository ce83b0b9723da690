import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The words of a recording: how peers write, and what a person notes meanwhile.
package final class RecordingWords: RecordingComments {
  /// Peers that were chosen for and have sent nothing since; the oldest are forgotten.
  private static let mostChosen = 64

  private let mailbox: RecordingMailbox
  private var texts: PeerTexts
  private var notes = EncodingComments()
  private var chosen: [Endpoint] = []

  /// - Parameter knowledge: how peers are read at the start.
  package init(_ knowledge: PeerTexts.Knowledge, _ mailbox: RecordingMailbox) {
    texts = PeerTexts(knowledge)
    self.mailbox = mailbox
    // Not when the first datagram is to be written: it takes its time.
    if !texts.encodings.isOneForAll {
      var encodings = PeerEncodings()
      encodings.prepare()
    }
  }

  package func beginFile() -> [String] { notes.begin(texts) }

  package func news() -> [String] {
    var comments: [String] = []
    for message in mailbox.take() {
      switch message {
      case .note(let text): comments.append(text)
      case .encodings(let knowledge, let peer):
        texts = PeerTexts(knowledge)
        notes.lookAgain()
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
    return notes.comment(datagram.peer, texts).map { [$0] } ?? []
  }

  package func observe(_ datagram: Datagram) {
    guard datagram.kind == .incoming, !texts.encodings.isOneForAll,
      datagram.withPayload({ texts.observe($0, from: datagram.peer) })
    else { return }
    notes.lookAgain(at: datagram.peer)
  }

  package func rest() -> [String] { chosen.compactMap { notes.lastComment($0, texts) } }
}
