import PayloadText
import UDPCore

/// Messages that were written and not sent, by whom they are for. Bounded: the oldest is forgotten.
struct Drafts: Sendable {
  private static let limit = 256

  /// The oldest first.
  private var kept: [(peers: Set<Endpoint>, draft: WrittenMessage)] = []
  /// Whether the person was told that messages are kept.
  var isExplained = false

  /// The number of messages that are kept.
  var count: Int { kept.count }

  /// Keeps a message for the peers of a panel, in place of the one that was kept for them.
  mutating func keep(_ draft: WrittenMessage, for target: SendPanel.Target) {
    let peers = Self.peers(of: target)
    kept.removeAll { $0.peers == peers }
    kept.append((peers, draft))
    if kept.count > Self.limit { kept.removeFirst() }
  }

  /// Removes and returns the message that was kept for the peers of a panel, which holds it from now on.
  mutating func take(for target: SendPanel.Target) -> WrittenMessage? {
    let peers = Self.peers(of: target)
    return kept.firstIndex { $0.peers == peers }.map { kept.remove(at: $0).draft }
  }

  private static func peers(of target: SendPanel.Target) -> Set<Endpoint> {
    switch target {
    case .asking, .lookingUp: []
    case .reply(let peer, _), .anywhere(let peer, _): [peer]
    case .several(let recipients): Set(recipients.map(\.peer))
    }
  }
}
