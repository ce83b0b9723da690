package import PeerText
import Plumbing
package import UDPCore

/// A mailbox for the user's choices and notes during a recording, on their way to the recorder's thread.
package final class RecordingMailbox: Sendable {
  /// The maximum number of messages that wait for the recorder.
  private static let limit = 1_024

  /// A message to the recorder.
  package enum Message: Sendable {
    /// The encodings of the peers have changed, by a choice for one peer, or for all or by the configuration (`nil`).
    case encodings(PeerTexts.Snapshot, of: Endpoint?)
    /// A comment for the next datagram.
    case note(String)
    /// A note on a row, or its removal (`nil`), and the comment that names the row: if the row is still to be written, the
    /// note is written with it.
    case noteOnRow(UInt64, String?, named: String)
  }

  private let messages = Lock([Message]())

  /// Creates an empty mailbox.
  package init() {}

  /// Posts a message. It is dropped if the mailbox is full.
  package func put(_ message: Message) {
    messages.withLock { if $0.count < Self.limit { $0.append(message) } }
  }

  /// Removes and returns the messages since the last call.
  func take() -> [Message] {
    messages.withLock { messages in
      if messages.isEmpty { return [] }
      defer { messages = [] }
      return messages
    }
  }
}
