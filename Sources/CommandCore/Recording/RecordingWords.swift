import CaptureFile
import DisplayFilter
import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// What a person says while a recording goes on, on its way to the recorder's thread.
package final class RecordingMailbox: Sendable {
  /// What is kept until the next datagram.
  private static let limit = 1_024

  /// Something that was said.
  package enum Message: Sendable {
    /// How peers are read now, and of which one that was chosen; `nil` for all, or for what the configuration says.
    case encodings(PeerTexts.Knowledge, of: Endpoint?)
    /// A note on a row.
    case note(String)
  }

  private let messages = Lock([Message]())

  /// Hands it over.
  func put(_ message: Message) {
    messages.withLock { if $0.count < Self.limit { $0.append(message) } }
  }

  /// What came since the last call.
  func take() -> [Message] {
    messages.withLock { messages in
      if messages.isEmpty { return [] }
      defer { messages = [] }
      return messages
    }
  }
}

/// The words of a recording: how peers write, and what a person notes meanwhile.
final class RecordingWords: RecordingComments {
  /// Peers that were chosen for and have sent nothing since; the oldest are forgotten.
  private static let mostChosen = 64

  private let mailbox: RecordingMailbox
  private var texts: PeerTexts
  private var notes = EncodingNotes()
  private var chosen: [Endpoint] = []

  /// - Parameter knowledge: how peers are read at the start.
  init(_ knowledge: PeerTexts.Knowledge, _ mailbox: RecordingMailbox) {
    texts = PeerTexts(knowledge)
    self.mailbox = mailbox
    // Not when the first datagram is to be written: it takes its time.
    if !texts.encodings.isOneForAll {
      var encodings = PeerEncodings()
      encodings.prepare()
    }
  }

  func beginFile() -> [String] { notes.begin(texts) }

  func news() -> [String] {
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

  func comments(at datagram: Datagram) -> [String] {
    if !chosen.isEmpty { chosen.removeAll { $0 == datagram.peer } }
    return notes.comment(datagram.peer, texts).map { [$0] } ?? []
  }

  func observe(_ datagram: Datagram) {
    guard datagram.kind == .incoming, !texts.encodings.isOneForAll,
      datagram.withPayload({ texts.observe($0, from: datagram.peer) })
    else { return }
    notes.lookAgain(at: datagram.peer)
  }

  func rest() -> [String] { chosen.compactMap { notes.lastComment($0, texts) } }
}
