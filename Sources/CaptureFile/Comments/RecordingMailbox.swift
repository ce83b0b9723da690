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

  /// An empty mailbox.
  package init() {}

  /// Hands a message over.
  package func put(_ message: Message) {
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
